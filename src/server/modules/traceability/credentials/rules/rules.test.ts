import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProductFacts, RecognitionFacts } from '#server/modules/registry/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import { attestedBy, nameOf } from './attested.ts';
import { authorityOf, didOf, levelOf, ministryOn } from './authorities.ts';
import { bitAt, decodeList, encodeList, LIST_BITS } from './bitstring.ts';
import { readJws } from './jws.ts';
import { negotiate } from './negotiate.ts';
import { isLow, toLow } from './p256.ts';
import { verdictOf } from './verdict.ts';

describe('who signs', () => {
  const base = testDatabase();
  let territory: Territory;
  beforeAll(async () => {
    territory = await loadTerritory(base.db);
  });
  const attested = (star: 3 | 4 | 5, day: string, place: { provinceCode: string; oldProvinceCode: string | null }) =>
    attestedBy(
      territory,
      { place: { ...place, communeCode: null } } as ProductFacts,
      { star, validFrom: day, decidedOn: null, issuer: null } as RecognitionFacts,
      '2026-11-22',
    );

  it('is whom the law of the day names; the successor attests for a province that merged and for a district', () => {
    const haGiang = { provinceCode: '08', oldProvinceCode: '02' };
    expect(attested(4, '2024-05-05', haGiang)).toMatchObject({
      authority: '08',
      authorityName: 'Ủy ban nhân dân tỉnh Tuyên Quang',
      body: 'Ủy ban nhân dân tỉnh Hà Giang',
      succeeded: true,
    });
    expect(attested(3, '2024-05-05', haGiang)).toMatchObject({
      authority: '08',
      level: 'district',
      body: 'Ủy ban nhân dân cấp huyện',
      succeeded: true,
    });
    expect(attested(3, '2022-05-05', haGiang)).toMatchObject({ level: 'province', body: 'Ủy ban nhân dân tỉnh Hà Giang' });
    expect(attested(3, '2026-06-01', haGiang)).toMatchObject({
      level: 'province',
      body: 'Ủy ban nhân dân tỉnh Tuyên Quang',
      succeeded: false,
    });
    expect(attested(5, '2024-05-05', haGiang)).toMatchObject({
      authority: 'bo',
      authorityName: 'Bộ Nông nghiệp và Môi trường',
      body: 'Bộ Nông nghiệp và Phát triển nông thôn',
      succeeded: true,
    });
    expect(attested(4, '2024-05-05', { provinceCode: '46', oldProvinceCode: '46' })).toMatchObject({
      authorityName: 'Ủy ban nhân dân thành phố Huế',
      body: 'Ủy ban nhân dân tỉnh Thừa Thiên Huế',
    });
    expect(nameOf(territory, '02', '2026-11-22')).toBeUndefined();
  });

  it('has a law and a ministry for every day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8000 }), fc.constantFrom(3 as const, 4 as const, 5 as const), (n, star) => {
        const day = new Date(Date.UTC(2018, 0, 1 + n)).toISOString().slice(0, 10);
        expect(['centre', 'province', 'district']).toContain(levelOf(star, day));
        expect(levelOf(5, day)).toBe('centre');
        expect(ministryOn(day)).toContain('Bộ Nông nghiệp');
      }),
    );
  });
});

it('names DIDs and knows its own again, and no other', () => {
  for (const origin of ['https://sanvat.example', 'http://127.0.0.1:3000'])
    for (const authority of ['nen-tang', 'bo', '08']) expect(authorityOf(origin, didOf(origin, authority))).toBe(authority);
  expect(didOf('http://127.0.0.1:3000', '08')).toBe('did:web:127.0.0.1%3A3000:uy-ban:08');
  for (const did of ['did:web:sanvat.example:uy-ban:8', 'did:web:sanvat.example:uy-ban:08:x', 'did:web:sanvat.example.vn', 'did:key:x', ''])
    expect(authorityOf('https://sanvat.example', did), did).toBeUndefined();
});

