// Bad input of every kind at POST /api/v1/verify; rotation; the signing service over real HTTP.
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateId } from '#server/modules/registry/index.ts';
import { OPERATOR } from '#server/platform/ctx.ts';
import { credentialsApp, type TestApp } from '../../../../../tests/support/credentials.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { listening } from '../../../../../tests/support/listening.ts';
import { putProduct, putTerm } from '../../../../../tests/support/recognised.ts';
import { credentialsCommands } from './cli.ts';
import { signCredential } from './issue.ts';
import { ensureKey, listKeys, rotateKey } from './keys/keyring.ts';
import { issuingAt, roomOf } from './room.ts';
import { VC2 } from './rules/conforming.ts';
import { readJws } from './rules/jws.ts';
import { toLow } from './rules/p256.ts';
import { publishList } from './status-lists.ts';

const base = testDatabase();
const ORIGIN = 'https://sanvat.example';
let t: TestApp;
let id = '';
let token = '';

type Answer = {
  valid: boolean;
  status: string;
  reasons: { code: string; message: string; path?: string }[];
  issuer: { id: string; name: string } | null;
  product: { id: string; star: number; status: string } | null;
};
const post = (body: unknown, headers: Record<string, string> = {}) =>
  t.fetch('/api/v1/verify', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
function listOf(text: string): string {
  const payload = (readJws(text)?.payload ?? {}) as { credentialStatus?: { statusListCredential: string } };
  return new URL(payload.credentialStatus?.statusListCredential ?? '').pathname;
}
const verify = async (credential: unknown, statusList?: string): Promise<Answer> => {
  const answer = await post({ credential, statusList });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Answer;
};
const worth = async (credential: unknown, statusList?: string) => {
  const { valid, status, reasons } = await verify(credential, statusList);
  expect(reasons.length === 0).toBe(valid);
  return [status, ...reasons.map((r) => r.code)].join(' ');
};
const certificate = async (product: string, from: string) => (await t.fetch(`/vc/chung-nhan/${certificateId(product, from)}`)).text();
const code = async (product: string, from: string) =>
  (await (await t.fetch(`/vc/ma/${certificateId(product, from)}`)).json()) as { code: string; url: string };
const b64 = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const recognised = async (n: number, star: 3 | 4 | 5, from: string, until: string, province = '08') => {
  const product = await putProduct(base.db, n, province);
  await putTerm(base.db, product, star, from, until);
  return product;
};

beforeAll(async () => {
  t = await credentialsApp(base.db);
  id = await recognised(21, 4, '2025-08-10', '2028-08-10');
  token = await certificate(id, '2025-08-10');
});

describe('what is genuine', () => {
  it('says who issued it and for what, for the token, the envelope, the code and its address', async () => {
    const { code: short, url } = await code(id, '2025-08-10');
    expect(url).toBe(`HTTPS://SANVAT.EXAMPLE/C/${short}`);
    expect(url).toMatch(/^[0-9A-Z $%*+./:-]+$/); // alphanumeric mode of a QR
    const envelope = { '@context': VC2, type: 'EnvelopedVerifiableCredential', id: `data:application/vc+jwt,${token}` };
    for (const credential of [token, envelope, short, url, `${ORIGIN}/C/${short}`]) {
      const answer = await verify(credential);
      expect(answer).toMatchObject({ valid: true, status: 'valid', reasons: [], product: { id, star: 4, status: 'valid' } });
      expect(answer.issuer).toEqual({ id: 'did:web:sanvat.example:uy-ban:08', name: 'Ủy ban nhân dân tỉnh Tuyên Quang' });
    }
    const passport = await (await t.fetch(`/vc/ho-chieu/${id}`)).text();
    expect(await verify(passport)).toMatchObject({ valid: true, product: { id }, issuer: { id: 'did:web:sanvat.example' } });
  });

  it('follows the register at once: expired, withdrawn, replaced, corrected, gone, not begun', async () => {
    const cases: [string, number, (p: string) => Promise<unknown>][] = [
      [
        'revoked',
        31,
        (p) => sql`update registry.recognition set ended_on = '2026-11-22', ended_by = 'revoked' where product_id = ${p}`.execute(base.db),
      ],
      [
        'superseded',
        32,
        (p) =>
          sql`update registry.recognition set ended_on = '2026-11-20', ended_by = 'superseded' where product_id = ${p}`.execute(base.db),
      ],
      ['superseded', 33, (p) => sql`update registry.recognition set star = 3 where product_id = ${p}`.execute(base.db)],
      ['unknown', 34, (p) => sql`delete from registry.recognition where product_id = ${p}`.execute(base.db)],
    ];
    for (const [status, n, change] of cases) {
      const product = await recognised(n, 4, '2026-01-05', '2029-01-05');
      const texts = [await certificate(product, '2026-01-05'), (await code(product, '2026-01-05')).code];
      for (const text of texts) expect(await worth(text)).toBe('valid');
      await change(product);
      for (const text of texts) expect(await worth(text), `${status} ${n}`).toBe(`${status} ${status}`);
    }
    const old = await recognised(35, 3, '2023-11-21', '2026-11-21');
    for (const text of [await certificate(old, '2023-11-21'), (await code(old, '2023-11-21')).code])
      expect(await worth(text)).toBe('expired expired');
    t.at('2024-01-01T00:00:00+07:00');
    expect((await verify(token)).valid).toBe(false);
    t.at('2026-11-22T09:00:00+07:00');
  });

  it('speaks the asker’s language', async () => {
    const said = async (language: string) =>
      ((await (await post({ credential: 'x' }, { 'accept-language': language })).json()) as Answer).reasons[0]?.message;
    expect(await said('vi')).toContain('Không đọc được');
    expect(await said('en')).toContain('Cannot be read');
  });
});

describe('what is forged, foreign or broken is refused with its reason, never with a 500', () => {
  it('alg none, other algorithms, key confusion, critical headers, bare payloads', async () => {
    const [head = '', payload, signature] = token.split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString());
    const jws = (more: object, sig = signature) => `${b64({ ...header, ...more })}.${payload}.${sig}`;
    expect(await worth(jws({ alg: 'none' }, ''))).toBe('invalid unsigned');
    expect(await worth(jws({ alg: 'NoNe' }, ''))).toBe('invalid unsigned');
    const did = await (await t.fetch('/uy-ban/08/did.json')).json();
    const jwk = did.verificationMethod[0].publicKeyJwk;
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    for (const secret of [pem, JSON.stringify(jwk), jwk.x]) {
      const input = `${b64({ ...header, alg: 'HS256' })}.${payload}`;
      expect(await worth(`${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`)).toBe('invalid wrong_algorithm');
    }
    expect(await worth(jws({ crit: ['exp'] }))).toBe('invalid wrong_type');
    expect(await worth(jws({ typ: 'JWT' }))).toBe('invalid wrong_type');
    expect(await worth(readJws(token)?.payload)).toBe('invalid unsigned');
  });

  it('foreign issuers (without any network), foreign keys under our name, a key of another authority', async () => {
    const mine = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const forge = (kid: string, change: object, key: KeyObject = mine) => {
      const input = `${b64({ alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid, jwk: createPublicKey(key).export({ format: 'jwk' }) })}.${b64({ ...readJws(token)?.payload, ...change })}`;
      return `${input}.${toLow(sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })).toString('base64url')}`;
    };
    const evil = 'did:web:evil.example';
    const ours = 'did:web:sanvat.example:uy-ban:08';
    expect(await worth(forge(`${evil}#k1`, { issuer: { id: evil } }))).toBe('invalid foreign_issuer');
    expect(await worth(forge(`${evil}#k1`, {}))).toBe('invalid foreign_issuer');
    expect(await worth(forge(`${ours}#k1`, { issuer: { id: evil } }))).toBe('invalid foreign_issuer');
    expect(await worth(forge(`${ours}#k1`, {}))).toBe('invalid bad_signature');
    expect(await worth(forge(`${ours}#k9`, {}))).toBe('invalid unknown_key');
    expect(await worth(forge('did:web:sanvat.example:bo#k1', {}))).toBe('invalid issuer_mismatch');
    expect(await worth(forge('did:web:sanvat.example:uy-ban:08:x#k1', {}))).toBe('invalid foreign_issuer');
    expect(await worth(forge('did:web:sanvat.example.evil:uy-ban:08#k1', {}))).toBe('invalid foreign_issuer');
  });

  it('a good signature over something that this platform does not issue, naming the property', async () => {
    const issuing = issuingAt(t.app, ORIGIN);
    const key = await ensureKey(issuing.ctx, issuing.signer, '08');
    const said = async (change: (payload: Record<string, unknown>) => void) => {
      const { iat: _, ...payload } = structuredClone(readJws(token)?.payload ?? {});
      change(payload);
      const { status, reasons } = await verify(await signCredential(issuing, key, payload));
      return `${status} ${reasons.map((r) => [r.code, r.path].filter(Boolean).join(' ')).join()}`;
    };
    expect(await said(() => {})).toBe('valid ');
    expect(await said((p) => delete p['@context'])).toBe('invalid not_conforming @context');
    expect(await said((p) => Object.assign(p, { type: ['VerifiableCredential'] }))).toBe('invalid not_conforming type');
    expect(await said((p) => Object.assign(p, { vc: {} }))).toBe('invalid not_conforming vc');
    expect(await said((p) => delete p.credentialStatus)).toBe('invalid not_conforming credentialStatus');
    expect(await said((p) => Object.assign(p, { exp: 1 }))).toBe('expired expired');
    expect(await said((p) => Object.assign(p, { nbf: 4e9 }))).toBe('not_yet_valid not_yet_valid');
    expect(await said((p) => Object.assign(p, { validUntil: '2090-01-01T00:00:00Z' }))).toBe('superseded superseded');
    expect(await said((p) => Object.assign(p, { id: 'https://sanvat.example/vc/x' }))).toBe('invalid wrong_content id');
  });

  it('credentials of others and other forms: first of all that they are foreign', async () => {
    const foreign = {
      '@context': [VC2],
      type: ['VerifiableCredential'],
      issuer: { id: 'https://issuer.example/1' },
      credentialSubject: { id: 'x:y' },
    };
    const jws = (header: object, payload: object = foreign) => `${b64(header)}.${b64(payload)}.AAAA`;
    for (const header of [
      { alg: 'ES256', typ: 'vc+jwt' },
      { alg: 'EdDSA', typ: 'vc+jwt', kid: 'x' },
      { alg: 'ES384', typ: 'vc+ld+jwt' },
      { alg: 'RS256' },
    ])
      expect(await worth(jws(header))).toBe('invalid foreign_issuer');
    expect(await worth(jws({ alg: 'ES256', typ: 'JWT' }, { iss: 'https://issuer.example/1', vc: {} }))).toBe('invalid foreign_issuer');
    expect(await worth(`${jws({ alg: 'ES256', typ: 'vc+sd-jwt' })}~WyJhIl0~`)).toBe('invalid foreign_issuer');
    expect(await worth({ ...foreign, proof: { type: 'DataIntegrityProof' } })).toBe('invalid foreign_issuer');
    const ours = readJws(token)?.payload ?? {};
    expect(await worth({ ...ours, proof: { type: 'DataIntegrityProof' } })).toBe('invalid other_security');
    expect(await worth(`${token}~WyJhIl0~`)).toBe('invalid other_security');
    expect(await worth(jws({ alg: 'ES256', typ: 'vc+jwt' }, ours))).toBe('invalid unknown_key');
    expect(await worth(jws({ alg: 'ES256', typ: 'vp+jwt' }))).toBe('invalid presentation');
    expect(await worth({ '@context': [VC2], type: ['VerifiablePresentation'], verifiableCredential: [] })).toBe('invalid presentation');
  });

  it('envelopes that are none', async () => {
    const envelope = { '@context': [VC2], type: 'EnvelopedVerifiableCredential', id: `data:application/vc+jwt,${token}` };
    for (const good of [envelope, { ...envelope, type: [envelope.type] }, { ...envelope, id: `data:application/jwt,${token}` }])
      expect(await worth(good)).toBe('valid');
    expect(await worth({ ...envelope, id: `data:application/vc+jwt;base64,${Buffer.from(token).toString('base64')}` })).toBe('valid');
    for (const bad of [
      { '@context': [] },
      { '@context': 'https://www.w3.org/ns/credentials/examples/v2' },
      { id: token },
      { type: 'VerifiableCredential' },
    ])
      expect(await worth({ ...envelope, ...bad }), JSON.stringify(bad)).toBe('invalid wrong_envelope');
    expect(await worth({ ...envelope, id: 'data:application/vc+cose;base64,AAAA' })).toBe('invalid other_security');
  });

  it('another province’s genuine key', async () => {
    const product = await recognised(41, 4, '2026-01-05', '2029-01-05', '24');
    const text = await certificate(product, '2026-01-05');
    expect(await worth(text)).toBe('valid');
    await sql`update registry.product set province_code = '01' where id = ${product}`.execute(base.db);
    expect(await worth(text)).toBe('invalid wrong_authority');
  });

  it('every changed character of a token, also the spare bits of base64', async () => {
    const at = Array.from({ length: 150 }, (_, i) => Math.floor((i * token.length) / 150)).concat(token.length - 1);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const i of at) {
      const next = alphabet[(alphabet.indexOf(token[i] ?? 'A') + 1) % 64];
      expect((await verify(token.slice(0, i) + next + token.slice(i + 1))).valid, String(i)).toBe(false);
    }
    for (const c of alphabet) if (c !== token.at(-1)) expect((await verify(token.slice(0, -1) + c)).valid).toBe(false);
    const [head, payload, signature = ''] = token.split('.');
    const bytes = Buffer.from(signature, 'base64url');
    const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const high = (n - BigInt(`0x${bytes.subarray(32).toString('hex')}`)).toString(16).padStart(64, '0');
    expect(
      await worth(`${head}.${payload}.${Buffer.concat([bytes.subarray(0, 32), Buffer.from(high, 'hex')]).toString('base64url')}`),
    ).toBe('invalid bad_signature');
  });

  it('rubbish', async () => {
    for (const rubbish of [
      '',
      '.',
      '..',
      '...',
      'x.y.z',
      'ey.ey.ey',
      'Ф',
      `${token}.`,
      ` ${token}`,
      `${token}\n`,
      'W10.W10.',
      'bnVsbA.bnVsbA.',
      '0'.repeat(124),
    ])
      expect((await verify(rubbish)).status, rubbish).toBe('invalid');
    for (const rubbish of [null, 1, true, [], {}, { id: 'data:application/vc+jwt,x' }, 'A'.repeat(100_001)])
      expect((await verify(rubbish)).valid).toBe(false);
    for (const body of [{}, '{', '[]']) expect((await post(body)).status).toBe(422);
    expect((await t.fetch('/api/v1/verify', { method: 'POST' })).status).toBe(422);
    expect((await post({ credential: 'A'.repeat(300_000) })).status).toBe(413);
  });
});

