// EPCIS 2.0 over HTTP, with a real API client.
import { OpenAPIHono } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#server/app-port.ts';
import {
  actorOf,
  createAccount,
  createClient,
  createIdentity,
  ensureOrganisation,
  grantRole,
  isPerson,
  SESSION_COOKIE,
  signIn,
} from '#server/modules/identity/index.ts';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { silentLog } from '#server/platform/log.ts';
import { settle } from '../../../../../tests/support/account.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { putProduct, putTerm } from '../../../../../tests/support/recognised.ts';
import { eventsRoots } from './api.ts';

const base = testDatabase();
const NOW = new Date('2026-11-22T12:00:00+07:00');
const ORIGIN = 'https://sanvat.test';
let api: OpenAPIHono;
let product = '';
let certified = '';
const secrets: Record<string, string> = {};

const call = (path: string, { as = 'a', ...init }: RequestInit & { as?: string } = {}) =>
  api.request(path, {
    ...init,
    headers: { ...(as ? { authorization: `Bearer ${secrets[as]}` } : {}), ...(init.headers as Record<string, string>) },
  });
const post = (path: string, body: unknown, as = 'a', headers: Record<string, string> = {}) =>
  call(path, {
    method: 'POST',
    as,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const doc = (...eventList: object[]) => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ex: 'https://ns.example.com/' }],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-11-22T08:00:00+07:00',
  epcisBody: { eventList },
});
const made = (code: string, hour: number, of = product) => ({
  type: 'ObjectEvent',
  eventTime: `2026-11-20T${String(hour).padStart(2, '0')}:00:00+07:00`,
  eventTimeZoneOffset: '+07:00',
  action: 'ADD',
  bizStep: 'commissioning',
  disposition: 'active',
  quantityList: [{ epcClass: `${ORIGIN}/P/${of}/L/${code}`, quantity: 10, uom: 'KGM' }],
  bizLocation: { id: 'urn:epc:id:sgln:4012345.00001.0' },
  bizTransactionList: [{ type: 'po', bizTransaction: 'https://buyer.example/po/1' }],
});
const eventsIn = async (answer: Response) =>
  ((await answer.json()) as { epcisBody: { queryResults: { resultsBody: { eventList: Record<string, unknown>[] } } } }).epcisBody
    .queryResults.resultsBody.eventList;

beforeAll(async () => {
  const territory = await loadTerritory(base.db);
  product = await putProduct(base.db, 1);
  certified = await putProduct(base.db, 2, '12');
  await putTerm(base.db, certified, 4, '2026-01-01', '2029-01-01');
  const identity = createIdentity(base.db, { sample: false });
  const ctx = testCtx(base.db, NOW.toISOString());
  const app = {
    db: base.db,
    territory,
    identity,
    clock: () => NOW,
    log: silentLog,
    origin: ORIGIN,
    ctx: (actor: typeof ctx.actor) => ({ ...ctx, actor }),
  } as unknown as App;
  for (const [key, producer, province] of [
    ['a', 'M08', '08'],
    ['b', 'M12', '12'],
  ] as const) {
    const { account, password } = await createAccount(ctx, { account: `chu.the.${key}`, name: 'Chủ thể' }, territory);
    const { id: organisation } = await ensureOrganisation(ctx, { name: `HTX ${key}`, unit: province, producer }, territory);
    await grantRole(ctx, { account, role: 'producer', unit: province, organisation, basis: 'Giấy ủy quyền' }, territory);
    await settle(base.db, account);
    const { secret } = await signIn(ctx, { login: account, password }, identity);
    const person = await actorOf(app, { headers: new Headers({ cookie: `${SESSION_COOKIE}=${secret}` }) });
    if (!isPerson(person)) throw new Error('nobody');
    secrets[key] = (await createClient({ ...ctx, actor: person }, { name: 'Máy', scopes: ['trace'] })).secret;
    if (key === 'a') secrets.reading = (await createClient({ ...ctx, actor: person }, { name: 'Máy đọc', scopes: ['read'] })).secret;
  }
  api = new OpenAPIHono();
  api.route('/', eventsRoots(app));
});

