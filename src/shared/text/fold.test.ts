import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, foldMarks, foldUnit, splitUnit } from './fold.ts';

const MARKED = [...'aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ'];
const word = fc.array(fc.constantFrom(...MARKED), { minLength: 1, maxLength: 6 }).map((w) => w.join(''));
const text = fc.array(word, { minLength: 1, maxLength: 5 }).map((w) => w.join(' '));

describe('fold', () => {
  it('drops every mark', () => {
    expect(fold('Nước mắm Phú Quốc')).toBe('nuoc mam phu quoc');
    expect(fold('  Ðà Lạt – ĐẮK R’LẤP ')).toBe('da lat dak r lap');
  });
  it('is the same for composed and decomposed text, either case, and once or twice', () => {
    fc.assert(
      fc.property(text, (t) => {
        expect(fold(t.normalize('NFD'))).toBe(fold(t));
        expect(fold(t.toUpperCase())).toBe(fold(t));
        expect(fold(fold(t))).toBe(fold(t));
        expect(fold(t)).toMatch(/^[a-z ]*$/);
        expect(fold(foldMarks(t))).toBe(fold(t));
      }),
    );
  });
});

describe('foldMarks', () => {
  it.each([
    ['hoà', 'hòa'],
    ['Thanh Hoá', 'Thanh Hóa'],
    ['thuý', 'thúy'],
    ['hoè', 'hòe'],
    ['quà', 'qùa'],
    ['khuỷu', 'khủyu'],
    ['Ðà Nẵng', 'Đà Nẵng'],
    ["Cư M'gar", 'Cư M’gar'],
    ['Bà Rịa - Vũng Tàu', 'Bà Rịa–Vũng Tàu'],
  ])('%s = %s', (a, b) => expect(foldMarks(a)).toBe(foldMarks(b)));
  it('keeps different words apart', () => {
    expect(foldMarks('mùa')).toBe('mùa');
    expect(foldMarks('hoà')).not.toBe(foldMarks('hoá'));
    expect(foldMarks('Hoàng')).toBe('hoàng');
  });
  it('is settled after one pass', () => {
    fc.assert(
      fc.property(text, (t) => {
        expect(foldMarks(foldMarks(t))).toBe(foldMarks(t));
        expect(foldMarks(t.normalize('NFD').toUpperCase())).toBe(foldMarks(t));
      }),
    );
  });
});

describe('foldUnit', () => {
  it.each([
    ['Thành phố Hồ Chí Minh', 'ho chi minh'],
    ['TP.Hồ Chí Minh', 'ho chi minh'],
    ['T.P Hồ Chí Minh', 'ho chi minh'],
    ['Tp Thanh Hóa', 'thanh hoa'],
    ['thanh pho Thanh Hoa', 'thanh hoa'],
    ['TX. Sơn Tây', 'son tay'],
    ['thị xã Gò Công', 'go cong'],
    ['H. Tiểu Cần', 'tieu can'],
    ['huyen Tieu Can', 'tieu can'],
    ['Q.Bình Thạnh', 'binh thanh'],
    ['P. Tân An', 'tan an'],
    ['tt. Cầu Kè', 'cau ke'],
    ['T. Trà Vinh', 'tra vinh'],
    ['Tỉnh Bà Rịa–Vũng Tàu', 'ba ria vung tau'],
    ['Lai Chau province', 'lai chau'],
    ['Tam Duong District', 'tam duong'],
    ['Ho Chi Minh City', 'ho chi minh'],
    ['đặc khu Phú Quốc', 'phu quoc'],
    ['Phường 12', 'phuong 12'],
    ['P.02', 'phuong 2'],
    ['Q1', 'quan 1'],
    ['District 1', 'quan 1'],
    ['Quận 1', 'quan 1'],
    ['Quan Sơn', 'quan son'],
    ['Tịnh Biên', 'tinh bien'],
    ['thị trấn Tịnh Biên', 'tinh bien'],
    ['Xã Xa Dung', 'xa dung'],
    ['Phương Đông', 'phuong dong'],
    ['Thanh Phong', 'thanh phong'],
    ['huyện đảo Lý Sơn', 'ly son'],
    ['Tuyen Quang', 'tuyen quang'],
    ['Hai Duong', 'hai duong'],
  ])('%s → %s', (written, key) => expect(foldUnit(written)).toBe(key));
  it('says when only missing marks make a word a prefix', () => {
    expect(splitUnit('Quan Son')).toMatchObject({ kind: 'quan', bare: true });
    expect(splitUnit('Quận Sơn')).toMatchObject({ kind: 'quan', bare: false });
  });
});