describe('status lists', () => {
  it('of another issuer, expired, unreadable or forged are refused', async () => {
    const list = await (await t.fetch(listOf(token))).text();
    expect(await worth(token, list)).toBe('valid');
    expect(await worth(list)).toBe('valid');
    const other = await recognised(51, 4, '2026-01-05', '2029-01-05', '01');
    const foreign = await (await t.fetch(listOf(await certificate(other, '2026-01-05')))).text();
    expect(await worth(token, foreign)).toBe('invalid status_list_foreign');
    expect(await worth(token, token)).toBe('invalid status_list_unusable');
    expect(await worth(token, `${list.slice(0, -4)}AAAA`)).toBe('invalid status_list_unusable');
    t.at('2026-11-23T09:00:01+07:00');
    expect(await worth(token, list)).toBe('invalid status_list_expired');
    expect(await worth(token)).toBe('valid');
    const later = await (await t.fetch(listOf(token))).text();
    t.at('2026-11-22T09:00:00+07:00');
    expect(await worth(token, later)).toBe('invalid status_list_unusable');
  });

  it('that a genuine signature points to but that are not the issuer’s do not count', async () => {
    // the ministry's key signs a certificate that names a province's list: only a stolen key could
    const issuing = issuingAt(t.app, ORIGIN);
    const lists = roomOf(t.app).lists;
    expect((await publishList(issuing, lists, 1))?.authority).toBe('08');
    const row = await base.db
      .selectFrom('traceability.credential')
      .selectAll()
      .where('subject', '=', `chung-nhan/${certificateId(id, '2025-08-10')}`)
      .executeTakeFirstOrThrow();
    expect(row.text).toBe(token);
    await sql`update traceability.status_list set authority = '01' where no = 1`.execute(base.db);
    lists.clear();
    expect(await worth(token)).toBe('invalid status_list_foreign');
    await sql`update traceability.status_list set authority = '08' where no = 1`.execute(base.db);
    lists.clear();
    expect(await worth(token)).toBe('valid');
  });
});

