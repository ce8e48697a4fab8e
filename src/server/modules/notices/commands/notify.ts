import { sql } from 'kysely';
import { actingFor, holdersOf, membersOf, type Reached, reachAccount, type Verb } from '#server/modules/identity/index.ts';
import type { Tx } from '#server/platform/db.ts';
import type { Bilingual } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import '../tables.ts';

/** `account`: an account's id. `unit` + `verb`: who holds the verb there, else in the nearest unit that contains it. */
export type Recipient = { account: string } | { producer: string } | { organisation: string } | { unit: string; verb: Verb };

export type NewNotice = {
  to: Recipient;
  /** What it is about, in snake_case: `dossier`, `expiry`, `revocation`, … */
  kind: string;
  /** Names the event. The same key reaches the same account once, however often it is sent. */
  key: string;
  subject: Bilingual;
  /** Plain text; blank lines part paragraphs. */
  text: Bilingual;
  /** A Vietnamese address of our own, `/my/ho-so/…`; shown and mailed in both languages. */
  href?: string | undefined;
  /** `ctx.now`; the database's clock when left out. */
  now?: Date | undefined;
};

/**
 * Tells people, in the caller's transaction. Who they are is resolved from the roles of the day. A producer without any account is served by
 * the officer of its commune, who is told whom the notice is for. Accounts with an e-mail address are mailed as well.
 * Returns how many accounts got a new notice.
 */
export async function notify(tx: Tx, notice: NewNotice): Promise<{ told: number }> {
  const now = notice.now ?? (await clockOf(tx));
  const { people, via } = await resolve(tx, notice.to, dayOf(now));
  if (people.length === 0) return { told: 0 };
  const { subject, text } = via ? forwarded(notice, via) : notice;
  const rows = people.map((p) => ({
    id: newId(),
    key: notice.key,
    account_id: p.id,
    kind: notice.kind,
    subject_vi: subject.vi.normalize(),
    subject_en: subject.en.normalize(),
    text_vi: text.vi.normalize(),
    text_en: text.en.normalize(),
    // whoever passes it on has no such page
    href: via && notice.href?.startsWith('/my/') ? null : (notice.href ?? null),
    written_at: now,
    read_at: null,
  }));
  const fresh = await tx
    .insertInto('notices.notice')
    .values(rows)
    .onConflict((c) => c.columns(['key', 'account_id']).doNothing())
    .returning(['id', 'account_id'])
    .execute();
  const address = new Map(people.map((p) => [p.id, p.email]));
  const mails = fresh.flatMap(({ id, account_id }) => {
    const to = address.get(account_id);
    return to ? [{ id: newId(), notice_id: id, address: to, try_at: now, made_at: now, sent_at: null, last_error: null }] : [];
  });
  if (mails.length > 0) await tx.insertInto('notices.mail').values(mails).execute();
  return { told: fresh.length };
}

async function clockOf(tx: Tx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(tx);
  return rows[0]?.now ?? new Date(0);
}

type Via = { producer: string };

async function resolve(tx: Tx, to: Recipient, day: string): Promise<{ people: Reached[]; via?: Via }> {
  if ('account' in to) return { people: await reachAccount(tx, to.account) };
  if ('organisation' in to) return { people: await membersOf(tx, to.organisation, day) };
  if ('unit' in to) return { people: await holdersOf(tx, to, day) };
  const own = await actingFor(tx, to.producer, day);
  if (own.length > 0) return { people: own };
  const { rows } = await sql<{ name: string; commune: string | null; province: string }>`
    select name, commune_code as commune, province_code as province from registry.pub_producer_seat where id = ${to.producer}`.execute(tx);
  const [seat] = rows;
  if (!seat) return { people: [] };
  return {
    people: await holdersOf(tx, { unit: seat.commune ?? seat.province, verb: seat.commune ? 'receive_dossier' : 'check_dossier' }, day),
    via: { producer: seat.name },
  };
}

const forwarded = ({ subject, text }: NewNotice, { producer }: Via): Pick<NewNotice, 'subject' | 'text'> => ({
  subject: { vi: `${subject.vi} · ${producer}`, en: `${subject.en} · ${producer}` },
  text: {
    vi: `Chủ thể ${producer} chưa có tài khoản: xin báo giúp nội dung sau.\n\n${text.vi}`,
    en: `${producer} has no account: please pass this on.\n\n${text.en}`,
  },
});
