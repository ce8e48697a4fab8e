// The route over HTTP: rights and scopes of the bearer, one effect per key, refusals that name the fault.
import { createHash, randomBytes } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import { beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#server/app-port.ts';
import { createAccount, grantRole, OPERATOR, type Role, type Scope } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { AppError, STATUS_OF, toProblem } from '#server/platform/errors.ts';
import { newId } from '#shared/ids.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { assessmentApi } from './api.ts';
import * as door from './index.ts';
import { ctxOf, sheetWorth } from './route-fixture.ts';
import { dossierPage, dossierRecord, hearingRecord, moved } from './route-schema.ts';
import { type Cast, castOf, SET, walker } from './route-walk.ts';

const database = testDatabase();
let ground: Territory;
let cast: Cast;
let walk: ReturnType<typeof walker>;
let api: OpenAPIHono;
beforeAll(async () => {
  ground = await loadTerritory(database.db);
  cast = await castOf(database.db, ground, ground.provinces(34)[0]?.code ?? '');
  walk = walker(database.db, ground, cast);
  const clock = () => new Date('2026-11-23T10:00:00+07:00');
  const app = {
    db: database.db,
    territory: ground,
    clock,
    identity: { sample: true },
    ctx: (actor: Cast['chair']) => ctxOf(database.db, actor),
  };
  api = new OpenAPIHono();
  api.onError((e, c) => {
    if (!(e instanceof AppError)) throw e;
    return c.json(toProblem(e, 'en'), STATUS_OF[e.code] as 500, { 'content-type': 'application/problem+json' });
  });
  api.route('/', assessmentApi(app as unknown as App));
});

let made = 0;
/** A token of somebody new with one role; with scopes it is an API client's. */
async function tokenOf(role: Role, unit: string, scopes?: Scope[]): Promise<{ account: string; token: string }> {
  const operator = ctxOf(database.db, OPERATOR);
  const { account } = await createAccount(operator, { account: `api.${++made}`, name: `${role} ${made}` }, ground);
  await grantRole(operator, { account, role, unit, basis: 'Quyết định thử' }, ground);
  await database.db.updateTable('identity.account').set({ must_change: false }).where('account', '=', account).execute();
  const { id } = await database.db.selectFrom('identity.account').select('id').where('account', '=', account).executeTakeFirstOrThrow();
  const token = randomBytes(32).toString('base64url');
  const at = new Date('2026-11-01T00:00:00Z');
  const client = scopes ? newId() : null;
  if (scopes && client)
    await database.db
      .insertInto('identity.api_client')
      .values({ id: client, account_id: id, name: 'thử', scopes, created_at: at, revoked_at: null })
      .execute();
  await database.db
    .insertInto('identity.token')
    .values({
      id: newId(),
      hash: createHash('sha256').update(token).digest(),
      account_id: id,
      client_id: client,
      created_at: at,
      expires_at: new Date('2027-11-01T00:00:00Z'),
      used_at: null,
      revoked_at: null,
    })
    .execute();
  return { account, token };
}
const get = (path: string, token?: string) => api.request(path, { headers: token ? { authorization: `Bearer ${token}` } : {} });
const send = (path: string, token: string, body: object, key?: string) =>
  api.request(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...(key ? { 'idempotency-key': key } : {}) },
    body: JSON.stringify(body),
  });
const read = async (answer: Response | Promise<Response>) => {
  const r = await answer;
  return { status: r.status, body: await r.json() };
};

describe('reading', () => {
  it('is for bearers, within their units and scopes', async () => {
    const id = await walk.draft(80);
    await walk.toProvince(id);
    expect((await get('/dossiers')).status).toBe(401);
    expect((await get('/dossiers', 'x'.repeat(43))).status).toBe(401);
    const { token } = await tokenOf('province_body', cast.province, ['dossiers']);
    const list = await read(get('/dossiers?state=sent_to_province', token));
    expect(list.status).toBe(200);
    expect(dossierPage.parse(list.body).items.map((d) => d.id)).toContain(id);
    const record = await read(get(`/dossiers/${id}`, token));
    expect(dossierRecord.parse(record.body)).toMatchObject({ id, state: 'sent_to_province', moves: [{ move: 'accept' }] });
    expect((await get('/dossiers?state=lost', token)).status).toBe(422);
    expect((await get('/dossiers?colour=red', token)).status).toBe(422);
    expect((await get('/dossiers/ZZZZZZZZ', token)).status).toBe(404);

    const importer = await tokenOf('province_body', cast.province, ['import']);
    expect(dossierPage.parse((await read(get('/dossiers', importer.token))).body).total).toBe(0);
    expect((await get(`/dossiers/${id}`, importer.token)).status).toBe(403);
    const far = await tokenOf('province_body', ground.provinces(34)[1]?.code ?? '');
    expect((await get(`/dossiers/${id}`, far.token)).status).toBe(403);
  });
});