describe('rotation', () => {
  it('lists old keys, keeps old signatures good, signs new ones with the new key; two at once make two keys', async () => {
    const { ctx, signer } = issuingAt(t.app, ORIGIN);
    const short = (await code(id, '2025-08-10')).code;
    const made = await Promise.all([
      rotateKey({ ...ctx, actor: OPERATOR }, signer, '08'),
      rotateKey({ ...ctx, actor: OPERATOR }, signer, '08'),
    ]);
    expect(made.map((k) => k.no).sort()).toEqual([2, 3]);
    const did = await (await t.fetch('/uy-ban/08/did.json')).json();
    expect(did.assertionMethod).toEqual([1, 2, 3].map((n) => `did:web:sanvat.example:uy-ban:08#k${n}`));
    expect((await listKeys(base.db, '08')).map((k) => k.retired)).toEqual([true, true, false]);
    const fresh = await certificate(await recognised(61, 3, '2026-01-05', '2029-01-05'), '2026-01-05');
    expect(readJws(fresh)?.header.kid).toBe('did:web:sanvat.example:uy-ban:08#k3');
    for (const text of [token, short, fresh]) expect(await worth(text)).toBe('valid');
    expect(await certificate(id, '2025-08-10')).toBe(token);
    const { rows } = await sql<{ verb: string }>`select verb from audit.act where subject_id = '08#k3'`.execute(base.db);
    expect(rows).toEqual([{ verb: 'rotate_signing_key' }]);
  });

  it('has its commands', async () => {
    const { ctx, territory } = issuingAt(t.app, ORIGIN);
    expect((await credentialsCommands['keys list']?.run(ctx, [], { territory }))?.text).toContain('08#k1 đã thay');
    await expect(credentialsCommands['keys rotate']?.run(ctx, ['02'], { territory })).rejects.toThrow();
    expect(() => credentialsCommands['keys rotate']?.check?.([])).toThrow();
  });

  it('keeps no private key in the open', async () => {
    const rows = await base.db.selectFrom('traceability.signing_key').select('sealed').execute();
    expect(rows.length).toBeGreaterThan(0);
    for (const { sealed } of rows) expect(() => createPublicKey({ key: sealed as Buffer, format: 'der', type: 'spki' })).toThrow();
  });
});

