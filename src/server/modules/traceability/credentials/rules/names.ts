// What credentials name by addresses of this site: bodies, the scheme, criteria. Whoever opens such an address finds the same name there.
import { findSet, LIVE_RULESET } from '#server/modules/assessment/index.ts';
import type { ProductFacts } from '#server/modules/registry/index.ts';
import { t } from '#shared/messages/index.ts';
import { GROUPS } from '#shared/vocabulary.ts';

/** A thing in the words of UNTP 0.7.0. */
export type Named = { type: [string]; id: string; name: string };

export const bodyCalled = (origin: string, key: string, name: string): Named => ({ type: ['Party'], id: `${origin}/co-quan/${key}`, name });
export const primeMinister = (origin: string): Named => bodyCalled(origin, 'thu-tuong-chinh-phu', 'Thủ tướng Chính phủ');
export const scheme = (origin: string): Named => ({
  type: ['ConformityScheme'],
  id: `${origin}/chuong-trinh/ocop`,
  name: 'Chương trình Mỗi xã một sản phẩm',
});
export const topic = (origin: string): Named => ({
  type: ['ConformityTopic'],
  id: `${origin}/chu-de/phan-hang-ocop`,
  name: 'Phân hạng sản phẩm OCOP',
});
export const totalScore = (origin: string): Named => ({
  type: ['PerformanceMetric'],
  id: `${origin}/do-luong/diem-tong`,
  name: 'Tổng điểm',
});
/** ISO/IEC 18975: `/P/{id}`, for products without a GTIN. */
export const numbering = (origin: string): Named => ({
  type: ['IdentifierScheme'],
  id: `${origin}/cach-danh-ma/san-pham`,
  name: 'Mã sản phẩm Sản Vật (ISO/IEC 18975)',
});

const ANY = 'ocop';
const setOf = (key: string) => (/^[1-9]\d?$/.test(key) ? findSet(LIVE_RULESET, Number(key)) : undefined);
const groupOf = (key: string) => GROUPS.find((g) => g === key);
/** The set of criteria of a product, its group where no set is known. */
export function profileOf(origin: string, { set, group }: Pick<ProductFacts, 'set' | 'group'>): Named {
  const key = `${set ?? group ?? ANY}`;
  const name = setOf(key)?.name.vi ?? (group === null ? 'Sản phẩm OCOP' : t('vi').group[group]);
  return { type: ['ConformityProfile'], id: `${origin}/bo-tieu-chi/${key}`, name };
}

const FIXED = [
  [scheme, '/tu-cham'],
  [topic, '/tu-cham'],
  [totalScore, '/tu-cham'],
  [primeMinister, '/'],
  [numbering, '/api'],
] as const;

/** What stands at an address and the page that says more of it; `bodyName` knows the authorities. Undefined for no name of ours. */
export function namedAt(
  origin: string,
  path: string,
  bodyName: (key: string) => string | undefined,
): { named: Named; page: string } | undefined {
  const of = FIXED.find(([make]) => make(origin).id === origin + path);
  if (of) return { named: of[0](origin), page: of[1] };
  const [, kind, key = ''] = path.split('/');
  if (kind === 'co-quan') {
    const name = bodyName(key);
    return name === undefined ? undefined : { named: bodyCalled(origin, key, name), page: /^\d/.test(key) ? `/tinh/${key}` : '/' };
  }
  const [set, group] = [setOf(key), groupOf(key) ?? null];
  if (kind !== 'bo-tieu-chi' || (!set && group === null && key !== ANY)) return undefined;
  const page = set ? `/tu-cham/${set.no}` : group ? `/nhom/${group}` : '/tu-cham';
  return { named: profileOf(origin, { set: set?.no ?? null, group }), page };
}
