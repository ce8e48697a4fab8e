import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decompress, maybeCompressed } from './compressed-link.ts';
import { buildTarget } from './digital-link.ts';
import { checkDigit } from './values.ts';

/** Packs as the standard says, so that what is read can be compared; only the forms that the tests use. */
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const bin = (n: number | bigint, width: number) => n.toString(2).padStart(width, '0');
const digitsBits = (text: string) => (text === '' ? '' : bin(BigInt(text), Math.ceil(text.length * Math.log2(10) + 0.01)));
function word(text: string, width: number): string {
  const alphabet = /^\d+$/.test(text) ? 0 : /^[0-9A-F]+$/.test(text) ? 2 : /^[0-9a-f]+$/.test(text) ? 1 : /^[\w-]+$/.test(text) ? 3 : 4;
  const letters = (w: number, of: (c: string) => number) => [...text].map((c) => bin(of(c), w)).join('');
  const body =
    alphabet === 0
      ? digitsBits(text)
      : alphabet < 3
        ? letters(4, (c) => Number.parseInt(c, 16))
        : alphabet === 3
          ? letters(6, (c) => BASE64.indexOf(c))
          : letters(7, (c) => c.charCodeAt(0));
  return bin(alphabet, 3) + bin(text.length, width) + body;
}
const name = (ai: string) => [...ai].map((c) => bin(Number.parseInt(c, 16), 4)).join('');
const pack = (bits: string) =>
  `/${bits
    .padEnd(Math.ceil(bits.length / 6) * 6, '0')
    .match(/.{6}/g)
    ?.map((b) => BASE64[Number.parseInt(b, 2)])
    .join('')}`;

const gtin = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 13, maxLength: 13 }).map((d) => d.join('') + checkDigit(d.join('')));
const CHARS = '!"%&\'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz';
const mark = fc.oneof(
  fc.array(fc.constantFrom(...CHARS), { minLength: 1, maxLength: 20 }).map((c) => c.join('')),
  fc.array(fc.constantFrom(...'0123456789'), { minLength: 1, maxLength: 20 }).map((c) => c.join('')),
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 1, maxLength: 20 }).map((c) => c.join('')),
);

describe('a compressed link', () => {
  it('is read as GS1’s own resolver packs it', () => {
    expect(decompress('/ARFKk4XB0CDKWcnpq')).toBe('/01/09506000134376/10/LOT01');
  });
  it('takes no bits for a part that is left out: a coupon number without its serial', () => {
    expect(decompress('/JVUqG5hJ5wA')).toBe('/255/5678409730535');
  });
  it('gives back what was packed, one by one and as a pair', () => {
    fc.assert(
      fc.property(gtin, mark, mark, (value, lot, serial) => {
        const target = buildTarget({
          key: { ai: '01', value },
          qualifiers: [
            { ai: '10', value: lot },
            { ai: '21', value: serial },
          ],
        });
        const one = name('01') + digitsBits(value) + name('10') + word(lot, 5) + name('21') + word(serial, 5);
        expect(decompress(pack(one))).toBe(target);
        expect(maybeCompressed(pack(one))).toBe(true);
        const both = name('0B') + digitsBits(value) + word(lot, 5) + name('21') + word(serial, 5);
        expect(decompress(pack(both))).toBe(target);
        const rest = name('10') + word(lot, 5) + name('21') + word(serial, 5);
        if (pack(rest).length > 4) expect(decompress(`/01/${value}${pack(rest)}`)).toBe(target);
      }),
    );
  });
  it('keeps attributes of several parts and pairs of others', () => {
    const at = name('01') + digitsBits('09506000134376');
    expect(decompress(pack(at + name('7003') + digitsBits('2611221530')))).toBe('/01/09506000134376?7003=2611221530');
    expect(decompress(pack(name('2D') + digitsBits('09506000134376') + digitsBits('000195')))).toBe('/01/09506000134376?3103=000195');
    const other = `1111${bin(2, 7)}${bin(BASE64.indexOf('k'), 6)}${bin(BASE64.indexOf('1'), 6)}${word('v1', 7)}`;
    expect(decompress(pack(at + name('17') + digitsBits('270131') + other))).toBe('/01/09506000134376?17=270131&k1=v1');
  });
  it('is none when a digit is wrong, bits are missing or words only look like one', () => {
    const at = (value: string) => pack(name('01') + digitsBits(value));
    expect(decompress(at('09506000134376'))).toBe('/01/09506000134376');
    expect(decompress(at('09506000134377'))).toBeUndefined();
    for (const path of ['/ARFKk4XB', '/AR', '/Thong-ke-nam-2026', '/offline-package', '/nguon-cung-nong-san', `/01/09506000134376/foobar`])
      expect([path, decompress(path)]).toEqual([path, undefined]);
    fc.assert(fc.property(fc.string(), (s) => void decompress(`/${s}`)));
    fc.assert(fc.property(fc.array(fc.constantFrom(...BASE64), { minLength: 8, maxLength: 60 }), (c) => void decompress(`/${c.join('')}`)));
  });
});
