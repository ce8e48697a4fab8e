// Certificates, passports and status lists through the API, held against the pinned schemas and contexts.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { compactVerify, importJWK } from 'jose';
import { expand } from 'jsonld';
import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { certificateId } from '#server/modules/registry/index.ts';
import { credentialsApp, pinned, readPinned, type TestApp } from '../../../../../tests/support/credentials.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { putProduct, putTerm } from '../../../../../tests/support/recognised.ts';
import { bitAt, decodeList, LIST_BITS } from './rules/bitstring.ts';
import { readJws } from './rules/jws.ts';

const base = testDatabase();
const ORIGIN = 'https://sanvat.example';
let t: TestApp;
let id = '';
let five = '';
let district = '';

type Credential = {
  id: string;
  issuer: { id: string; name: string };
  validFrom: string;
  validUntil: string;
  credentialStatus: { statusListIndex: number; statusListCredential: string };
  credentialSubject: { description: string; profileScore: object; performanceClaim?: { evidence: { linkURL: string }[] }[] };
};
const read = (token: string) => readJws(token)?.payload as unknown as Credential;
const certificate = async (productId: string, from: string) => {
  const answer = await t.fetch(`/vc/chung-nhan/${certificateId(productId, from)}`);
  expect(answer.status).toBe(200);
  return answer.text();
};
const bitOf = async ({ credentialStatus: s }: Credential) => {
  const token = await (await t.fetch(new URL(s.statusListCredential).pathname)).text();
  const subject = readJws(token)?.payload.credentialSubject as { encodedList: string };
  const bytes = decodeList(subject.encodedList);
  return bytes && bitAt(bytes, s.statusListIndex);
};

beforeAll(async () => {
  t = await credentialsApp(base.db);
  id = await putProduct(base.db, 11, '08');
  await putTerm(base.db, id, 4, '2025-08-10', '2028-08-10');
  await sql`update registry.recognition set score = 82.5, decision_no = '148/QĐ-UBND', decided_on = '2025-08-01' where product_id = ${id}`.execute(
    base.db,
  );
  five = await putProduct(base.db, 12, '08');
  await putTerm(base.db, five, 5, '2026-06-01', '2029-06-01');
  district = await putProduct(base.db, 13, '08');
  await putTerm(base.db, district, 3, '2024-05-05', '2027-05-05');
  await sql`update registry.recognition set issuer = 'UBND huyện Hoàng Su Phì' where product_id = ${district}`.execute(base.db);
});