describe('moving', () => {
  it('does its work once per key, and answers the same again', async () => {
    const id = await walk.draft(80);
    await walk.toProvince(id);
    const { token } = await tokenOf('province_body', cast.province, ['dossiers']);
    const first = await read(send(`/dossiers/${id}/accept`, token, {}, 'accept-0001'));
    expect(moved.parse(first.body)).toMatchObject({ state: 'intake' });
    expect(await read(send(`/dossiers/${id}/accept`, token, {}, 'accept-0001'))).toEqual(first);
    expect((await send(`/dossiers/${id}/accept`, token, {})).status).toBe(409);
    // the key of one caller is not the key of another
    const second = await tokenOf('province_body', cast.province, ['dossiers']);
    expect((await send(`/dossiers/${id}/pass-to-advisers`, second.token, {}, 'accept-0001')).status).toBe(200);
    expect((await send(`/dossiers/${id}/accept`, token, {}, 'short')).status).toBe(422);
    expect((await send(`/dossiers/${id}/return`, token, {})).status).toBe(422);
    expect((await read(send(`/dossiers/${id}/decide`, token, { decidedOn: '2026-11-23', star: 5 }))).body).toMatchObject({
      errors: [{ path: 'star' }],
    });
    const importer = await tokenOf('province_body', cast.province, ['import']);
    expect((await send(`/dossiers/${id}/return`, importer.token, { reason: 'x' })).status).toBe(403);
  });

  it('takes members’ sheets, refuses forged totals, closes and decides', async () => {
    const people = {
      chair: await tokenOf('province_council_chair', cast.province, ['dossiers']),
      a: await tokenOf('province_council_member', cast.province, ['dossiers']),
      b: await tokenOf('province_council_member', cast.province, ['dossiers']),
      head: await tokenOf('province_chair', cast.province, ['dossiers']),
    };
    const members = [people.chair, people.a, people.b].map((p, i) => ({ account: p.account, name: p.account, chair: i === 0 }));
    const { id: council } = await door.formCouncil(
      walk.on(cast.head),
      { unit: cast.province, name: 'H', regulation: '1', members },
      ground,
    );
    const id = await walk.draft(80);
    await walk.toProvince(id);
    await door.acceptDossier(walk.on(cast.body), { dossier: id }, ground);
    await door.passToAdvisers(walk.on(cast.body), { dossier: id }, ground);
    await door.reportAdvisory(walk.on(cast.adviser), { dossier: id, summary: 'Đủ', surveyedOn: '2026-11-23' }, ground);
    const opened = await read(send(`/dossiers/${id}/open-council`, people.chair.token, { council }));
    const { hearing } = (opened.body as { result: { hearing: string } }).result;
    const answers = sheetWorth(SET, 80);
    expect((await read(send(`/hearings/${hearing}/sheets`, people.a.token, { round: 1, answers, total: 99 }))).body).toMatchObject({
      status: 422,
      errors: [{ path: 'total' }],
    });
    const lastAct = database.db
      .selectFrom('audit.act')
      .select(['verb', 'subject_id', 'actor_name', 'detail'])
      .orderBy('no', 'desc')
      .limit(1);
    expect(await lastAct.executeTakeFirst()).toMatchObject({
      verb: 'submit_sheet_refused',
      subject_id: hearing,
      actor_name: expect.stringContaining('province_council_member'),
      detail: { faults: ['total:unknown_parameter'] },
    });
    // who asks comes before what is asked
    expect((await send(`/hearings/${hearing}/sheets`, 'nobody', { round: 1, answers, total: 99 })).status).toBe(401);
    for (const p of [people.chair, people.a, people.b])
      expect((await read(send(`/hearings/${hearing}/sheets`, p.token, { round: 1, answers }, 'my-own-sheet'))).body).toMatchObject({
        star: 4,
      });
    expect((await send(`/hearings/${hearing}/sheets`, people.head.token, { round: 1, answers })).status).toBe(403);
    expect(hearingRecord.parse((await read(get(`/hearings/${hearing}`, people.chair.token))).body)).toMatchObject({ state: 'scoring' });
    expect((await read(send(`/hearings/${hearing}/close`, people.chair.token, {}))).body).toMatchObject({ closed: true });
    const early = send(`/dossiers/${id}/decide`, people.head.token, { decisionNo: '5/QĐ-UBND', decidedOn: '2026-11-01' });
    expect((await read(early)).body).toMatchObject({ errors: [{ code: 'before_council' }] });
    const decided = await read(
      send(`/dossiers/${id}/decide`, people.head.token, { decisionNo: '5/QĐ-UBND', decidedOn: '2026-11-23' }, 'decide-0001'),
    );
    expect(decided.body).toMatchObject({ state: 'decided', result: { outcome: '4' } });
  }, 30_000);
});
