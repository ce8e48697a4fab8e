// Verified buyers of their own, each with a person and a token, that ask the running product over the wire.
import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';

const PAUSE_MS = 200;

async function buyerOf(db: Db, organisation: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  const id = `nguoi-mua-${organisation.toLowerCase()}`;
  await sql`insert into identity.organisation (id, kind, name, unit) values (${organisation}, 'buyer', ${`Chuỗi ${organisation}`}, 'VN')`.execute(
    db,
  );
  await sql`insert into sourcing.buyer (organisation_id, verified_at, verified_by, updated_at) values (${organisation}, now(), 't', now())`.execute(
    db,
  );
  await sql`insert into identity.account (id, account, name, created_by) values (${id}, ${id}, ${id}, 't')`.execute(db);
  await sql`insert into identity.role_assignment (id, account_id, role, unit, organisation_id, valid_from, basis, granted_by, granted_at)
    values (${id}, ${id}, 'buyer', 'VN', ${organisation}, '2020-01-01', 't', 't', now())`.execute(db);
  await sql`insert into identity.token (id, hash, account_id, created_at, expires_at) values (${id}, ${hash}, ${id}, now(), now() + interval '1 day')`.execute(
    db,
  );
  return token;
}

/** One buyer per organisation id. `status` asks once; `send` waits while the solvers' queue is full and throws on any other refusal. */
export async function buyersOverHttp(db: Db, url: string, organisations: readonly string[]) {
  const people = await Promise.all(organisations.map((id) => buyerOf(db, id)));
  const ask = (token: string, path: string, body: object) =>
    fetch(`${url}/api/v1/sourcing${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': `buyers${path}` },
      body: JSON.stringify(body),
    });
  return {
    people,
    async status(token: string, path: string, body: object): Promise<number> {
      const answer = await ask(token, path, body);
      await answer.arrayBuffer();
      return answer.status;
    },
    async send<T>(token: string, path: string, body: object): Promise<T> {
      for (;;) {
        const answer = await ask(token, path, body);
        const said = (await answer.json()) as T;
        if (answer.status === 200) return said;
        if (answer.status !== 429 && answer.status !== 503) throw new Error(`${path} ${answer.status} ${JSON.stringify(said)}`);
        await new Promise((go) => setTimeout(go, PAUSE_MS));
      }
    },
  };
}