const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (a: Ajv2020) => void)(ajv);
const CONTEXTS: Record<string, string> = {
  'https://www.w3.org/ns/credentials/v2': 'vc2-contexts/credentials-v2.jsonld',
  'https://vocabulary.uncefact.org/untp/0.7.0/context/': 'untp/contexts/untp-context-0.7.0.reconstructed.jsonld',
};
/** Pinned contexts and nothing else. */
const documentLoader = async (url: string) => {
  const file = CONTEXTS[url];
  if (!file) throw new Error(`${url} is not pinned`);
  return { contextUrl: undefined as never, documentUrl: url, document: readPinned<object>(file) };
};
/** Safe mode refuses every property that would be dropped; the rest must be a term of the contexts, not one made up by their fallback. */
async function unknownTerms(doc: object): Promise<string[]> {
  const text = JSON.stringify(await expand(doc as never, { documentLoader, safe: true } as never));
  return text.match(/untp\/Digital(?:ConformityCredential|ProductPassport)#\w+/g) ?? [];
}
const faultsOf = (schema: string, doc: unknown) => {
  const check = ajv.getSchema(schema) ?? ajv.compile(readPinned(`untp/schemas/${schema}.json`));
  return check(doc) ? [] : check.errors;
};

describe('a certificate', () => {
  it('is a vc+jwt of the authority that the law of the day names, with the facts of the register', async () => {
    const answer = await t.fetch(`/vc/chung-nhan/${certificateId(id, '2025-08-10')}`);
    expect([answer.headers.get('content-type'), answer.headers.get('access-control-allow-origin')]).toEqual(['application/vc+jwt', '*']);
    expect(answer.headers.get('vary')).toContain('Accept');
    const token = await answer.text();
    expect(readJws(token)?.header).toEqual({ alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: 'did:web:sanvat.example:uy-ban:08#k1' });
    expect(read(token)).toMatchObject({
      id: `https://sanvat.example/vc/chung-nhan/${certificateId(id, '2025-08-10')}`,
      issuer: { id: 'did:web:sanvat.example:uy-ban:08', name: 'Ủy ban nhân dân tỉnh Tuyên Quang' },
      validFrom: '2025-08-10T00:00:00+07:00',
      validUntil: '2028-08-10T23:59:59+07:00',
      credentialSubject: { profileScore: { code: '4-sao', rank: 2 } },
    });
    expect(read(await certificate(five, '2026-06-01')).issuer).toMatchObject({
      id: 'did:web:sanvat.example:bo',
      name: 'Bộ Nông nghiệp và Môi trường',
    });
    const old = read(await certificate(district, '2024-05-05'));
    expect(old.issuer.id).toBe('did:web:sanvat.example:uy-ban:08');
    expect(old.credentialSubject.description).toContain('UBND huyện Hoàng Su Phì');
    expect(old.credentialSubject.description).toContain('cơ quan kế tục');
  });

  it('has the same bytes for everybody, also for many who ask first at once', async () => {
    const fresh = await putProduct(base.db, 14, '24');
    await putTerm(base.db, fresh, 3, '2026-02-02', '2029-02-02');
    const texts = await Promise.all(Array.from({ length: 12 }, () => certificate(fresh, '2026-02-02')));
    t.at('2026-11-23T09:00:00+07:00');
    texts.push(await certificate(fresh, '2026-02-02'));
    expect(new Set(texts).size).toBe(1);
    expect((await base.db.selectFrom('traceability.signing_key').select('no').where('authority', '=', '24').execute()).length).toBe(1);
  });

  it('comes as the asker wants it, answers 304 and 404, and OPTIONS', async () => {
    const path = `/vc/chung-nhan/${certificateId(id, '2025-08-10')}`;
    const ask = (accept: string, more: Record<string, string> = {}) => t.fetch(path, { headers: { accept, ...more } });
    const html = await ask('text/html,application/xhtml+xml,*/*;q=0.8', { 'accept-language': 'en' });
    expect([html.status, html.headers.get('location')]).toEqual([303, `/en/chung-nhan/${certificateId(id, '2025-08-10')}`]);
    const payload = await ask('application/vc');
    expect(payload.headers.get('content-type')).toBe('application/vc');
    expect((await payload.json()).type).toContain('DigitalConformityCredential');
    for (const accept of ['', '*/*', 'application/json', 'application/*'])
      expect((await ask(accept)).headers.get('content-type'), accept).toBe('application/vc+jwt');
    const etag = (await ask('*/*')).headers.get('etag') ?? '';
    expect((await ask('*/*', { 'if-none-match': `"x", W/${etag}` })).status).toBe(304);
    expect((await ask('application/vc', { 'if-none-match': etag })).status).toBe(200);
    for (const no of ['x', certificateId(id, '2020-01-01'), certificateId('00000000', '2025-08-10'), `${certificateId(id, '2025-08-10')}x`])
      expect((await t.fetch(`/vc/chung-nhan/${no}`)).status, no).toBe(404);
    expect((await t.fetch(path, { method: 'OPTIONS' })).headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
  });

  it('is signed anew when a fact was corrected, and what it said before is not good any more', async () => {
    const wrong = await putProduct(base.db, 15, '08');
    await putTerm(base.db, wrong, 5, '2026-07-01', '2029-07-01');
    const before = await certificate(wrong, '2026-07-01');
    await sql`update registry.recognition set star = 4 where product_id = ${wrong}`.execute(base.db);
    const after = await certificate(wrong, '2026-07-01');
    expect(read(after).credentialSubject.profileScore).toMatchObject({ code: '4-sao' });
    expect(read(after).credentialStatus).not.toEqual(read(before).credentialStatus);
    expect([await bitOf(read(before)), await bitOf(read(after))]).toEqual([true, false]);
    await sql`update registry.recognition set extended_until = '2029-12-01' where product_id = ${wrong}`.execute(base.db);
    const extended = read(await certificate(wrong, '2026-07-01'));
    expect(extended.validUntil).toBe('2029-12-01T23:59:59+07:00');
    expect(extended.credentialStatus).toEqual(read(after).credentialStatus);
    await sql`update registry.recognition set extended_until = null where product_id = ${wrong}`.execute(base.db);
    const shortened = read(await certificate(wrong, '2026-07-01'));
    expect([await bitOf(extended), await bitOf(shortened)]).toEqual([true, false]);
  });

  it.skipIf(!pinned)('is valid against the pinned UNTP 0.7.0 schema, and JSON-LD drops nothing', async () => {
    for (const [product, from] of [
      [id, '2025-08-10'],
      [five, '2026-06-01'],
      [district, '2024-05-05'],
    ] as const) {
      const doc = read(await certificate(product, from));
      expect(faultsOf('ConformityCredential', doc)).toEqual([]);
      const { iat: _, ...payload } = doc as unknown as { iat: number };
      expect(await unknownTerms(payload)).toEqual([]);
    }
    expect(await unknownTerms({ ...read(await certificate(id, '2025-08-10')), unheardOf: 1 })).toHaveLength(1);
    expect(faultsOf('ConformityCredential', { ...read(await certificate(id, '2025-08-10')), issuer: 'x' })).not.toEqual([]);
  });
});

describe('a passport', () => {
  it.skipIf(!pinned)(
    'carries the certificate while the star is in force, is valid against the pinned schema, and drops nothing',
    async () => {
      const passport = async (product: string) => read(await (await t.fetch(`/vc/ho-chieu/${product}`)).text());
      const doc = await passport(id);
      expect(doc.credentialSubject.performanceClaim?.[0]?.evidence[0]?.linkURL).toBe(
        `https://sanvat.example/vc/chung-nhan/${certificateId(id, '2025-08-10')}`,
      );
      const none = await putProduct(base.db, 16, '08');
      for (const one of [doc, await passport(five), await passport(none)]) {
        expect(faultsOf('DigitalProductPassport', one)).toEqual([]);
        const { iat: _, ...payload } = one as unknown as { iat: number };
        expect(await unknownTerms(payload)).toEqual([]);
      }
      expect((await passport(none)).credentialSubject.performanceClaim).toBeUndefined();
      const later = await putProduct(base.db, 18, '08');
      await putTerm(base.db, later, 4, '2027-05-20', '2030-05-20');
      expect((await t.fetch(`/vc/ho-chieu/${later}`)).status).toBe(404);
      expect((await t.fetch('/vc/ho-chieu/00000001')).status).toBe(404);
      expect((await t.fetch(`/vc/ho-chieu/${id}`, { headers: { accept: 'text/html' } })).headers.get('location')).toBe(`/san-pham/${id}`);
    },
  );
});

/** The register itself lets no ending be taken back: only the owner of the database can. */
async function takeBack(product: string) {
  const owner = new pg.Client({ connectionString: base.url });
  await owner.connect();
  await owner.query("set session_replication_role = 'replica'");
  await owner.query('update registry.recognition set ended_on = null, ended_by = null where product_id = $1', [product]);
  await owner.query('select registry.note(array[$1]::text[])', [product]);
  await owner.end();
}

describe('what credentials name by an address of ours', () => {
  it('stands there under the same name, for machines and for people', async () => {
    const product = await putProduct(base.db, 990);
    await putTerm(base.db, product, 4, '2025-08-10', '2028-08-10');
    const texts: string[] = [];
    for (const path of [`/vc/chung-nhan/${certificateId(product, '2025-08-10')}`, `/vc/ho-chieu/${product}`])
      texts.push(await (await t.fetch(path, { headers: { accept: 'application/vc' } })).text());
    const named = new Map<string, string>();
    const collect = (v: unknown): void => {
      if (typeof v !== 'object' || v === null) return;
      const { id, name } = v as { id?: string; name?: string };
      if (id && name && /^\/(co-quan|bo-tieu-chi|chuong-trinh|chu-de|do-luong|cach-danh-ma)\/[^#]+$/.test(id.replace(ORIGIN, '')))
        named.set(id, name);
      Object.values(v).forEach(collect);
    };
    for (const text of texts) collect(JSON.parse(text));
    expect(named.size).toBe(8);
    for (const [id, name] of named) {
      const path = id.slice(ORIGIN.length);
      expect(await (await t.fetch(path)).json(), id).toMatchObject({ id, name });
      const page = await t.fetch(path, { headers: { accept: 'text/html' } });
      expect([page.status, page.headers.get('location')], id).toEqual([303, expect.stringMatching(/^\//)]);
    }
    for (const unknown of ['/co-quan/99', '/bo-tieu-chi/0', '/bo-tieu-chi/99', '/bo-tieu-chi/VII', '/chuong-trinh/x'])
      expect((await t.fetch(unknown)).status, unknown).toBe(404);
  });
});

describe('a status list', () => {
  it('is long enough, young, signed by the issuer of its certificates, and says a withdrawal at once and for ever', async () => {
    const product = await putProduct(base.db, 17, '08');
    await putTerm(base.db, product, 4, '2026-03-03', '2029-03-03');
    const doc = read(await certificate(product, '2026-03-03'));
    const path = new URL(doc.credentialStatus.statusListCredential).pathname;
    const answer = await t.fetch(path);
    expect([answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      'application/vc+jwt',
      'public, max-age=300',
    ]);
    const list = await (await t.fetch(path, { headers: { accept: 'application/json' } })).json();
    expect(list.issuer).toBe(doc.issuer.id);
    expect(Date.parse(list.validUntil) - Date.parse(list.validFrom)).toBe(86_400_000);
    expect(t.app.clock().getTime() - Date.parse(list.validFrom)).toBeGreaterThanOrEqual(60_000); // for readers whose clock is behind
    expect((decodeList(list.credentialSubject.encodedList)?.length ?? 0) * 8).toBe(LIST_BITS);
    expect(await bitOf(doc)).toBe(false);
    const revoke = (on: string) =>
      sql`update registry.recognition set ended_on = ${on}, ended_by = 'revoked' where product_id = ${product}`.execute(base.db);
    await revoke('2026-11-30');
    expect(await bitOf(doc)).toBe(false);
    await revoke('2026-11-22');
    expect(await bitOf(doc)).toBe(true);
    await takeBack(product);
    expect(await bitOf(doc)).toBe(true);
    const again = read(await certificate(product, '2026-03-03'));
    expect(again.credentialStatus).not.toEqual(doc.credentialStatus);
    expect(await bitOf(again)).toBe(false);
    expect(await bitOf(doc)).toBe(true);
    expect(read(await certificate(product, '2026-03-03'))).toEqual(again);
    expect((await t.fetch('/vc/trang-thai/thu-hoi/999')).status).toBe(404);
    expect((await t.fetch('/vc/trang-thai/thu-hoi/x')).status).toBe(404);
  });

  it('draws every place once, also for many at once', async () => {
    const products = await Promise.all(Array.from({ length: 30 }, (_, i) => putProduct(base.db, 100 + i, '01')));
    for (const p of products) await putTerm(base.db, p, 3, '2026-04-04', '2029-04-04');
    const places = await Promise.all(products.map(async (p) => read(await certificate(p, '2026-04-04')).credentialStatus));
    expect(new Set(places.map((p) => p.statusListCredential)).size).toBe(1);
    expect(new Set(places.map((p) => p.statusListIndex)).size).toBe(30);
    expect(places.every((p) => Number.isInteger(p.statusListIndex) && p.statusListIndex < LIST_BITS)).toBe(true);
  });
});

describe('the keys', () => {
  it('verify our tokens with another library, from the DID document alone', async () => {
    const token = await certificate(id, '2025-08-10');
    const doc = await (await t.fetch('/uy-ban/08/did.json')).json();
    const key = await importJWK(doc.verificationMethod[0].publicKeyJwk, 'ES256');
    const { protectedHeader, payload } = await compactVerify(token, key, { algorithms: ['ES256'] });
    expect(protectedHeader.kid).toBe(doc.verificationMethod[0].id);
    expect(JSON.parse(new TextDecoder().decode(payload)).id).toContain('/vc/chung-nhan/');
    const list = await (await t.fetch(new URL(read(token).credentialStatus.statusListCredential).pathname)).text();
    await compactVerify(list, key, { algorithms: ['ES256'] });
  });

  it('are published as did:web for the platform, the ministry and provinces of today, and for nobody else', async () => {
    for (const [path, did] of [
      ['/.well-known/did.json', 'did:web:sanvat.example'],
      ['/bo/did.json', 'did:web:sanvat.example:bo'],
      ['/uy-ban/08/did.json', 'did:web:sanvat.example:uy-ban:08'],
    ]) {
      const doc = await (await t.fetch(path ?? '')).json();
      expect([doc.id, doc.assertionMethod[0]]).toEqual([did, `${did}#k1`]);
      expect(doc.verificationMethod[0]).toMatchObject({ type: 'JsonWebKey', controller: did, publicKeyJwk: { kty: 'EC', crv: 'P-256' } });
      expect(doc.verificationMethod[0].publicKeyJwk.d).toBeUndefined();
    }
    expect((await t.fetch('/uy-ban/02/did.json')).status).toBe(404);
    expect((await t.fetch('/uy-ban/xx/did.json')).status).toBe(404);
  });
});