describe('capture over HTTP', () => {
  it('answers 202 with the place of the capture and the versions; the capture says how it ended', async () => {
    const answer = await post('/epcis/capture', doc(made('L1', 6), made('L2', 7), { ...made('L3', 8), 'ex:note': 'x' }));
    expect([answer.status, await answer.text()]).toEqual([202, '']);
    expect(answer.headers.get('gs1-epcis-version')).toBe('2.0.0');
    const job = await call(answer.headers.get('location') ?? '');
    expect(await job.json()).toMatchObject({ running: false, success: true, errors: [], events: 3, stored: 3 });
    expect((await call(answer.headers.get('location') ?? '', { as: 'b' })).status).toBe(404);
  });

  it('refuses in the standard’s words', async () => {
    const answers: [Promise<Response> | Response, number, string][] = [
      [post('/epcis/capture', doc(), ''), 401, 'SecurityException'],
      [post('/epcis/capture', doc(made('R1', 6)), 'reading'), 403, 'SecurityException'],
      [post('/epcis/capture', '{'), 400, 'ValidationException'],
      [post('/epcis/capture', made('R1', 6)), 400, 'ValidationException'],
      [post('/epcis/capture', doc({ ...made('R1', 6), bizStep: 'dancing' }, {})), 400, 'ValidationException'],
      [post('/epcis/capture', '<xml/>', 'a', { 'content-type': 'application/xml' }), 415, 'UnsupportedMediaTypeException'],
      [post('/epcis/capture', doc(...Array.from({ length: 2_001 }, () => made('R1', 6)))), 413, 'CaptureLimitExceededException'],
      [post('/epcis/capture', `{"a":"${'x'.repeat(10_000_001)}"}`), 413, 'CaptureLimitExceededException'],
      [call('/epcis/events?EQ_colour=red'), 400, 'QueryParameterException'],
      [call('/epcis/events?perPage=0'), 400, 'QueryParameterException'],
      [call('/epcis/events?GE_eventTime=yesterday'), 400, 'QueryParameterException'],
      [call('/epcis/nothing'), 404, 'NoSuchResourceException'],
      [call('/epcis/events', { method: 'PUT' }), 405, 'ImplementationException'],
      [call('/epcis/events/urn:uuid:0'), 404, 'NoSuchResourceException'],
      [call('/epcis/queries/none'), 404, 'NoSuchNameException'],
      [call('/epcis/events', { headers: { accept: 'application/xml' } }), 406, 'NotAcceptableException'],
      [call('/epcis/events', { headers: { 'GS1-EPCIS-Version': '1.2.0' } }), 406, 'NotAcceptableException'],
      [call('/epcis/events', { headers: { 'GS1-CBV-Max': '1.2' } }), 406, 'NotAcceptableException'],
      [call('/epcis/events', { headers: { 'GS1-EPCIS-Min': '2.1.0' } }), 406, 'NotAcceptableException'],
      [post('/epcis/capture', '{}', 'a', { 'content-encoding': 'gzip' }), 415, 'UnsupportedMediaTypeException'],
      [call('/epcis/eventTypes/NoEvent'), 404, 'NoSuchResourceException'],
      [call('/epcis/queries/x/subscriptions'), 501, 'ImplementationException'],
      [call('/epcis/nextPageToken/x', { method: 'DELETE' }), 501, 'ImplementationException'],
      [call('/epcis/queries', { method: 'DELETE' }), 405, 'ImplementationException'],
    ];
    for (const [asked, status, type] of answers) {
      const answer = await asked;
      expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toEqual([
        status,
        'application/problem+json',
        expect.objectContaining({ type: `epcisException:${type}`, status }),
      ]);
    }
  });

  it('names every fault with its path', async () => {
    const answer = await post('/epcis/capture', doc({ ...made('R1', 6), bizStep: 'dancing' }, { type: 'ObjectEvent' }));
    const { errors } = (await answer.json()) as { errors: { path: string }[] };
    expect(errors.map((e) => e.path)).toEqual([
      'epcisBody.eventList[0].bizStep',
      'epcisBody.eventList[1].eventTime',
      'epcisBody.eventList[1].eventTimeZoneOffset',
      'epcisBody.eventList[1].action',
      'epcisBody.eventList[1]',
    ]);
  });

  it('takes one event; a second time it is there already', async () => {
    const one = { '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', ...made('ONE', 6) };
    const answer = await post('/epcis/events', one);
    expect(answer.status).toBe(201);
    const back = await call(answer.headers.get('location') ?? '');
    expect(await back.json()).toMatchObject({ type: 'ObjectEvent', eventID: expect.stringMatching(/^ni:\/\/\/sha-256;/) });
    expect((await post('/epcis/events', one)).status).toBe(409);
    const { bizStep: _, ...named } = { ...one, eventID: 'urn:uuid:6d1f1c3e-3a0b-4a8e-9d4a-0d7a7f6f0001' };
    expect((await post('/epcis/events', { ...named, eventTime: '2026-11-20T06:30:00+07:00' })).status).toBe(201);
    expect((await post('/epcis/events', { ...named, eventTime: '2026-11-20T06:31:00+07:00' })).status).toBe(409);
  });

  it('speaks to those who name the version and the form that it has, and says its limits when it refuses', async () => {
    const asked = {
      accept: 'application/ld+json',
      'GS1-EPCIS-Version': '2.0',
      'GS1-CBV-Version': '2',
      'GS1-EPCIS-Min': '1.2',
      'GS1-EPCIS-Max': '2.0',
    };
    const answer = await call('/epcis/events?perPage=1', { headers: asked });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/ld+json']);
    const large = await post('/epcis/capture', doc(...Array.from({ length: 2_001 }, () => made('R1', 6))));
    expect([large.status, large.headers.get('gs1-epcis-capture-limit')]).toEqual([413, '2000']);
    const seen: string[] = [];
    for (let path: string | undefined = '/epcis/capture?perPage=1'; path; ) {
      const page = await call(path);
      seen.push(...((await page.json()) as { captureID: string }[]).map((j) => j.captureID));
      path = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }
    // all at one instant of the test's clock
    expect(seen).toHaveLength(new Set(seen).size);
    expect(seen.length).toBeGreaterThan(2);
    expect((await call(`/epcis/capture?nextPageToken=${Buffer.from('p:x').toString('base64url')}`)).status).toBe(400);
  });
});

