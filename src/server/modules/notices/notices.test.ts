import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createAccount,
  delegateRole,
  ensureOrganisation,
  grantRole,
  NATION,
  type Role,
  revokeRole,
} from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { transact } from '#server/platform/db.ts';
import { createMailer, type Mailer } from '#server/platform/mail.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { openPostOffice, type PostOffice } from '../../../../tests/support/post-office.ts';
import { officer } from '../../../../tests/support/recognised.ts';
import { sendMails } from './commands/send-mails.ts';
import { countUnread, listNotices, markRead, type NewNotice, notify } from './index.ts';
import { composeMail } from './rules/compose.ts';

const base = testDatabase();
const NOW = '2026-11-22T08:00:00+07:00';
let ground: Territory;
let commune: { code: string; provinceCode: string };
const people = new Map<string, string>();
const id = (name: string) => people.get(name) ?? '';
const ctx = (now = NOW) => testCtx(base.db, now);
const as = (name: string) => testCtx(base.db, NOW, officer(id(name), 'buyer', NATION));
let minutes = 0;
const later = () => ctx(new Date(Date.parse(NOW) + ++minutes * 3_600_000).toISOString());

async function person(account: string, email?: string): Promise<void> {
  people.set(account, (await createAccount(ctx(), { account, name: account, email }, ground)).id);
}
const give = (account: string, role: Role, unit: string, organisation?: string) =>
  grantRole(ctx(), { account, role, unit, organisation, from: '2026-01-01', basis: 'QĐ 1' }, ground);
const letter = { kind: 'test', subject: { vi: 'Có việc', en: 'Something' }, text: { vi: 'Nội dung', en: 'Contents' } };
let keys = 0;
const send = (to: NewNotice['to'], key = `k${++keys}`, more: Partial<NewNotice> = {}) =>
  transact(base.db, (tx) => notify(tx, { to, key, ...letter, ...more, now: new Date(NOW) }));
const heard = async (key: string): Promise<string[]> => {
  const rows = await base.db.selectFrom('notices.notice').select('account_id').where('key', '=', key).execute();
  return rows.map((r) => [...people].find(([, v]) => v === r.account_id)?.[0] ?? '?').sort();
};
const told = async (to: NewNotice['to']): Promise<string[]> => {
  await send(to);
  return heard(`k${keys}`);
};

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  const province = ground.provinces(34)[0]?.code ?? '';
  commune = ground.communesOf(province)[0] ?? { code: '', provinceCode: '' };
  for (const [name, email] of [
    ['can-bo-xa'],
    ['co-quan-tinh', 'tinh@example.vn'],
    ['can-bo-bo'],
    ['ho-a', 'a@example.vn'],
    ['thu-ky'],
    ['lam-thay'],
  ] as const)
    await person(name, email);
  await give('can-bo-xa', 'commune_officer', commune.code);
  await give('co-quan-tinh', 'province_body', province);
  await give('can-bo-bo', 'ministry_officer', NATION);
  for (const p of ['PA', 'PB', 'PC'])
    await sql`insert into registry.producer (id, name, name_key, type, place_key, province_code, commune_code)
      values (${p}, ${`Hộ ${p}`}, ${p}, 'household', ${p}, ${province}, ${p === 'PC' ? null : commune.code})`.execute(base.db);
});

