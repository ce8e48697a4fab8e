// The number of a decision as lists write it: 715/QĐ – UBND, 3787/QÐ-UBND, 377/QĐ-BNN-VPĐP, "Quyết định số 377".
import { fold } from '#shared/text/fold.ts';

export type Decision = {
  /** As written, apart from outer spaces. */
  text: string;
  /** Number and suffix in one spelling: '715/QD-UBND'; the number alone where the suffix is missing. */
  key: string;
  number: string;
  suffix: string;
  /** Who signs by the suffix. */
  authority: 'central' | 'committee' | 'other';
  /** The day written in the same cell ('… ngày 01/8/2022'), as written. */
  day: string | null;
  /** More than one decision is named. */
  several: boolean;
  /** The text says that it withdraws, not that it recognises. */
  withdraws: boolean;
};

const DAY = '\\d{1,2}\\s*[/.-]\\s*\\d{1,2}\\s*[/.-]\\s*\\d{4}(?!\\d)';
const AFTER_WORD = new RegExp(`(?:ngày|ngay)\\s*(${DAY}|\\d{1,2}\\s+tháng\\s+\\d{1,2}\\s+năm\\s+\\d{4})`, 'iu');
const ALONE = new RegExp(`(?<![\\d/.])${DAY}`, 'gu');

/** The day written with a number: after 'ngày', or the only day there is ('15/QĐ-UBND (05/08/2023)'). */
function dayIn(text: string): string | null {
  const named = AFTER_WORD.exec(text)?.[1];
  const all = text.match(ALONE) ?? [];
  return named ?? (all.length === 1 ? (all[0] ?? null) : null);
}

/** No number stands further on in a cell; the patterns below take time with the square of what they are given. */
const LONGEST = 500;

/** Undefined where no number can be read. */
export function readDecision(whole: string): Decision | undefined {
  const text = whole.slice(0, LONGEST);
  const day = dayIn(text);
  const folded = (day ? text.replace(day, ' ') : text)
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ĐÐđð]/gu, 'D')
    .toUpperCase()
    .replace(/[\u2010-\u2015\u2212]/gu, '-')
    .replace(/[∕⁄\\]/gu, '/')
    // 1.234/QĐ-UBND, 123-QĐ/UBND and 123/QĐ.UBND are other ways of writing the same
    .replace(/\b(\d{1,3})[.,](\d{3})(?=\s*\/)/gu, '$1$2')
    .replace(/(\d)\s*-\s*QD\s*\/\s*/gu, '$1/QD-')
    .replace(/(?<=\/\s*Q\s*D[A-Z&\s.-]*)\.(?=[A-Z])/gu, '-');
  const withdraws = /\bthu hoi\b/.test(fold(text));
  const found =
    /(?:^|[^\d/.-])(\d{1,6}[A-Z]?)\s*\/\s*((?:\d{4}\s*\/\s*)?(?:Q\s*D|TB|NQ|GCN|CV)(?:\s*-\s*[A-Z&]+\d*)*)/.exec(folded) ??
    /(?:QUYET DINH|QD)?\s*(?:SO)?[\s.:]*\b(\d{1,6}[A-Z]?)\b(?!\s*[/.-]\s*\d)()/.exec(folded);
  if (!found?.[1]) return undefined;
  const number = found[1].replace(/^0+(?=\d)/, '');
  const suffix = (found[2] ?? '').replace(/\s+/g, '');
  const families = suffix.split('-').slice(1);
  const central =
    families.some((f) => /^(?:BNN|BNNMT|BNNPTNT|BNN&PTNT|TTG|BCT|BYT|BNNVPDP)$/.test(f)) ||
    /QD$/.test(suffix.split('-')[0] ?? '') === false;
  const authority = suffix === '' ? 'other' : central ? 'central' : families.includes('UBND') ? 'committee' : 'other';
  const several = new Set([...folded.matchAll(/(\d{1,6}[A-Z]?)\s*\/\s*(?:\d{4}\s*\/\s*)?Q\s*D/g)].map((m) => m[1])).size > 1;
  return { text: whole.trim(), number, suffix, key: suffix ? `${number}/${suffix}` : number, authority, day, several, withdraws };
}

/** The same number under the same suffix; a number without a suffix may be any. */
export function sameDecision(a: string | null, b: string | null): boolean {
  if (!a || !b) return false;
  const [numberA, suffixA] = a.split(/\/(.*)/s);
  const [numberB, suffixB] = b.split(/\/(.*)/s);
  return numberA === numberB && (!suffixA || !suffixB || suffixA === suffixB);
}

export type Level = 'central' | 'province' | 'district' | 'commune' | 'unknown';

const CENTRAL = /^(?:bo\b|thu tuong|chinh phu)|\bbo (?:nong nghiep|nn|truong)|\bbnn|\btrung uong\b|ministry|\bhoi dong\b.*\bquoc gia\b/;
/** The first word for a unit in an issuer's name is its own; 'UBND huyện Krông Pa, tỉnh Gia Lai' is a district's. */
const OWN = /\b(tinh|provinc\w*|thanh pho|tp|huyen|quan|thi xa|tx|xa|phuong|thi tran|dac khu)\b(.*)$/;
const CENTRAL_CITY = /^ (?:ho chi minh|hcm|hochiminh|ha noi|da nang|hai phong|can tho|hue|dong nai)\b(?!.*\btinh\b)/;
const LEVELS: Record<string, Level> = { huyen: 'district', quan: 'district', 'thi xa': 'district', tx: 'district' };

/** At which level an issuer sits, by its words. */
export function issuerLevel(issuer: string | null): Level {
  if (!issuer) return 'unknown';
  const text = fold(issuer);
  if (CENTRAL.test(text)) return 'central';
  if (/^so\b|^ubnd tp ?hcm\b/.test(text)) return 'province';
  const [, own = '', rest = ''] = OWN.exec(text) ?? [];
  if (own === '') return 'unknown';
  if (own === 'tinh' || own.startsWith('provinc')) return 'province';
  if (own === 'thanh pho' || own === 'tp') return CENTRAL_CITY.test(rest) ? 'province' : 'district';
  return LEVELS[own] ?? 'commune';
}

/** The province an issuer names: 'UBND tỉnh Lâm Đồng' → 'tỉnh Lâm Đồng'; null where it names none. */
export function issuerProvince(issuer: string | null): string | null {
  if (!issuer || issuerLevel(issuer) === 'central') return null;
  const found = /(tỉnh|tinh)\s+(.+)$/iu.exec(issuer);
  if (found) return `${found[1]} ${found[2]}`.trim();
  if (issuerLevel(issuer) !== 'province') return null;
  const city = /(thành phố|thanh pho|tp\.?)\s*(.+)$/iu.exec(issuer);
  return city ? `${city[1]} ${city[2]}`.trim() : null;
}

/** The district an issuer is of: 'UBND huyện Krông Pa, tỉnh Gia Lai' → 'huyện Krông Pa'; null where it is none's. */
export function issuerDistrict(issuer: string | null): string | null {
  if (!issuer || issuerLevel(issuer) !== 'district') return null;
  const found =
    /(huyện|huyen|quận|quan|thị xã|thi xa|thành phố|thanh pho|tp\.?|tx\.?)\s*([^,;]+?)(?:\s*[-–]?\s*(?:tỉnh|tinh)\b.*|\s*[,;].*)?$/iu.exec(
      issuer.normalize('NFC'),
    );
  return found ? `${found[1]} ${found[2]}`.trim() : null;
}
