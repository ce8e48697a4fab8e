import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isId, newId } from '#shared/ids.ts';
import { buildTarget, parseDigitalLink, parseTarget } from './digital-link.ts';
import { readGtin } from './gtin.ts';
import { gtinPath, isMark, nativePath, parseNative } from './native-path.ts';
import { checkDigit } from './values.ts';

const digits = (n: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }).map((d) => d.join(''));
const gtin = digits(13).map((d) => d + checkDigit(d));
const CHARS = '!"%&\'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz';
const text = (max: number) => fc.array(fc.constantFrom(...CHARS), { minLength: 1, maxLength: max }).map((c) => c.join(''));
const fault = (uri: string) => {
  const read = parseDigitalLink(uri);
  return read.ok ? 'ok' : read.fault.code;
};

describe('a digital link', () => {
  it('is read as it was written, whatever its parts hold', () => {
    fc.assert(
      fc.property(gtin, fc.option(text(20)), fc.option(text(20)), fc.option(text(90)), (value, lot, serial, own) => {
        const qualifiers = [...(lot ? [{ ai: '10', value: lot }] : []), ...(serial ? [{ ai: '21', value: serial }] : [])];
        const attributes = own ? [{ ai: '91', value: own }] : [];
        const target = buildTarget({ key: { ai: '01', value }, qualifiers, attributes });
        expect(parseTarget(target)).toEqual({ ok: true, value: { key: { ai: '01', value }, qualifiers, attributes, others: [] } });
      }),
    );
  });
  it('is refused when any one digit of the GTIN is another', () => {
    fc.assert(
      fc.property(gtin, fc.integer({ min: 0, max: 13 }), fc.integer({ min: 1, max: 9 }), (value, at, by) => {
        const wrong = value.slice(0, at) + ((Number(value[at]) + by) % 10) + value.slice(at + 1);
        expect(fault(`https://e.org/01/${wrong}`)).toBe('bad_value');
      }),
    );
  });
  it('never throws, whatever is asked', () => {
    fc.assert(fc.property(fc.string(), (s) => void parseTarget(`/01/${s}`)));
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (s) => void parseDigitalLink(s)));
  });
  const at = 'https://id.example.org/01/09528765123457';
  it.each([
    [`${at}/22/2A/10/L1/21/7?11=261100&17=280229&3103=000195&utm=x#end`, 'ok'],
    [`HTTPS://ID.EXAMPLE.ORG/01/09528765123457`, 'ok'],
    [`https://e.org:8080/some/stem/01/09528765123457/235/ABC?10=LOT`, 'ok'],
    ['https://e.org/414/9528765123457/254/A', 'ok'],
    ['https://e.org/253/9528765123457DOC-7', 'ok'],
    ['https://e.org/8010/95287-A/8011/12', 'ok'],
    ['https://e.org/00/395287651234567896?02=09528765123457&37=24', 'ok'],
    ['Https://e.org/01/09528765123457', 'address'],
    ['https://e_org/01/09528765123457', 'address'],
    ['https://e.org/gtin/09528765123457', 'no_key'],
    ['https://e.org/01/9528765123459', 'bad_value'],
    [`${at}/`, 'no_key'],
    [`${at}/foo`, 'no_key'],
    [`${at}/21/1/10/2`, 'sequence'],
    [`${at}/10/1/10/2`, 'sequence'],
    [`${at}/17/271231`, 'sequence'],
    [`${at}?10=LOT`, 'in_path'],
    [`${at}/22/A?235=B`, 'in_path'],
    [`${at}/235/A?22=B`, 'in_path'],
    [`${at}?8200=https%3A%2F%2Fe.org`, 'in_path'],
    [`${at}?8110=106141416543213150110120`, 'ok'],
    [`${at}?8110=COUPON`, 'bad_value'],
    // all fields of a coupon, then one of them wrong
    [`${at}?8110=01234561234561111012310110123921101239326123142601015012345690001`, 'ok'],
    [`${at}?8110=01234561234561111012314`, 'bad_value'],
    [`${at}?8110=01234561234561111012335006064500607`, 'bad_value'],
    [`${at}?8110=0123456123456111101233200010`, 'bad_value'],
    [`${at}?8110=01234561234561111012390002`, 'bad_value'],
    [`${at}?8110=012345612345611110123900000`, 'bad_value'],
    [`${at}?8112=001234561234560123456`, 'ok'],
    [`${at}?8112=0012345612345601234567`, 'bad_value'],
    [`${at}?8112=201234561234560123456`, 'bad_value'],
    [`${at}?3932=9870299&30=2`, 'bad_value'],
    ['https://e.org/00/395287651234567896?4307=VN', 'ok'],
    ['https://e.org/00/395287651234567896?4307=AA', 'bad_value'],
    ['https://e.org/415/9528765123457/8020/A?8007=BE71096123456769', 'ok'],
    ['https://e.org/415/9528765123457/8020/A?8007=BE71096123456760', 'bad_value'],
    ['https://e.org/415/9528765123457/8020/A?8007=XX361234567890', 'bad_value'],
    [`${at}?03=09528765123457`, 'exclusive'],
    ['https://e.org/03/09528765123457', 'no_key'],
    ['https://e.org/00/395287651234567896?03=09528765123457', 'in_path'],
    ['https://e.org/00/395287651234567896?7041=1A', 'in_path'],
    [`${at}?8014=095281987654XW`, 'bad_value'],
    ['https://e.org/8018/952876512345678901', 'bad_value'],
    ['https://e.org/8018/952876512345678907?7250=20240229&7252=2&7253=Nguy%25E1%25BB%2585n', 'ok'],
    ['https://e.org/8018/952876512345678907?7251=202402292359', 'ok'],
    ['https://e.org/8018/952876512345678907?7251=202402292460', 'bad_value'],
    ['https://e.org/8018/952876512345678907?7250=20230229', 'bad_value'],
    ['https://e.org/8018/952876512345678907?7250=20240101&7251=202401010000', 'exclusive'],
    ['https://e.org/8018/952876512345678907?7252=3', 'bad_value'],
    ['https://e.org/8018/952876512345678907?7258=1/2&7259=A', 'ok'],
    ['https://e.org/8018/952876512345678907?7258=2/1&7259=A', 'bad_value'],
    ['https://e.org/8018/952876512345678907?7258=1/2', 'companion'],
    ['https://e.org/8018/952876512345678907?7241=10', 'ok'],
    ['https://e.org/8018/952876512345678907?7241=11', 'bad_value'],
    [`${at}?8030=QUJD`, 'companion'],
    [`${at}/21/1?8030=QUJD`, 'ok'],
    ['https://e.org/8004/95287A/7040/1AB_', 'ok'],
    ['https://e.org/8004/95287A/7040/1AB.', 'bad_value'],
    [`${at}?422=704`, 'ok'],
    [`${at}?422=999`, 'bad_value'],
    [`${at}?423=704156&7030=999ABC`, 'ok'],
    [`${at}?423=704001`, 'bad_value'],
    [`${at}?3932=7040299&30=2`, 'ok'],
    [`${at}?99=a&99=b`, 'repeated'],
    [`${at}?01=09528765123457`, 'repeated'],
    [`${at}?17=`, 'empty'],
    [`${at}?17=270230`, 'bad_value'],
    [`${at}?7006=270200`, 'bad_value'],
    [`${at}?3106=000195`, 'unknown_identifier'],
    [`${at}?3103=000195&3102=000195`, 'exclusive'],
    [`${at}?427=VN1`, 'companion'],
    [`${at}/10/${'9'.repeat(21)}`, 'bad_value'],
    [`${at}/10/A%20B`, 'bad_value'],
    [`${at}/10/A%00B`, 'empty'],
    ['https://e.org/01/09528765123457/10/ổi', 'characters'],
    ['https://e.org/8010/95287-a', 'bad_value'],
  ])('%s: %s', (uri, expected) => expect(fault(uri)).toBe(expected));
});

describe('GTINs', () => {
  it('come with 8, 12, 13 or 14 digits and their check digit', () => {
    expect(readGtin('8938505974194')).toEqual({ ok: true, value: '08938505974194' });
    expect(readGtin('893-850597419 4')).toEqual({ ok: true, value: '08938505974194' });
  });
  it('are refused with a prefix for use inside one company', () => {
    fc.assert(
      fc.property(fc.constantFrom('02', '04', '2'), digits(12), (prefix, rest) => {
        const b = (prefix + rest).slice(0, 12);
        expect(readGtin(b + checkDigit(b)).ok).toBe(false);
      }),
    );
  });
});

describe('our own path', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.option(text(20).filter(isMark)), fc.option(text(20).filter(isMark)), (lot, serial) => {
        const productId = newId();
        expect(isId(productId)).toBe(true);
        const value = { productId, lot: lot ?? undefined, serial: serial ?? undefined };
        expect(parseNative(nativePath(productId, value.lot, value.serial))).toEqual({ ok: true, value });
      }),
    );
  });
  it('writes lots of any sign for both kinds of codes', () =>
    expect(gtinPath('08938505974194', 'A/B 1'.replace(' ', '+'))).toBe('/01/08938505974194/10/A%2FB%2B1'));
});