describe('recipients', () => {
  it('are who holds the verb in the unit, else in the nearest unit above', async () => {
    const other = ground.communesOf(commune.provinceCode)[1]?.code ?? '';
    const elsewhere = ground.provinces(34)[1]?.code ?? '';
    expect(await told({ unit: commune.code, verb: 'receive_dossier' })).toEqual(['can-bo-xa']);
    expect(await told({ unit: commune.code, verb: 'inspect' })).toEqual(['co-quan-tinh']);
    expect(await told({ unit: other, verb: 'view_dossiers' })).toEqual(['co-quan-tinh']);
    expect(await told({ unit: elsewhere, verb: 'inspect' })).toEqual(['can-bo-bo']);
    expect(await told({ unit: other, verb: 'receive_dossier' })).toEqual([]);
    expect(await told({ unit: NATION, verb: 'check_centre' })).toEqual(['can-bo-bo']);
  });

  it('follow roles as they are lent, withdrawn and over', async () => {
    const { rows } = await sql<{ id: string }>`select id from identity.role_assignment where account_id = ${id('co-quan-tinh')}`.execute(
      base.db,
    );
    const source = rows[0]?.id ?? '';
    await person('ban-thay');
    const lender = { ...officer(id('co-quan-tinh'), 'province_body', commune.provinceCode) };
    lender.assignments = lender.assignments.map((a) => ({ ...a, id: source }));
    const loan = {
      assignment: source,
      account: 'ban-thay',
      from: '2026-11-22',
      until: '2026-11-30',
      basis: 'GUQ 1',
      verbs: ['inspect' as const],
    };
    const { id: lent } = await delegateRole({ ...ctx(), actor: lender }, loan, ground);
    expect(await told({ unit: commune.provinceCode, verb: 'inspect' })).toEqual(['ban-thay', 'co-quan-tinh']);
    expect(await told({ unit: commune.provinceCode, verb: 'check_dossier' })).toEqual(['co-quan-tinh']);
    await transact(base.db, (tx) =>
      notify(tx, {
        to: { unit: commune.provinceCode, verb: 'inspect' },
        key: 'december',
        ...letter,
        now: new Date('2026-12-02T08:00:00+07:00'),
      }),
    );
    expect(await heard('december')).toEqual(['co-quan-tinh']);
    await revokeRole(ctx(), { assignment: lent, reason: 'x' }, ground);
    expect(await told({ unit: commune.provinceCode, verb: 'inspect' })).toEqual(['co-quan-tinh']);
  });

  it('of a producer are its own people, proxies and secretaries; without any, the commune is told whom to tell', async () => {
    const to = { producer: 'PA' };
    expect(await told(to)).toEqual(['can-bo-xa']);
    const forwarded = (await listNotices(as('can-bo-xa'), { page: 1, pageSize: 50 })).find((n) => n.subject.vi.includes('PA'));
    expect(forwarded?.subject.vi).toBe('Có việc · Hộ PA');
    expect(forwarded?.text.vi).toContain('Hộ PA chưa có tài khoản');
    expect(await told({ producer: 'PC' })).toEqual(['co-quan-tinh']);
    const own = await ensureOrganisation(ctx(), { producer: 'PA', name: 'Hộ PA', unit: commune.code }, ground);
    const group = await ensureOrganisation(ctx(), { producer: 'PB', name: 'HTX PB', unit: commune.code }, ground);
    await give('ho-a', 'producer', commune.code, own.id);
    await give('lam-thay', 'proxy', commune.code, own.id);
    await give('thu-ky', 'secretary', commune.code, group.id);
    expect(await told(to)).toEqual(['ho-a', 'lam-thay']);
    await sql`insert into identity.organisation_member (organisation_id, member_id, valid_from, valid_until, consented_at, consented_by)
      values (${group.id}, ${own.id}, '2026-01-01', '2026-11-22', now(), 'x')`.execute(base.db);
    expect(await told(to)).toEqual(['ho-a', 'lam-thay', 'thu-ky']);
    expect(await told({ organisation: own.id })).toEqual(['ho-a', 'lam-thay']);
    await transact(base.db, (tx) => notify(tx, { to, key: 'next', ...letter, now: new Date('2026-11-23T08:00:00+07:00') }));
    expect(await heard('next')).toEqual(['ho-a', 'lam-thay']);
    expect(await told({ producer: 'nobody' })).toEqual([]);
  });
});

describe('a notice', () => {
  it('reaches an account once per key, however often and from however many sides it is sent', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => send({ account: id('can-bo-bo') }, 'once')));
    expect(results.reduce((sum, r) => sum + r.told, 0)).toBe(1);
    expect(await heard('once')).toEqual(['can-bo-bo']);
    expect(await send({ unit: NATION, verb: 'check_centre' }, 'once')).toEqual({ told: 0 });
    expect(await send({ account: id('thu-ky') }, 'once')).toEqual({ told: 1 });
  });

  it('is taken back with the transaction that caused it', async () => {
    await expect(
      transact(base.db, async (tx) => {
        await notify(tx, { to: { account: id('can-bo-bo') }, key: 'undone', ...letter, now: new Date(NOW) });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await heard('undone')).toEqual([]);
  });

  it('is read by its own account only; unread ones come first', async () => {
    const before = await countUnread(as('ho-a'));
    const all = await listNotices(as('ho-a'), { page: 1, pageSize: 50 });
    const [first] = all;
    expect(all).toHaveLength(before.total);
    expect(await markRead(as('can-bo-bo'), { notice: first?.id })).toEqual({ marked: 0 });
    expect(await markRead(as('ho-a'), { notice: first?.id })).toEqual({ marked: 1 });
    expect(await markRead(as('ho-a'), { notice: first?.id })).toEqual({ marked: 0 });
    expect((await countUnread(as('ho-a'))).unread).toBe(before.unread - 1);
    const after = await listNotices(as('ho-a'), { page: 1, pageSize: 50 });
    expect(after.at(-1)).toMatchObject({ id: first?.id, read: true });
    await markRead(as('ho-a'), {});
    expect(await countUnread(as('ho-a'))).toEqual({ total: before.total, unread: 0 });
  });

  it('leads nowhere outside', async () => {
    for (const href of ['https://evil.example', '//evil.example', 'javascript:alert(1)', '/\\evil.example'])
      await expect(send({ account: id('can-bo-bo') }, `href ${href}`, { href })).rejects.toThrow('href');
  });
});

