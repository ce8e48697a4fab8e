// The six groups and 26 product sets of QĐ 26/2026 (Phụ lục I) and the words under which lists name them.
import { fold } from '#shared/text/fold.ts';
import { GROUPS, type Group, groupOfSet } from '#shared/vocabulary.ts';

export const GROUP_NAMES: Record<Group, string> = {
  I: 'Thực phẩm',
  II: 'Đồ uống',
  III: 'Dược liệu và sản phẩm từ dược liệu',
  IV: 'Hàng thủ công mỹ nghệ',
  V: 'Sinh vật cảnh',
  VI: 'Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch',
};

export const SET_NAMES: readonly string[] = [
  'Rau, củ, quả, hạt tươi',
  'Thịt, thủy sản, trứng, sữa tươi',
  'Gạo, ngũ cốc, hạt sơ chế khác',
  'Mật ong, mật khác và nông sản thực phẩm khác',
  'Đồ ăn nhanh',
  'Chế biến từ gạo, ngũ cốc',
  'Chế biến từ rau, củ, quả, hạt',
  'Chế biến từ thịt, thủy sản, trứng, sữa, các sản phẩm từ mật ong, mật khác và nông sản thực phẩm khác',
  'Tương, nước mắm, gia vị dạng lỏng khác',
  'Gia vị khác (muối, hành, tỏi, tiêu)',
  'Chè tươi, chè chế biến',
  'Sản phẩm trà từ thực vật khác',
  'Cà phê, cacao',
  'Rượu trắng',
  'Đồ uống có cồn khác',
  'Nước khoáng thiên nhiên, nước uống đóng chai',
  'Đồ uống không cồn khác',
  'Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền',
  'Mỹ phẩm có thành phần từ dược liệu',
  'Tinh dầu và dược liệu khác',
  'Thủ công mỹ nghệ',
  'Vải, may mặc',
  'Hoa',
  'Cây cảnh',
  'Động vật cảnh',
  'Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch',
];

const plain = (text: string): string =>
  fold(text)
    .replace(/\bca cao\b/g, 'cacao')
    .replace(/^(?:nganh|nhom|phan nhom|bo san pham|nganh hang|nganh san pham)\b ?/, '')
    .replace(/^(?:san pham|hang)\b ?/, '')
    .trim();

const SETS = new Map(SET_NAMES.map((name, i) => [plain(name), i + 1]));

/** Group names of this and earlier decisions, folded; the earlier 'vải và may mặc' and 'lưu niệm' are group IV now. */
const GROUP_WORDS: [RegExp, Group][] = [
  [/^thuc pham$/, 'I'],
  [/^do uong$/, 'II'],
  [/^(?:thao duoc|duoc lieu)(?: va .*)?$/, 'III'],
  [/^(?:thu cong my nghe(?: trang tri)?|vai va may mac|luu niem.*|do luu niem.*|noi that trang tri)$/, 'IV'],
  [/^sinh vat canh$/, 'V'],
  [/^(?:dich vu )?du lich\b.*$/, 'VI'],
  [/^food$/, 'I'],
  [/^(?:beverages?|drinks?)$/, 'II'],
  [/^handicrafts?$/, 'IV'],
  [/^(?:community )?tourism$/, 'VI'],
];

/** The group and set that a text names; nulls where it names none of ours. */
export function groupFrom(text: string | null): { group: Group | null; set: number | null } {
  if (!text) return { group: null, set: null };
  const number = /^(?:QD26-|Bộ(?:\s*tiêu chí)?(?:\s*số)?\s*|Set\s*)?(\d{1,2})$/iu.exec(text.trim())?.[1];
  if (number && Number(number) >= 1 && Number(number) <= 26) return { group: groupOfSet(Number(number)) ?? null, set: Number(number) };
  const roman = /^(?:nhóm|nhom|group)?\s*(I|II|III|IV|V|VI)(?:\s*[.:–-].*)?$/iu.exec(text.trim())?.[1]?.toUpperCase();
  const group = GROUPS.find((g) => g === roman);
  if (group) return { group, set: group === 'VI' ? 26 : null };
  const key = plain(text);
  const set = SETS.get(key);
  if (set) return { group: groupOfSet(set) ?? null, set };
  const named = GROUP_WORDS.find(([words]) => words.test(key))?.[1] ?? null;
  return { group: named, set: named === 'VI' ? 26 : null };
}
