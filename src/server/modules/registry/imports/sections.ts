// What the titles of a list say for the rows below them: 'A. Sản phẩm 4 sao', 'II. Huyện Tuy Phước', '(Kèm theo Quyết định số … ngày …)'.
import { fold, foldMarks } from '#shared/text/fold.ts';
import { issuerProvince, readDecision } from '../rules/decisions.ts';
import { groupFrom } from '../rules/groups.ts';
import type { Sheet } from './sheet.ts';

/** What a title says, in the words of the list. */
export type Said = {
  star?: string;
  group?: string;
  decisionNo?: string;
  decidedOn?: string;
  issuer?: string;
  commune?: string;
  district?: string;
  province?: string;
};
/** What holds for a row by the titles of its sections, and by the lines over the headings of the whole list. */
export type Above = Said & { list: Said };
/** How a title is numbered; titles numbered alike stand side by side. */
export type Numbering = 'roman' | 'letter' | 'small' | 'number' | 'deep' | '';

const NUMERAL = /^\(?(?:([IVX]{1,5})|([A-Z])|([a-zđ])|(\d{1,3}(?:\.\d{1,3}){1,3})|(\d{1,3}))(?:[.):/]|\s*[-–](?=\s)|$)\s*/u;
const BULLET = /^[-–+•*]\s*(?=\p{L})/u;

/** The numbering of a title, standing in the title itself or in the column of numbers. */
export function numberingOf(numeral: string, title: string): { numbering: Numbering; text: string } {
  const found = NUMERAL.exec(numeral.trim()) ?? NUMERAL.exec(title.trim());
  const [, roman, letter, small, deep, number] = found ?? [];
  const numbering = roman ? 'roman' : letter ? 'letter' : small ? 'small' : deep ? 'deep' : number ? 'number' : '';
  return { numbering, text: title.trim().replace(NUMERAL, '').replace(BULLET, '').trim() };
}

const WORD_STARS: Record<string, string> = { ba: '3', bon: '4', nam: '5' };
const LEAVES_OPEN =
  /\b(?:tro len|tro xuong|chua|khong|duoi|toi thieu|hoac|len|den|the gioi)\b|\d\s*(?:sao)?\s*(?:va|,|-|–|\/|&|\+)\s*[1-5]\s*sao/;

/** The one star that a title grants its rows; undefined where it names several or leaves it open. */
export function starOfTitle(text: string): string | undefined {
  const stars = /^(?:\D*\s)?(\*{3,5}|★{3,5})(?:\s|$)/u.exec(text)?.[1];
  const plain = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/(\d)\s*[*★]/gu, '$1 sao ');
  const key = fold(plain);
  if (stars) return `${stars.length} sao`;
  if (LEAVES_OPEN.test(plain.normalize('NFD').replace(/\p{M}/gu, '')) || LEAVES_OPEN.test(key)) return undefined;
  const named = [...key.matchAll(/\b(?:0?([1-5])|(ba|bon|nam)) ?sao\b/g)].map(([, digit, word]) => digit ?? WORD_STARS[word ?? ''] ?? '');
  const distinct = new Set(named);
  const [star] = distinct;
  if (distinct.size !== 1 || star === undefined) return undefined;
  if (/\btiem nang\b/.test(key)) return star === '5' ? 'tiềm năng 5 sao' : undefined;
  return `${star} sao`;
}

const UNIT = '(?:tỉnh|thành phố|tp\\.?|huyện|quận|thị xã|tx\\.?)';
const COMMUNE = '(?:xã|phường|thị trấn|đặc khu)';
const NAME = "[\\p{L}\\d][\\p{L}\\d'’ʼ.\\- ]*?";
const END =
  '(?=\\s*(?:$|[(:;,–]|\\s-\\s|\\s\\d+\\s+sản phẩm|\\s+(?:năm|đạt|được|còn|đợt|có|gồm|giai đoạn|đến|tính|theo|ban hành|công nhận|phê duyệt)(?:\\s|$)))';
const OPENING = '^(?:(?:các )?sản phẩm (?:ocop )?)?(?:của |tại |trên )?(?:địa bàn |đơn vị )?(?:ubnd |ủy ban nhân dân )?';
const PLACE = new RegExp(`${OPENING}(${UNIT}\\s+${NAME})${END}`, 'iu');
const IN_COMMUNE = new RegExp(`${OPENING}(${COMMUNE}\\s+${NAME})${END}(?:\\s*[,–-]\\s*(${UNIT}\\s+${NAME})${END})?`, 'iu');

type Place = Pick<Said, 'commune' | 'district' | 'province'>;
const unitOf = (unit: string | undefined): Place => {
  const name = unit?.trim();
  if (!name) return {};
  return issuerProvince(`UBND ${name}`) === null ? { district: name } : { province: name };
};

function placeOfTitle(text: string): Place {
  const [, commune, within] = IN_COMMUNE.exec(text) ?? [];
  return commune ? { commune: commune.trim(), ...unitOf(within) } : unitOf(PLACE.exec(text)?.[1]);
}