describe('mail', () => {
  let office: PostOffice;
  let mailer: Mailer | undefined;
  beforeAll(async () => {
    office = await openPostOffice();
    mailer = createMailer({ smtpUrl: office.url, from: 'Sản Vật <thu@sanvat.example>' });
  });
  afterAll(async () => {
    mailer?.close();
    await office.close();
  });
  beforeEach(async () => {
    office.letters.length = 0;
    office.refuse = false;
    await sql`update notices.mail set state = 'failed' where state = 'queued'`.execute(base.db);
  });
  const post = () => ({ mailer, origin: 'https://sanvat.example' });
  const stateOf = async (key: string) =>
    base.db
      .selectFrom('notices.mail as m')
      .innerJoin('notices.notice as n', 'n.id', 'm.notice_id')
      .select(['m.id', 'm.state', 'm.tries', 'm.last_error'])
      .where('n.key', '=', key)
      .executeTakeFirst();

  it('goes to who has an address, once, with both languages and both links', async () => {
    await send({ account: id('ho-a') }, 'mail-1', { href: '/my/ho-so/1' });
    await send({ account: id('can-bo-bo') }, 'mail-2');
    expect(await stateOf('mail-2')).toBeUndefined();
    expect(await sendMails(ctx(), { mailer: undefined, origin: undefined })).toEqual({ sent: 0, put_off: 0, failed: 0 });
    const runs = await Promise.all([sendMails(ctx(), post()), sendMails(ctx(), post()), sendMails(ctx(), post())]);
    expect(runs.reduce((n, r) => n + r.sent, 0)).toBe(1);
    expect(await sendMails(ctx(), post())).toMatchObject({ sent: 0 });
    expect(office.letters).toHaveLength(1);
    const [got] = office.letters;
    expect(got).toMatchObject({ to: ['a@example.vn'], subject: 'Có việc · Sản Vật' });
    expect(got?.text).toBe(
      'Nội dung\n\nhttps://sanvat.example/my/ho-so/1\n\n—\n\nSomething\n\nContents\n\nhttps://sanvat.example/en/my/ho-so/1\n',
    );
    const sent = await stateOf('mail-1');
    expect(got?.headers).toContain(`<${sent?.id}@sanvat.example>`);
    expect(sent).toMatchObject({ state: 'sent', tries: 1 });
    expect((await listNotices(as('ho-a'), { page: 1, pageSize: 50 })).find((n) => n.href === '/my/ho-so/1')?.mail).toMatchObject({
      address: 'a@example.vn',
      state: 'sent',
    });
  });

  it('is tried again when the post office refuses, and given up at last; one bad box keeps nobody waiting', async () => {
    office.refuse = true;
    await send({ account: id('ho-a') }, 'mail-3');
    expect(await sendMails(ctx(), post())).toEqual({ sent: 0, put_off: 1, failed: 0 });
    expect(await stateOf('mail-3')).toMatchObject({ state: 'queued', tries: 1, last_error: expect.stringContaining('mailbox full') });
    expect(await sendMails(ctx(), post())).toEqual({ sent: 0, put_off: 0, failed: 0 });
    office.refuse = false;
    expect(await sendMails(later(), post())).toMatchObject({ sent: 1 });
    expect(office.letters).toHaveLength(1);
    office.refuse = true;
    await send({ account: id('ho-a') }, 'mail-4');
    let failed = 0;
    for (let n = 0; n < 60 && failed === 0; n++) failed = (await sendMails(later(), post())).failed;
    expect(await stateOf('mail-4')).toMatchObject({ state: 'failed', tries: 12 });
  });

  it('of last week is no news when a post office is found at last', async () => {
    await send({ account: id('ho-a') }, 'mail-5');
    expect(await sendMails(ctx('2026-11-30T08:00:00+07:00'), post())).toEqual({ sent: 0, put_off: 0, failed: 1 });
    expect(office.letters).toEqual([]);
  });

  it('cannot be made to carry further headers or receivers', async () => {
    await mailer?.send({ id: 'x1', to: 'a@example.vn', subject: 'Một\r\nBcc: b@example.vn', text: 'x' });
    expect(office.letters[0]?.to).toEqual(['a@example.vn']);
    expect(office.letters[0]?.headers).not.toMatch(/^bcc:/im);
    expect(composeMail({ subject_vi: 'a', subject_en: 'b', text_vi: 'c', text_en: 'd', href: '/x' }, undefined).text).toBe(
      'c\n\n—\n\nb\n\nd\n',
    );
  });
});