it('writes bits from the left and reads them again; nothing too short, too large or broken', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: LIST_BITS - 1 }), { maxLength: 50 }), (set) => {
      const bytes = decodeList(encodeList(set)) ?? Buffer.alloc(0);
      expect(set.every((i) => bitAt(bytes, i))).toBe(true);
      expect([...bytes].reduce((n, b) => n + b.toString(2).replaceAll('0', '').length, 0)).toBe(set.length);
    }),
  );
  expect(decodeList(encodeList([0]))?.[0]).toBe(0x80);
  for (const wrong of ['', 'u', 'x', 'uAAAA', encodeList([]).slice(1), `${encodeList([])}=`]) expect(decodeList(wrong)).toBeUndefined();
  for (const i of [-1, LIST_BITS, 1.5, Number.NaN]) expect(bitAt(Buffer.alloc(LIST_BITS / 8), i)).toBeUndefined();
});

it('takes one of the two signatures that fit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
      // s below the order: its first byte is not ff
      const low = toLow(bytes.with(32, bytes[32] === 255 ? 0 : (bytes[32] ?? 0)));
      expect(isLow(low)).toBe(true);
      expect(toLow(low).equals(low)).toBe(true);
    }),
  );
  expect(() => toLow(Buffer.alloc(63))).toThrow();
});

it.each([
  [undefined, 'a/x'],
  ['', 'a/x'],
  ['*/*', 'a/x'],
  ['b/y', 'b/y'],
  ['b/*', 'b/y'],
  ['a/x;q=0.5, b/y', 'b/y'],
  ['a/x;q=0, */*', 'b/y'],
  ['b/y,*/*;q=0.8', 'b/y'],
  ['c/z', 'a/x'],
  ['A/X', 'a/x'],
])('Accept: %s → %s', (accept, type) => expect(negotiate(accept, ['a/x', 'b/y'])).toBe(type));

it('an ending counts from its day, whatever the term says', () => {
  const known = { star: 4 as const, validFrom: '2026-01-01', until: '2028-12-31', endedOn: '2026-06-01', endedBy: 'revoked' as const };
  expect(verdictOf(4, known, '2026-05-31')).toBe('valid');
  expect(verdictOf(4, known, '2026-06-01')).toBe('revoked');
  expect(verdictOf(4, known, '2030-01-01')).toBe('revoked');
  expect(verdictOf(5, known, '2026-05-31')).toBe('superseded');
  expect(verdictOf(4, { ...known, endedOn: null, endedBy: null }, '2029-01-01')).toBe('expired');
  expect(verdictOf(4, undefined, '2026-05-31')).toBe('unknown');
});

describe('the form of a token', () => {
  const token = (payload: string | Uint8Array, header = '{"alg":"ES256"}') =>
    `${[header, payload].map((part) => Buffer.from(part as string).toString('base64url')).join('.')}.AA`;

  it('any spelling of a JSON object is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (object, indent) => {
        const text = JSON.stringify(object, undefined, indent);
        expect(readJws(token(text))?.payload).toEqual(JSON.parse(text));
        const ascii = text.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
        expect(readJws(token(ascii))?.payload).toEqual(JSON.parse(ascii));
      }),
    );
  });

  it('a name said twice at any depth, and bytes that are no UTF-8, are refused (RFC 7515 §4, §5.2)', () => {
    for (const twice of [
      '{"issuer":"a","issuer":"b"}',
      '{"a":"b","\\u0061":"b"}',
      '{"x":[{"star":"3","y":":","star":"5"}]}',
      '{"a":{"a":1},"b":{},"a":{"a":1}}',
    ])
      expect(readJws(token(twice)), twice).toBeUndefined();
    expect(readJws(token('{}', '{"alg":"none","alg":"ES256"}'))).toBeUndefined();
    expect(readJws(token(Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d])))).toBeUndefined();
    expect(readJws(token(`{"x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`))).toBeUndefined();
  });
});
