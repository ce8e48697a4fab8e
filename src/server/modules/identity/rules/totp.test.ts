import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeAt, fromBase32, matchingStep, otpauthUri, stepOf, toBase32 } from './totp.ts';

const SECRET = Buffer.from('12345678901234567890');

describe('one-time codes', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('agree with RFC 6238 appendix B at %i s', (seconds, code) => {
    expect(codeAt(SECRET, stepOf(new Date(seconds * 1000)), 8)).toBe(code);
  });

  it.each(
    ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map((c, n) => [n, c] as const),
  )('agree with RFC 4226 appendix D at count %i', (n, code) => expect(codeAt(SECRET, n)).toBe(code));

  it('hold one step early or late, once only, and never beyond', () => {
    const now = new Date(1_700_000_000_000);
    const at = stepOf(now);
    for (const near of [at - 1, at, at + 1]) expect(matchingStep(SECRET, codeAt(SECRET, near), now, null)).toBe(near);
    for (const far of [at - 2, at + 2]) expect(matchingStep(SECRET, codeAt(SECRET, far), now, null)).toBeUndefined();
    expect(matchingStep(SECRET, codeAt(SECRET, at), now, at)).toBeUndefined();
    expect(matchingStep(SECRET, codeAt(SECRET, at + 1), now, at)).toBe(at + 1);
    for (const odd of ['', '12345', '1234567', 'abcdef', '１２３４５６']) expect(matchingStep(SECRET, odd, now, null)).toBeUndefined();
  });

  it('write base 32 as RFC 4648 does, and read it back', () => {
    expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(toBase32(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect([...fromBase32(toBase32(bytes))]).toEqual([...bytes]);
      }),
    );
  });

  it('give an address that apps understand', () => {
    expect(otpauthUri('ABC', 'xa.22', 'Sản Vật')).toMatch(/^otpauth:\/\/totp\/S%E1%BA%A3n%20V%E1%BA%ADt:xa\.22\?secret=ABC&issuer=/);
  });
});