describe('a signing service', () => {
  const held = new Map<string, KeyObject>();
  const seen: string[] = [];
  let wrong = false;
  let server: Server;
  let url = '';
  beforeAll(async () => {
    server = createServer((req, res) => {
      let text = '';
      req.on('data', (d) => {
        text += d;
      });
      req.on('end', () => {
        seen.push(`${req.headers.authorization} ${req.url}`);
        const body = JSON.parse(text);
        if (req.url === '/keys') {
          const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
          const name = `hsm-${held.size + 1}`;
          held.set(name, pair.privateKey);
          return res.end(JSON.stringify({ key: name, publicKey: pair.publicKey.export({ format: 'jwk' }) }));
        }
        const key = wrong ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : held.get(body.key);
        if (!key) return res.writeHead(404).end();
        const signature = sign('sha256', Buffer.from(body.payload, 'base64url'), { key, dsaEncoding: 'ieee-p1363' });
        return res.end(JSON.stringify({ signature: signature.toString('base64url') }));
      });
    });
    url = await listening(server);
  });
  afterAll(() => server?.close());

  it('keeps the keys and signs; a wrong signature or silence never leaves the house', async () => {
    const local = t;
    t = await credentialsApp(base.db, { signer: { url, token: 'mật-khẩu'.normalize('NFD').replace(/[^a-z-]/g, '') } });
    const product = await recognised(71, 4, '2026-01-05', '2029-01-05', '48');
    const text = await certificate(product, '2026-01-05');
    expect(await worth(text)).toBe('valid');
    expect(await worth((await code(product, '2026-01-05')).code)).toBe('valid');
    expect(seen[0]).toMatch(/^Bearer [a-z-]+ \/keys$/);
    const row = await base.db
      .selectFrom('traceability.signing_key')
      .select(['sealed', 'remote'])
      .where('authority', '=', '48')
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ sealed: null, remote: 'hsm-1' });
    expect(await worth(token)).toBe('valid'); // local keys go on beside it
    wrong = true;
    const next = await recognised(72, 4, '2026-01-05', '2029-01-05', '48');
    expect((await t.fetch(`/vc/chung-nhan/${certificateId(next, '2026-01-05')}`)).status).toBe(503);
    wrong = false;
    held.clear();
    expect((await t.fetch(`/vc/chung-nhan/${certificateId(next, '2026-01-05')}`)).status).toBe(503);
    expect(await worth(text)).toBe('valid'); // verifying needs no service
    t = local;
  });
});
