import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountInWords, inWords } from './amount-in-words.ts';
import { dueOf, lineAmount, payouts } from './money.ts';
import { crc16, plainText, vietQr } from './vietqr.ts';

test.each([
  [0, 'Không đồng'],
  [5, 'Năm đồng'],
  [10, 'Mười đồng'],
  [15, 'Mười lăm đồng'],
  [21, 'Hai mươi mốt đồng'],
  [24, 'Hai mươi bốn đồng'],
  [55, 'Năm mươi lăm đồng'],
  [101, 'Một trăm linh một đồng'],
  [110, 'Một trăm mười đồng'],
  [1_000, 'Một nghìn đồng'],
  [1_001, 'Một nghìn không trăm linh một đồng'],
  [1_005_000, 'Một triệu không trăm linh năm nghìn đồng'],
  [10_050_000, 'Mười triệu không trăm năm mươi nghìn đồng'],
  [1_234_567_891, 'Một tỷ hai trăm ba mươi bốn triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi mốt đồng'],
  [2_000_000_000, 'Hai tỷ đồng'],
  [3_000_000_005, 'Ba tỷ không trăm linh năm đồng'],
  [1_000_000_000_000, 'Một nghìn tỷ đồng'],
  [1_000_000_000_000_000_000 / 1000, 'Một triệu tỷ đồng'],
])('%d is written out', (n, words) => {
  expect(amountInWords(n)).toBe(words);
});

/** Reads the words back. */
function read(words: string): number {
  const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
  let [total, block, group] = [0, 0, 0];
  let last = 0;
  for (const w of words.split(' ')) {
    if (w === 'tỷ') {
      total = (total + block + group + last) * 1e9;
      [block, group, last] = [0, 0, 0];
    } else if (w === 'triệu' || w === 'nghìn') {
      block += (group + last) * (w === 'triệu' ? 1e6 : 1e3);
      [group, last] = [0, 0];
    } else if (w === 'trăm') [group, last] = [last * 100, 0];
    else if (w === 'mươi') [group, last] = [group + last * 10, 0];
    else if (w === 'mười') [group, last] = [group + 10, 0];
    else if (w === 'linh') last = 0;
    else last = w === 'mốt' ? 1 : w === 'lăm' ? 5 : digits.indexOf(w);
  }
  return total + block + group + last;
}
test('every amount reads back, and what is no amount is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999_999_999 }), (n) => {
      expect(read(inWords(n))).toBe(n);
    }),
  );
  for (const bad of [-1, 0.5, Number.NaN, 2 ** 60]) expect(() => inWords(bad)).toThrow(RangeError);
});

test('the checksum of the catalogue of CRCs', () => {
  expect(crc16('123456789')).toBe('29B1');
});

test('the codes of the specification of VietQR', () => {
  expect(vietQr({ bin: '970403', account: '0011012345678' })).toBe(
    '00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F',
  );
  // with an amount and a text; the bill number of the printed example is left out, so only the fields are compared
  const paid = vietQr({ bin: '970403', account: '0011012345678', amount: 180_000, text: 'Thanh toán đơn hàng' });
  expect(paid.startsWith('00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN6223')).toBe(
    true,
  );
  expect(paid.slice(-27, -8)).toBe('THANH TOAN DON HANG');
  expect(crc16(paid.slice(0, -4))).toBe(paid.slice(-4));
});

test('a code says what it was given, whatever the text; wrong numbers are refused', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 1, max: 1e12 }), (text, amount) => {
      const code = vietQr({ bin: '970436', account: '123456', amount, text });
      expect(crc16(code.slice(0, -4))).toBe(code.slice(-4));
      expect(code).toMatch(/^[\x20-\x7e]+$/);
      const fields = new Map<string, string>();
      for (let i = 0; i < code.length; ) {
        const length = Number(code.slice(i + 2, i + 4));
        fields.set(code.slice(i, i + 2), code.slice(i + 4, i + 4 + length));
        i += 4 + length;
      }
      expect(Number(fields.get('54'))).toBe(amount);
      expect(fields.get('62')?.slice(4) ?? '').toBe(plainText(text));
    }),
  );
  expect(() => vietQr({ bin: '97', account: '1234' })).toThrow(RangeError);
  expect(() => vietQr({ bin: '970436', account: '1234', amount: 0.5 })).toThrow(RangeError);
});

test('money adds up: what producers get is what was accepted, to the đồng', () => {
  const line = fc.record({
    producerId: fc.constantFrom('A', 'B', 'C'),
    accepted: fc.option(fc.integer({ min: 0, max: 5_000_000 }).map((n) => n / 1000)),
    unitPrice: fc.integer({ min: 0, max: 1_000_000_000 }),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const whole = lines.reduce((sum, l) => sum + (l.accepted === null ? 0 : lineAmount(l.accepted, l.unitPrice)), 0);
      expect([...payouts(lines).values()].reduce((a, b) => a + b, 0)).toBe(whole);
      expect(dueOf(lines)).toBe(whole);
      for (const l of lines)
        if (l.accepted !== null) expect(Math.abs(lineAmount(l.accepted, l.unitPrice) - l.accepted * l.unitPrice)).toBeLessThanOrEqual(0.51);
    }),
  );
  expect(lineAmount(0.0005 * 1000, 101)).toBe(51); // 50.5 goes up
});