/** The decision, its day and who signed it, where the title names a decision with its day. */
function decisionOfTitle(text: string): Pick<Said, 'decisionNo' | 'decidedOn' | 'issuer'> {
  const decision = /quyết\s+định|quyet\s+dinh|\bqđ\b/iu.test(text) ? readDecision(text) : undefined;
  if (!decision?.day || decision.suffix === '' || decision.withdraws) return {};
  const number = /\d{1,6}[a-z]?\s*\/\s*(?:\d{4}\s*\/\s*)?Q\s*[ĐÐD](?:\s*[-–]\s*[\p{L}&\d]+)*/iu.exec(text)?.[0] ?? decision.text;
  const issuer =
    /\b(?:của|do)\s+((?:chủ tịch\s+)?(?:ubnd|u[ỷy]\s?ban|ủy\s?ban|bộ)\s[^);]{3,80}?)(?=\s*(?:$|[);,.:]|\s[-–]\s|\s+(?:về|ban hành|phê duyệt|công nhận|ký|cho)\s))/iu.exec(
      text,
    )?.[1];
  return { decisionNo: number.trim(), decidedOn: decision.day, ...(issuer ? { issuer: issuer.trim() } : {}) };
}

/** A title is a line of words; what is longer is none, and would keep the patterns busy for seconds. */
const LONGEST = 600;

/** All that the title of a section says. */
export function readTitle(title: string): Said {
  const text = title.slice(0, LONGEST).normalize('NFC').replace(/\s+/g, ' ').trim();
  const star = starOfTitle(text);
  const bare = text.replace(/[(:].*$/u, '').trim();
  const said: Said = { ...placeOfTitle(text), ...decisionOfTitle(text) };
  if (star) said.star = star;
  const { group } = /\p{L}{3}/u.test(bare) ? groupFrom(bare) : { group: null };
  if (group) said.group = bare;
  return said;
}

const OF_SMALLER = /(?:^| )(?:xa|phuong|huyen|quan|thi xa|thi tran|x|p|h|q|tx|tt|thon|ap)$/;

/** A line that says whose list it is: not where it was signed ('Hà Nội, ngày …'), nor the office's address, nor where the products are shown. */
const ownsList = (line: string): boolean => {
  const key = fold(line);
  return (
    /\b(?:danh sach|san pham|ocop|tong hop|phu luc|bieu|ket qua|ubnd|uy ban nhan dan)\b/.test(key) &&
    !/\b(?:hoi cho|trung bay|hoi nghi|hoi thao|le hoi|trien lam|ngay \d+ thang)\b/.test(key)
  );
};

/** The one province that these texts name without the word 'tỉnh' ('Danh sách sản phẩm OCOP Hậu Giang'); never the commune or district of that name. */
export function provinceNamed(texts: readonly string[], provinces: readonly string[]): string | undefined {
  const found = new Set<string>();
  for (const text of texts) {
    const words = (t: string) =>
      /^\p{ASCII}*$/u.test(text)
        ? fold(t)
        : foldMarks(t)
            .replace(/[^\p{L}\p{N}]+/gu, ' ')
            .trim();
    const line = ` ${words(text)} `;
    for (const name of provinces) {
      const at = line.indexOf(` ${words(name)} `);
      if (at >= 0 && !OF_SMALLER.test(fold(line.slice(0, at)))) found.add(name);
    }
  }
  const [name] = found;
  return found.size === 1 ? name : undefined;
}

/** The lines over the headings: the province, the star where one alone is named (there, else in the sheet's name), the decision that the list belongs to. `provinces`: names to look for there and in the sheet's name. */
export function readHeader(sheet: Sheet, firstRow: number, provinces: readonly string[] = []): Said {
  const lines = sheet.rows
    .filter((r) => r.number < firstRow)
    .flatMap((r) => r.cells.flatMap((c) => (c?.text ? [c.text.normalize('NFC')] : [])));
  const said: Said = {};
  const starred = lines.filter((l) => /\bsao\b/i.test(l));
  const stars = starOfTitle(starred.length > 0 ? starred.join(' ; ') : sheet.name);
  if (stars) said.star = stars;
  const belongs = lines.find((l) => /^\W*(?:ban hành\s+)?(?:kèm\s+)?theo\s+(?:\S+\s+)?quyết\s+định/iu.test(l));
  if (belongs) Object.assign(said, decisionOfTitle(belongs));
  const written = new Map(
    lines.flatMap((line) => {
      const province = issuerProvince(line)?.replace(
        /\s*(?:[().,;:–]|\s-\s|\b(?:năm|đạt|được|còn|đợt|có|gồm|giai đoạn|đến|tính|theo|về)\s|\d).*$/iu,
        '',
      );
      return province ? [[fold(province), province] as const] : [];
    }),
  );
  const [only] = written.values();
  const province =
    written.size === 0 ? provinceNamed([...lines.filter(ownsList), sheet.name], provinces) : written.size === 1 ? only : undefined;
  if (province) said.province = province;
  return said;
}

type Level = { numbering: Numbering; said: Said };

/** The titles over the rows read so far. A title ends those numbered like it or saying the same kind of thing, and all below them. */
export class Titles {
  #levels: Level[] = [];
  readonly #list: Said;

  constructor(list: Said) {
    this.#list = list;
  }

  enter(numeral: string, title: string): Said {
    const { numbering, text } = numberingOf(numeral, title);
    const said = readTitle(text);
    const kinds = Object.keys(said) as (keyof Said)[];
    const beside = this.#levels.findIndex(
      (l) => (numbering !== '' && l.numbering === numbering) || kinds.some((k) => l.said[k] !== undefined),
    );
    if (beside >= 0) this.#levels.length = beside;
    // a title that nobody can place may begin anything
    else if (numbering === '' && kinds.length === 0) this.#levels = [];
    this.#levels.push({ numbering, said });
    return said;
  }

  above(): Above {
    return Object.assign({}, ...this.#levels.map((l) => l.said), { list: this.#list });
  }
}
