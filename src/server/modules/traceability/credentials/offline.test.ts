// Codes and packages: ours, the page's and the second verifier of docs/verify must say the same.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProductDetail } from '#server/modules/catalogue/index.ts';
import { certificateId } from '#server/modules/registry/index.ts';
import { idFrom } from '#shared/ids.ts';
import { credentialsApp, type TestApp } from '../../../../../tests/support/credentials.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { putProduct, putTerm } from '../../../../../tests/support/recognised.ts';
import { type Order, printCodes } from '../codes/prints/print.ts';
import { ensureKey, rotateKey, signWith } from './keys/keyring.ts';
import { issuingAt, verifyingAt } from './room.ts';
import { base32, codeInput, packClaim, readCode, writeCode } from './rules/compact.ts';
import { verifyMany } from './verify.ts';

const base = testDatabase();
const ORIGIN = 'https://sanvat.example';
const folder = mkdtempSync(path.join(tmpdir(), 'sanvat-offline-'));
const file = (name: string) => path.join(folder, name);
const python = (() => {
  try {
    execFileSync('python3', ['--version']);
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
})();
let t: TestApp;
const codes: Record<string, string> = {};
let update = '';
/** Keys that the package names before any code was signed. */
let keysAtFirst: string[] = [];

const code = async (product: string, from: string): Promise<string> =>
  ((await (await t.fetch(`/vc/ma/${certificateId(product, from)}`)).json()) as { code: string }).code;
const goi = async (query = '') => (await t.fetch(`/vc/goi${query}`)).text();
const headOf = (text: string) => JSON.parse(text.slice(0, text.indexOf('\n')));
const ours = async (texts: string[]) =>
  (await verifyMany(verifyingAt(t.app, ORIGIN), texts)).map((v) => [v.status, v.product?.validUntil.replaceAll('-', '') ?? ''].join('\t'));
const theirs = (texts: string[], args: string[] = []) =>
  execFileSync('python3', ['docs/verify/verify.py', file('did.json'), file('goi.txt'), '--day', '2026-11-22', ...args], {
    input: texts.map((l) => `${l}\n`).join(''),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
    .toString()
    .replace(/\n$/, '')
    .split('\n')
    .map((l) => l.split('\t').slice(0, 2).join('\t'));

beforeAll(async () => {
  t = await credentialsApp(base.db);
  await putTerm(base.db, await putProduct(base.db, 1000), 4, '2025-08-10', '2028-08-10');
  keysAtFirst = Object.keys(headOf(await goi()).keys);
  const make = async (name: string, n: number, star: 3 | 4 | 5, from: string, until: string) => {
    const product = await putProduct(base.db, n);
    await putTerm(base.db, product, star, from, until);
    codes[name] = await code(product, from);
    return product;
  };
  await make('valid', 1001, 4, '2025-08-10', '2028-08-10');
  await make('last day', 1002, 3, '2023-11-22', '2026-11-22');
  await make('expired', 1003, 3, '2023-11-21', '2026-11-21');
  await make('five', 1004, 5, '2026-06-01', '2029-06-01');
  const extended = await make('extended', 1005, 3, '2023-11-01', '2026-11-01');
  const revoked = await make('revoked', 1006, 4, '2025-08-10', '2028-08-10');
  const later = await make('revoked later', 1007, 4, '2025-08-10', '2028-08-10');
  const replaced = await make('superseded', 1008, 3, '2025-08-10', '2028-08-10');
  const corrected = await make('corrected', 1009, 5, '2025-08-10', '2028-08-10');
  const gone = await make('gone', 1010, 4, '2025-08-10', '2028-08-10');
  await putTerm(base.db, replaced, 4, '2026-10-01', '2029-10-01');
  codes.replacing = await code(replaced, '2026-10-01');
  const end = (p: string, on: string, by: string, from = '2025-08-10') =>
    sql`update registry.recognition set ended_on = ${on}, ended_by = ${by} where product_id = ${p} and valid_from = ${from}`.execute(
      base.db,
    );
  await end(revoked, '2026-11-22', 'revoked');
  await end(later, '2026-11-23', 'revoked');
  await end(replaced, '2026-10-01', 'superseded');
  await sql`update registry.recognition set star = 4 where product_id = ${corrected}`.execute(base.db);
  await sql`update registry.recognition set extended_until = '2027-03-01' where product_id = ${extended}`.execute(base.db);
  await sql`delete from registry.recognition where product_id = ${gone}`.execute(base.db);
  const issuing = issuingAt(t.app, ORIGIN);
  const key = await ensureKey(issuing.ctx, issuing.signer, '08');
  const never = packClaim({
    productId: idFrom(999_999),
    validFrom: '2026-01-01',
    validUntil: '2029-01-01',
    star: 4,
    potentialFive: true,
    authority: 8,
    key: key.no,
  });
  codes.unknown = writeCode(never, await signWith(issuing.ctx, issuing.signer, key, codeInput(never)));
  const unknownKey = Buffer.from(never);
  unknownKey[12] = 9;
  codes['unknown key'] = writeCode(unknownKey, base32.decode(codes.unknown)?.subarray(13) ?? Buffer.alloc(64));
  codes.address = `HTTPS://SANVAT.EXAMPLE/C/${codes.valid}`;
  codes['small address'] = `https://sanvat.example/C/${codes.valid}`;
  codes['foreign address'] = `HTTPS://EVIL.EXAMPLE/C/${codes.valid}`;
  codes['lower case'] = codes.valid?.toLowerCase() ?? '';
  codes.shorter = codes.valid?.slice(0, -1) ?? '';
  codes.longer = `${codes.valid}0`;
  codes['spare bits'] =
    `${codes.valid?.slice(0, -1)}${'0123456789ABCDEFGHJKMNPQRSTVWXYZ'['0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(codes.valid?.at(-1) ?? '') + 1]}`;
  writeFileSync(file('did.json'), await (await t.fetch('/.well-known/did.json')).text());
  writeFileSync(file('goi.txt'), await goi());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WORTH: Record<string, string> = {
  valid: 'valid',
  'last day': 'valid',
  expired: 'expired',
  five: 'valid',
  extended: 'valid',
  revoked: 'revoked',
  'revoked later': 'valid',
  superseded: 'superseded',
  replacing: 'valid',
  corrected: 'superseded',
  gone: 'unknown',
  unknown: 'unknown',
  address: 'valid',
  'small address': 'valid',
};

describe('a code', () => {
  it('fits a QR of version 7 and comes back as it was', () => {
    const claim = fc.record({
      productId: fc.integer({ min: 0, max: 2 ** 35 - 1 }).map(idFrom),
      validFrom: fc.constantFrom('2018-05-07', '2026-11-22'),
      validUntil: fc.constantFrom('2026-11-22', '2040-02-29'),
      star: fc.constantFrom(3 as const, 4 as const, 5 as const),
      potentialFive: fc.constant(false),
      authority: fc.integer({ min: 0, max: 99 }),
      key: fc.integer({ min: 1, max: 255 }),
    });
    fc.assert(
      fc.property(claim, (c) => {
        const text = writeCode(packClaim(c), Buffer.alloc(64));
        expect(text).toHaveLength(124);
        expect(readCode(text)?.claim).toEqual(c);
      }),
    );
    expect(`HTTPS://SANVAT.EXAMPLE/C/${codes.valid}`.length).toBeLessThanOrEqual(178); // alphanumeric capacity of 7-M
  });

  it('is worth what the register says', async () => {
    const names = Object.keys(codes);
    const said = await ours(names.map((n) => codes[n] ?? ''));
    expect(Object.fromEntries(names.map((n, i) => [n, said[i]?.split('\t')[0]]))).toEqual(
      Object.fromEntries(names.map((n) => [n, WORTH[n] ?? 'invalid'])),
    );
  });

  it('100,000 mutated codes are all refused, every true one is accepted', async () => {
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./: abcdefghijklmnopqrstuvwxyz';
    let seed = 7;
    const random = (n: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * n);
    };
    const good = ['valid', 'last day', 'five', 'extended', 'revoked later', 'replacing'].map((n) => codes[n] ?? '');
    const mutate = (text: string): string => {
      const at = random(text.length);
      const kind = random(5);
      if (kind === 0) return text.slice(0, at) + text.slice(at + 1);
      if (kind === 1) return text.slice(0, at) + alphabet[random(36)] + text.slice(at);
      if (kind === 2) return text.slice(0, at) + (text[at + 1] ?? '') + text[at] + text.slice(at + 2);
      return text.slice(0, at) + alphabet[random(kind === 3 ? 32 : alphabet.length)] + text.slice(at + 1);
    };
    const v = verifyingAt(t.app, ORIGIN);
    let accepted = 0;
    let sent = 0;
    while (sent < 100_000) {
      const batch = Array.from({ length: 5000 }, () => mutate(good[random(good.length)] ?? '')).filter((m) => !good.includes(m));
      sent += batch.length;
      accepted += (await verifyMany(v, batch)).filter((a) => a.valid || a.status !== 'invalid').length;
    }
    expect(accepted).toBe(0);
    expect((await verifyMany(v, good)).every((a) => a.valid)).toBe(true);
  }, 300_000);
});

const has = (tool: string) => spawnSync(tool, ['--version']).error === undefined;
const onPaper = python && has('zbarimg') && has('pdftoppm');
if (!onPaper) console.log('skipped: codes on paper need zbarimg, pdftoppm and python3');

describe.skipIf(!onPaper)('a code on paper', () => {
  const product = {
    id: '',
    name: 'Mật ong hoa bạc hà Mèo Vạc',
    producer: { name: 'HTX Nuôi ong Cao nguyên đá' },
    place: { commune: 'Xã Mèo Vạc', province: 'Tuyên Quang' },
    star: 4,
    status: 'valid',
    validUntil: '2028-08-10',
    sample: true,
  } as unknown as ProductDetail;
  const order = { product, gtin: undefined, origin: ORIGIN, mark: true, lot: undefined, serials: [], count: 1, lang: 'vi' as const };
  const print = (size: string, more: Partial<Order> = {}) =>
    printCodes({ ...order, size, offline: codes.address, date: new Date('2026-11-22T02:00:00Z'), ...more });

  it.each(['tem-25', 'tem-40', 'a5'])('%s: read back by zbar, also unsharp and turned, and good for the second verifier', async (size) => {
    writeFileSync(file(`${size}.pdf`), await print(size));
    execFileSync('pdftoppm', ['-r', '300', '-gray', '-png', '-singlefile', file(`${size}.pdf`), file(size)]);
    const bad = file(`${size}-bad.png`);
    await sharp(file(`${size}.png`))
      .linear(0.75, 30)
      .rotate(9, { background: '#e8e8e8' })
      .blur(1.4)
      .png()
      .toFile(bad);
    for (const shot of [file(`${size}.png`), bad]) {
      const read = execFileSync('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', shot]).toString().trim();
      expect(read).toBe(codes.address);
      expect(theirs([read])).toEqual(['valid\t20280810']);
    }
  });

  it('is refused where it would be too small, with a lot, and without a star in force', async () => {
    await expect(print('tem-20')).rejects.toMatchObject({ faults: [{ path: 'size' }] });
    await expect(print('tem-40', { lot: 'L1' })).rejects.toMatchObject({ faults: [{ path: 'offline' }] });
    const withdrawn = { ...product, status: 'revoked' } as ProductDetail;
    await expect(print('tem-40', { mark: false, product: withdrawn })).rejects.toMatchObject({ faults: [{ code: 'not_in_force' }] });
  });
});

describe('the package', () => {
  it('is kept by ETag, packed for who takes it, refuses a wrong cursor', async () => {
    const whole = await t.fetch('/vc/goi', { headers: { 'accept-encoding': 'gzip' } });
    expect(whole.headers.get('content-encoding')).toBe('gzip');
    expect(gunzipSync(Buffer.from(await whole.arrayBuffer())).toString()).toBe(await goi());
    expect((await t.fetch('/vc/goi', { headers: { 'if-none-match': (await t.fetch('/vc/goi')).headers.get('etag') ?? '' } })).status).toBe(
      304,
    );
    expect((await t.fetch('/vc/goi?tu=x')).status).toBe(422);
    expect((await t.fetch('/vc/goi?tu=1.20269999')).status).toBe(422);
  });

  it('names the keys of whoever may sign, also those that come later', async () => {
    expect(keysAtFirst.sort()).toEqual(['0.1', '8.1']);
    const issuing = issuingAt(t.app, ORIGIN);
    await rotateKey(issuing.ctx, issuing.signer, '10');
    expect(Object.keys(headOf(await goi()).keys)).toContain('10.1');
  });

  it('is updated by difference, also by the calendar alone', async () => {
    const first = headOf(await goi());
    const nothing = await goi(`?tu=${first.cursor}`);
    expect(headOf(nothing)).toMatchObject({ lines: 0, since: first.cursor, cursor: first.cursor });
    await sql`update registry.recognition set ended_on = '2026-11-22', ended_by = 'revoked' where product_id = ${idFrom(1004)}`.execute(
      base.db,
    );
    update = await goi(`?tu=${first.cursor}`);
    expect(headOf(update)).toMatchObject({ lines: 1, since: first.cursor });
    expect(update.split('\n')[1]).toContain('\t54169+1r174\t');
    t.at('2026-11-23T00:00:01+07:00');
    const tomorrow = await goi(`?tu=${headOf(update).cursor}`);
    expect(tomorrow.split('\n')[1]).toContain('\t43874+1r470\t'); // 'revoked later'
    t.at('2026-11-22T09:00:00+07:00');
  });
});

describe('the page’s verifier', () => {
  it('says the same as ours in every case, before and after an update', async () => {
    type Held = { site: string };
    type Core = {
      openPackage: (text: string, did: object, held?: Held) => Promise<Held>;
      verdictOf: (text: string, held: Held, day: string) => Promise<{ status: string; last?: string }>;
      asTyped: (text: string) => string;
      ownPage: (text: string, origin: string) => string | undefined;
    };
    const core = (await import(pathToFileURL('static/verify/core.js').href)) as Core;
    const did = JSON.parse(readFileSync(file('did.json'), 'utf8'));
    const whole = readFileSync(file('goi.txt'), 'utf8');
    const first = await core.openPackage(whole, did);
    const held = await core.openPackage(update, did, first);
    const texts = Object.values(codes);
    const said = await Promise.all(texts.map((text) => core.verdictOf(text, held, '20261122')));
    expect(said.map((v) => `${v.status}\t${v.last ?? ''}`)).toEqual(await ours(texts));
    expect((await core.verdictOf(codes.five ?? '', first, '20261122')).status).toBe('valid');
    for (const wrong of [whole.replace(/r(\d+)\t/, 'r1$1\t'), whole.split('\n').slice(0, -3).join('\n'), update, `${whole}x`])
      await expect(core.openPackage(wrong, did)).rejects.toThrow();
    expect(core.asTyped(' eyJh.eyJi\n.c-_O ')).toBe('eyJh.eyJi.c-_O');
    const page = (text: string) => core.ownPage(text, 'https://sanvat.example');
    expect(page('HTTPS://SANVAT.EXAMPLE/P/0000001H')).toBe('/P/0000001H');
    expect(page('https://sanvat.example/01/08938505974194/10/A?17=270101')).toBe('/01/08938505974194/10/A?17=270101');
    for (const none of [
      'https://evil.example/P/0000001H',
      'https://sanvat.example/C/1',
      'https://sanvat.example//evil.example/P/',
      'https://',
      'P/1',
    ])
      expect(page(none), none).toBeUndefined();
    await expect(core.openPackage(update, did, held)).rejects.toThrow();
    expect(
      core.asTyped(
        (codes.valid ?? '')
          .toLowerCase()
          .replaceAll('0', 'o')
          .replace(/(.{4})/g, '$1 '),
      ),
    ).toBe(codes.valid);
    const good = codes.valid ?? '';
    for (let i = 0; i < good.length; i++)
      expect((await core.verdictOf(good.slice(0, i) + (good[i] === 'A' ? 'B' : 'A') + good.slice(i + 1), held, '20261122')).status).toBe(
        'invalid',
      );
  });
});

describe.skipIf(!python)('the second verifier', () => {
  it('is at most 150 lines and uses the standard library and openssl only', () => {
    const text = readFileSync('docs/verify/verify.py', 'utf8');
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
    expect([...text.matchAll(/^(?:import|from) (\S+)/gm)].map((m) => m[1])).toEqual([
      'argparse',
      'base64',
      'datetime',
      'json',
      'pathlib',
      're',
      'subprocess',
      'sys',
      'tempfile',
      'urllib.parse',
    ]);
  });

  it('says the same as ours in every case, before and after an update', async () => {
    const texts = Object.values(codes);
    writeFileSync(file('update.txt'), update);
    expect(theirs(texts, ['--update', file('update.txt')])).toEqual(await ours(texts));
    expect(theirs([codes.five ?? ''])).toEqual(['valid\t20290601']);
  });

  it('says the same of mutated codes', async () => {
    const good = codes.valid ?? '';
    const mutated = Array.from({ length: 62 }, (_, i) => good.slice(0, i * 2) + (good[i * 2] === 'A' ? 'B' : 'A') + good.slice(i * 2 + 1));
    const said = theirs(mutated);
    expect(new Set(said)).toEqual(new Set(['invalid\t']));
    expect(said).toEqual(await ours(mutated));
  });

  it('refuses a package that was touched, cut, or is an update of another', async () => {
    const whole = readFileSync(file('goi.txt'), 'utf8');
    const refused = (text: string, args: string[] = []) => {
      const kept = readFileSync(file('goi.txt'));
      writeFileSync(file('goi.txt'), text);
      try {
        return expect(() => theirs([codes.valid ?? ''], args)).toThrow();
      } finally {
        writeFileSync(file('goi.txt'), kept);
      }
    };
    refused(whole.replace(/r(\d+)\t/, 'r1$1\t'));
    refused(whole.split('\n').slice(0, -3).join('\n'));
    refused(update);
    writeFileSync(file('later.txt'), await goi(`?tu=${headOf(update).cursor}`));
    refused(whole, ['--update', file('later.txt')]);
  });
});