describe('questions over HTTP', () => {
  it('finds events by what they hold, and pages through them', async () => {
    const seen: unknown[] = [];
    let path: string | undefined =
      '/epcis/events?EQ_bizStep=urn:epcglobal:cbv:bizstep:commissioning&orderBy=eventTime&orderDirection=DESC&perPage=2';
    while (path) {
      const answer = await call(path);
      expect(answer.status).toBe(200);
      seen.push(...(await eventsIn(answer)).map((e) => (e.quantityList as { epcClass: string }[])[0]?.epcClass.split('/').pop()));
      path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    expect(seen.slice(0, 2)).toEqual(['L3', 'L2']);
    expect([...seen].sort()).toEqual(['L1', 'L2', 'L3', 'ONE']);
    const epc = encodeURIComponent(`${ORIGIN}/P/${product}/L/L2`);
    expect(await eventsIn(await call(`/epcis/events?MATCH_anyEPCClass=${epc}`))).toHaveLength(1);
    expect(await eventsIn(await call(`/epcis/events?MATCH_epc=${epc}`))).toHaveLength(0);
    expect(await eventsIn(await call(`/epcis/epcs/${epc}/events`))).toHaveLength(1);
    expect(
      await eventsIn(await call('/epcis/bizLocations/urn:epc:id:sgln:4012345.00001.0/events?orderBy=eventTime&eventCountLimit=3')),
    ).toHaveLength(3);
    expect((await call('/epcis/events?maxEventCount=2')).status).toBe(413);
    expect(
      (await eventsIn(await call(`/epcis/events?MATCH_anyEPCClass=${encodeURIComponent(`${ORIGIN}/P/${product}/L/L3`)}`)))[0],
    ).toMatchObject({
      'ex:note': 'x',
      '@context': { ex: 'https://ns.example.com/' },
    });
  });

  it('shows strangers only what a certified product makes public, without papers and parties', async () => {
    await post('/epcis/capture', doc(made('PUB', 6, certified)), 'b');
    expect((await eventsIn(await call('/epcis/events', { as: 'b' }))).length).toBe(1);
    const [seen] = (await eventsIn(await call('/epcis/events'))).filter((e) => JSON.stringify(e).includes('PUB'));
    expect(seen).toBeDefined();
    expect(seen).not.toHaveProperty('bizTransactionList');
    await sql`update registry.recognition set ended_on = '2026-11-01', ended_by = 'revoked' where product_id = ${certified}`.execute(
      base.db,
    );
    expect((await eventsIn(await call('/epcis/events'))).filter((e) => JSON.stringify(e).includes('PUB'))).toEqual([]);
  });

  it('lists values, keeps named queries, answers OPTIONS', async () => {
    const member = async (path: string) => ((await (await call(path)).json()) as { member: string[] }).member;
    expect(await member('/epcis/bizSteps')).toEqual(['commissioning']);
    expect(await member('/epcis/dispositions')).toEqual(['active']);
    expect(await member('/epcis/epcs?perPage=1')).toEqual([`${ORIGIN}/P/${product}/L/L1`]);
    expect(
      (await post('/epcis/queries', { name: 'mine', query: { EQ_bizStep: ['commissioning'], orderBy: 'eventTime', eventCountLimit: 1 } }))
        .status,
    ).toBe(201);
    expect((await post('/epcis/queries', { name: 'mine', query: {} })).status).toBe(409);
    expect((await post('/epcis/queries', { name: 'bad', query: { EQ_colour: ['red'] } })).status).toBe(400);
    expect(await eventsIn(await call('/epcis/queries/mine/events'))).toHaveLength(1);
    expect((await call('/epcis/queries/mine', { method: 'DELETE' })).status).toBe(204);
    expect((await call('/epcis/queries/mine')).status).toBe(404);
    for (const path of ['/epcis', '/epcis/capture', '/epcis/events', '/epcis/queries', '/epcis/bizSteps/shipping/events']) {
      const answer = await call(path, { method: 'OPTIONS', as: '' });
      expect([answer.status, answer.headers.get('gs1-epcis-version'), answer.headers.get('gs1-cbv-version')]).toEqual([
        204,
        '2.0.0',
        '2.0.0',
      ]);
      expect(answer.headers.get('allow')).toContain('GET');
    }
  });

  it('looks into events: amounts, papers, parties, sensors, dispositions, errors, extensions', async () => {
    const starred = await putProduct(base.db, 3, '12');
    await putTerm(base.db, starred, 4, '2026-01-01', '2029-01-01');
    const rich = {
      ...made('RICH', 9, starred),
      type: 'ObjectEvent',
      quantityList: [{ epcClass: `${ORIGIN}/P/${starred}/L/RICH`, quantity: 777, uom: 'KGM' }],
      sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:4012345.00225' }],
      persistentDisposition: { set: ['completeness_verified'] },
      sensorElementList: [
        {
          sensorMetadata: {
            deviceID: 'urn:epc:id:giai:4000001.111',
            startTime: '2026-11-20T08:00:00+07:00',
            endTime: '2026-11-20T09:00:00+07:00',
            'ex:room': 'cold',
          },
          sensorReport: [{ type: 'Temperature', value: 26.5, uom: 'CEL' }],
        },
      ],
      ilmd: { 'ex:grade': '3' },
      'ex:colour': { 'ex:shade': 'dark' },
    };
    const wrong = { ...rich, errorDeclaration: { declarationTime: '2026-11-21T08:00:00+07:00', reason: 'incorrect_data' } };
    expect((await post('/epcis/capture', doc(rich), 'b')).status).toBe(202);
    const count = async (query: string, as = 'b') => (await eventsIn(await call(`/epcis/events?${query}`, { as }))).length;
    for (const [query, n] of [
      ['GE_quantity=777', 1],
      ['GT_quantity=777', 0],
      ['GE_quantity=700&LT_quantity=800', 1],
      ['EQ_bizTransaction_po=https://buyer.example/po/1&EQ_quantity=777', 1],
      ['EQ_bizTransaction_inv=https://buyer.example/po/1', 0],
      ['EQ_source_owning_party=urn:epc:id:pgln:4012345.00225', 1],
      ['EQ_source_possessing_party=urn:epc:id:pgln:4012345.00225', 0],
      ['EQ_persistentDisposition_set=https://ref.gs1.org/cbv/Disp-completeness_verified', 1],
      ['EQ_persistentDisposition_unset=completeness_verified', 0],
      ['EQ_type=gs1:Temperature&GE_value_CEL=26', 1],
      ['GE_value_FAH=26', 0],
      ['LT_value=26.5', 0],
      ['EQ_deviceID=urn:epc:id:giai:4000001.111', 1],
      ['EQ_ILMD_ex:grade=3', 1],
      ['GT_ILMD_ex:grade=3', 0],
      ['GE_quantity_KGM=777', 1],
      ['EQ_quantity_TNE=777', 0],
      ['GE_startTime=2026-11-20T01:00:00Z&LT_endTime=2026-11-20T02:00:00.001Z', 1],
      ['GE_startTime=2026-11-20T01:00:00.001Z', 0],
      ['LT_endTime=2026-11-20T09:00:00%2B07:00', 0],
      ['GE_time=2026-11-20T01:00:00Z', 0],
      ['EXISTS_sensorElementList=true&EQ_SENSORMETADATA_ex:room=cold', 1],
      ['EQ_SENSORELEMENT_ex:room=cold', 0],
      ['EQ_INNER_SENSORELEMENT_ex:room=cold', 1],
      ['EXISTS_errorDeclaration=false&EQ_quantity=777', 1],
      ['EXISTS_ex:colour', 1],
      ['EXISTS_ex:shade', 0],
      ['EXISTS_INNER_ex:shade', 1],
      ['EQ_INNER_ex:shade=light|dark', 1],
      ['EQ_errorReason=incorrect_data', 0],
      ['WD_readPoint=urn:epc:id:sgln:4012345.00009.0', 0],
    ] as const)
      expect([query, await count(query)]).toEqual([query, n]);
    expect((await post('/epcis/capture', doc(wrong), 'b')).status).toBe(202);
    // an instant that PostgreSQL cannot read must not break the questions of others
    const long = { declarationTime: `2026-11-21T08:00:00.${'1'.repeat(150)}+07:00` };
    const odd = { ...wrong, eventTime: '2026-11-20T09:00:00+07:00', errorDeclaration: long };
    expect((await post('/epcis/capture', doc(odd), 'b')).status).toBe(202);
    expect(await count('EQ_errorReason=incorrect_data&GE_errorDeclarationTime=2026-11-21T00:00:00Z')).toBe(1);
    expect(await count('LT_errorDeclarationTime=2026-11-21T00:00:00Z')).toBe(0);
    // a stranger sees the event but cannot feel for its parties and papers
    expect(await count('EQ_quantity=777', 'a')).toBeGreaterThan(0);
    expect(await count('EQ_source_owning_party=urn:epc:id:pgln:4012345.00225', 'a')).toBe(0);
    expect(await count('EQ_quantity=777&EQ_bizTransaction_po=https://buyer.example/po/1', 'a')).toBe(0);
    for (const bad of ['GE_quantity=much', 'HASATTR_epcClass=x', 'GT_errorReason=a', 'EXISTS_colour', 'EQ_source_=x'])
      expect([bad, (await call(`/epcis/events?${bad}`)).status]).toEqual([bad, 400]);
  });

  it('names every parameter that does not fit, and keeps no query that means nothing', async () => {
    const faultsOf = async (answer: Response | Promise<Response>) => {
      const { type, errors } = (await (await answer).json()) as { type: string; errors: { path: string }[] };
      return [(await answer).status, type, errors.map((e) => e.path)];
    };
    const said = (...paths: string[]) => [400, 'epcisException:QueryParameterException', paths];
    expect(await faultsOf(call('/epcis/events?perPage=0&GE_eventTime=x&EQ_action=SHIPPED&EQ_colour=red&eventType=Nonsense'))).toEqual(
      said('perPage', 'GE_eventTime', 'EQ_action', 'EQ_colour', 'eventType'),
    );
    expect(await faultsOf(call('/epcis/events?EQ_bizStep=shipping&EQ_bizStep=packing'))).toEqual(said('EQ_bizStep'));
    expect(await faultsOf(call('/epcis/events?eventCountLimit=3'))).toEqual(said('eventCountLimit'));
    expect(await faultsOf(call('/epcis/events?orderBy=eventTime&eventCountLimit=3&maxEventCount=3'))).toEqual(said('eventCountLimit'));
    const query = { eventType: ['ObjectEvent', 'Nonsense'], GE_eventTime: 'yesterday', orderDirection: 'SIDEWAYS' };
    expect(await faultsOf(post('/epcis/queries', { name: 'nonsense', query }))).toEqual(
      said('eventType', 'GE_eventTime', 'orderDirection'),
    );
    expect((await call('/epcis/queries/nonsense')).status).toBe(404);
    // a type of somebody's own is named by a URI; the newest come first where nothing else is said
    expect(await eventsIn(await call('/epcis/events?eventType=https://ns.example.com/Event'))).toEqual([]);
    const times = (await eventsIn(await call('/epcis/events?orderBy=eventTime'))).map((e) => Date.parse(String(e.eventTime)));
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });
});
