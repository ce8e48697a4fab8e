// Whom an expiry reaches: the producer's own people or, without any, the officer of its commune.
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { createAccount, ensureOrganisation, grantRole } from '#server/modules/identity/index.ts';
import { listNotices } from '#server/modules/notices/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { officer, putProduct, putTerm } from '../../../../tests/support/recognised.ts';
import { writeReminders } from './commands/write-reminders.ts';

const base = testDatabase();
let ground: Territory;
let commune = '';
const ctx = (day = '2026-01-02') => testCtx(base.db, `${day}T08:00:00+07:00`);
const accounts = new Map<string, string>();
const inbox = (account: string) =>
  listNotices({ ...ctx(), actor: officer(accounts.get(account) ?? '', 'producer', commune) }, { page: 1, pageSize: 20 });

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  commune = ground.communesOf('08')[0]?.code ?? '';
  for (const account of ['chu-the', 'can-bo-xa'])
    accounts.set(account, (await createAccount(ctx(), { account, name: account }, ground)).id);
  await grantRole(ctx(), { account: 'can-bo-xa', role: 'commune_officer', unit: commune, basis: 'QĐ' }, ground);
  await putTerm(base.db, await putProduct(base.db, 1), 3, '2023-06-30', '2026-06-30');
  await sql`update registry.producer set commune_code = ${commune} where id = 'M08'`.execute(base.db);
});

it('reaches the officer while the producer has no account, then the producer; each day of reminding once', async () => {
  await writeReminders(ctx('2026-01-02'));
  await writeReminders(ctx('2026-01-03'));
  expect(await inbox('can-bo-xa')).toMatchObject([{ kind: 'expiry', href: null }]);
  expect((await inbox('can-bo-xa'))[0]?.text.vi).toContain('HTX 08 chưa có tài khoản');
  const { id } = await ensureOrganisation(ctx(), { producer: 'M08', name: 'HTX 08', unit: commune }, ground);
  await grantRole(
    ctx(),
    { account: 'chu-the', role: 'producer', unit: commune, organisation: id, basis: 'QĐ', from: '2026-01-01' },
    ground,
  );
  await writeReminders(ctx('2026-05-31'));
  expect(await inbox('can-bo-xa')).toHaveLength(1);
  const [got] = await inbox('chu-the');
  expect(got).toMatchObject({ kind: 'expiry', href: '/my/ho-so', subject: { vi: 'Mật ong số 1: giấy chứng nhận còn hạn đến 30/06/2026' } });
  expect(got?.text.vi).toContain('02/03/2026');
});
