// Producer types from the words of lists (QĐ 26/2026 điều 2: who may be an OCOP producer).
import { fold } from '#shared/text/fold.ts';
import { PRODUCER_TYPES, type ProducerType } from '#shared/vocabulary.ts';
import { nameKey } from './names.ts';

/** Tried in this order at the start of the text: the longer form first. */
const STARTS: [RegExp, ProducerType][] = [
  [/^(?:lien hiep |lien minh )?hop tac xa\b/, 'cooperative'],
  [/^to hop tac\b|^to hop san xuat\b|^to san xuat\b|^nhom (?:ho|san xuat)\b/, 'cooperative_group'],
  // A household that trades is a registered one; the short 'hộ SXKD' of lists says the same.
  [/^ho (?:gia dinh )?(?:co dang ky )?(?:san xuat )?kinh doanh\b|^ho kd\b|^ho ca the\b|^ho gia dinh co dang ky\b/, 'business_household'],
  [/^ho san xuat\b|^ho gia dinh\b|^ho nong dan\b|^ho\b|^gia dinh\b/, 'household'],
  [/^trang trai\b|^nong trai\b|^trai\b|^nha vuon\b/, 'farm'],
  [
    /^(?:chi nhanh )?(?:tong )?cong ty\b|^chi nhanh\b|^doanh nghiep\b|^tap doan\b|^xi nghiep\b|^nha may\b|^trach nhiem huu han\b|^co phan\b/,
    'enterprise',
  ],
  [/^(?:hiep )?hoi\b|^lien hoi\b/, 'association'],
  [/^lang nghe\b/, 'craft_village'],
  // Our decision: an establishment ("cơ sở") without another legal form counts as a registered household.
  [/^co so\b|^lo (?:banh|banh trang|bun)\b|^tiem\b|^cua hang\b/, 'business_household'],
];
/** English words of translated lists stand anywhere, mostly at the end. */
const ENGLISH: [RegExp, ProducerType][] = [
  [/\bcooperative group\b/, 'cooperative_group'],
  [/\bco ?operative\b/, 'cooperative'],
  [/\b(?:household business|business household)\b/, 'business_household'],
  [/\bhousehold\b/, 'household'],
  [/\b(?:company|co ltd|joint stock|enterprise|corporation|jsc)\b/, 'enterprise'],
  [/\bcraft village\b/, 'craft_village'],
  [/\bassociation\b/, 'association'],
  [/\bfarm\b/, 'farm'],
];

/** The type that a text names; undefined where it names none. */
export function producerTypeOf(text: string | null | undefined): ProducerType | undefined {
  if (!text) return undefined;
  const key = nameKey(text);
  const plain = fold(text);
  if (plain === 'dn' || plain === 'ct') return 'enterprise';
  return (STARTS.find(([form]) => form.test(key)) ?? ENGLISH.find(([form]) => form.test(plain)))?.[1];
}

/** Stated type first, else the legal form in the name; `other` with `known: false` where neither tells. */
export function producerType(stated: string | null, name: string): { type: ProducerType; known: boolean } {
  const own = stated?.trim().toLowerCase();
  const code = own === undefined ? undefined : PRODUCER_TYPES.find((c) => c === own);
  const type = code ?? (fold(stated ?? '') === 'khac' ? 'other' : undefined) ?? producerTypeOf(stated) ?? producerTypeOf(name);
  return { type: type ?? 'other', known: type !== undefined };
}

/** The label that our own lists write. */
export const PRODUCER_TYPE_LABELS: Record<ProducerType, string> = {
  cooperative: 'Hợp tác xã',
  cooperative_group: 'Tổ hợp tác',
  enterprise: 'Doanh nghiệp',
  farm: 'Trang trại',
  household: 'Hộ sản xuất',
  business_household: 'Hộ kinh doanh',
  association: 'Hội, hiệp hội',
  craft_village: 'Làng nghề',
  other: 'Khác',
};
