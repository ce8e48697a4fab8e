// Puts one row into the register in memory: all of it, or nothing and the reason.
import type { Territory } from '#server/modules/territory/index.ts';
import { compareMarks, nameKey, productKey } from '../rules/names.ts';
import { standing } from '../rules/validity.ts';
import { type Answers, aboutOf, questionOf } from './answers.ts';
import { identify } from './identify.ts';
import { mergeRecognitions } from './merge-recognitions.ts';
import { type NeedsPerson, needsPerson, type Rejection, rejection, type Warning, warning } from './notes.ts';
import { byCode, type Located } from './places.ts';
import type { RowFacts } from './read-row.ts';
import { addCodes, addProducer, addProduct, type Producer, type Product, type Register, writtenKey } from './register.ts';

export type Outcome =
  | { kind: 'created' | 'updated' | 'unchanged'; product: Product; changes: Change[] }
  | { kind: 'person'; need: NeedsPerson }
  | { kind: 'rejected'; rejection: Rejection };
/** For the record of acts: what a recognition or product was before and is now. */
export type Change = { product: string; what: string; before: unknown; after: unknown };

export type Applying = {
  register: Register;
  territory: Territory;
  today: string;
  warnings: Warning[];
  answers: Answers;
  /** Rows of other provinces stay out: the list of one province enters that province only. */
  within?: string | undefined;
};

const reject = (row: number, field: string, code: string, vi: string, en: string): Outcome => ({
  kind: 'rejected',
  rejection: rejection(row, field, code, { vi, en }),
});

export function applyRow({ register, territory, today, warnings, answers, within }: Applying, facts: RowFacts, written: Located): Outcome {
  const located = placeAnswered(territory, facts, written, answers);
  const placeOf = (p: Producer): string =>
    [p.communeCode ? territory.commune(p.communeCode)?.fullName : undefined, territory.province(p.provinceCode, 34)?.fullName]
      .filter(Boolean)
      .join(', ');
  const identity = identify(register, facts, located, placeOf, answers);
  const { row } = facts;
  const product = identity.kind === 'product' ? identity.product : undefined;

  const early = beforeMerging(facts, identity.kind === 'product' && identity.by === 'id' ? product : undefined, today);
  if (early) return early;
  if (identity.kind === 'person') return { kind: 'person', need: identity.need };
  if (identity.kind === 'no_province') return noProvince(row);
  if (identity.kind === 'left_out') return leftOut(row);
  const home = product?.producer ?? (identity.kind === 'new_product' ? identity.producer : located.kind === 'known' ? located : undefined);
  if (within !== undefined && home && home.provinceCode !== within) return elsewhere(row);

  const merged = mergeRecognitions(product?.recognitions ?? [], facts);
  if (merged.kind === 'contradiction') {
    const message = {
      vi: merged.row ? `Trái với dòng ${merged.row} của cùng danh sách.` : 'Ngày công nhận trùng với một lần công nhận khác trong sổ.',
      en: merged.row ? `Contradicts row ${merged.row} of the same list.` : 'The day is that of another recognition in the register.',
    };
    const candidates = product
      ? [{ kind: 'product' as const, id: product.id, name: `${product.name} – ${product.producer.name}`, place: placeOf(product.producer) }]
      : [];
    const question = questionOf(facts, 'contradiction');
    if (answers.get(question)?.choice === 'leave_out') return leftOut(row);
    return { kind: 'person', need: { ...needsPerson(row, 'contradiction', message, candidates), question, about: aboutOf(facts) } };
  }
  if (product) {
    const renamed = identity.kind === 'product' && identity.by === 'id' && product.nameKey !== productKey(facts.name);
    if (renamed && product.renamedBy !== null && product.renamedBy !== row) {
      const message = {
        vi: `Trái với dòng ${product.renamedBy} của cùng danh sách.`,
        en: `Contradicts row ${product.renamedBy} of the same list.`,
      };
      return { kind: 'person', need: needsPerson(row, 'contradiction', message, []) };
    }
    const changes: Change[] = merged.changes.map((c) => ({ product: product.id, ...c }));
    if (renamed) changes.push(rename(product, facts));
    if (identity.kind === 'product' && identity.by === 'id') product.renamedBy = row;
    if (identity.kind === 'product' && identity.by === 'name' && compareMarks(product.name, facts.name) === 'bare') {
      // 'Tra' may be trà or the fish tra
      const message = {
        vi: `"${facts.name}" và "${product.name}" trong sổ chỉ khác ở chỗ có dấu; coi là một sản phẩm.`,
        en: `"${facts.name}" differs from "${product.name}" in the register only by marks left out; taken for one product.`,
      };
      warnings.push(warning('product_marks', message, { row, field: 'name' }));
    }
    const filled = fill(register, product, facts) || merged.added > 0;
    product.recognitions = merged.recognitions;
    if (merged.repeats !== null && changes.length === 0 && !filled) {
      const vi = `Lặp lại dòng ${merged.repeats}.`;
      warnings.push(warning('repeated', { vi, en: `Repeats row ${merged.repeats}.` }, { row }));
    }
    return { kind: changes.length > 0 || filled ? 'updated' : 'unchanged', product, changes };
  }
  const seat = located.kind === 'known' ? located : identity.kind === 'new_product' ? seatOf(identity.producer) : undefined;
  if (!seat) return noProvince(row);
  const producer = identity.kind === 'new_product' ? identity.producer : createProducer(register, facts, seat);
  if (identity.kind === 'new_product') {
    if (identity.otherMarks) {
      const message = {
        vi: `Chủ thể trong sổ ghi "${producer.name}", khác dấu.`,
        en: `The register writes the producer "${producer.name}", with other marks.`,
      };
      warnings.push(warning('producer_marks', message, { row, field: 'producer' }));
    }
    fillProducer(producer, facts);
  }
  warnPlace(territory, facts, seat, warnings);
  return { kind: 'created', product: createProduct(register, producer, facts, seat, merged.recognitions), changes: [] };
}

const noProvince = (row: number): Outcome =>
  reject(row, 'province', 'province_unknown', 'Không rõ tỉnh, thành phố của chủ thể.', 'The province of the producer is not known.');

const leftOut = (row: number): Outcome =>
  reject(row, 'row', 'left_out', 'Người phụ trách đã để dòng này ra ngoài.', 'A person in charge set this row aside.');

const elsewhere = (row: number): Outcome =>
  reject(row, 'province', 'not_your_unit', 'Chủ thể ở tỉnh, thành phố khác.', 'The producer is in another province.');

/** Which of several units was meant, once a person said so. */
function placeAnswered(territory: Territory, facts: RowFacts, located: Located, answers: Answers): Located {
  if (located.kind !== 'several' || answers.size === 0) return located;
  const answer = answers.get(questionOf(facts, 'place_ambiguous'));
  const unit = answer?.choice === 'unit' ? byCode(territory, answer.id) : undefined;
  return unit?.kind === 'known' ? unit : located;
}

/** The place that a person or an earlier list gave the producer. */
const seatOf = (p: Producer): Known => ({
  kind: 'known',
  communeCode: p.communeCode,
  provinceCode: p.provinceCode,
  oldProvinceCode: p.oldProvinceCode,
  key: p.placeKey,
  homeOf: null,
  unrecognised: [],
});

/** Rows of our own lists that can only confirm what stands: without a day, or saying "withdrawn" without saying when. */
function beforeMerging(facts: RowFacts, product: Product | undefined, today: string): Outcome | undefined {
  const { row, rounds } = facts;
  const last = rounds.at(-1);
  const now = product ? standing(product.recognitions, today) : undefined;
  if (facts.saysRevoked && last?.endedOn === null) {
    if (product && now?.status === 'revoked') return { kind: 'unchanged', product, changes: [] };
    return reject(
      row,
      'status',
      'revoked',
      'Danh sách ghi đã thu hồi mà không có ngày thu hồi; việc thu hồi ghi ở mục giám sát.',
      'The list says withdrawn without a day; withdrawals are entered by supervision.',
    );
  }
  if (rounds.every((r) => r.validFrom !== null)) return undefined;
  const fits =
    now && last && now.current.star === last.star && (last.potentialFive === null || last.potentialFive === now.current.potentialFive);
  if (product && fits && rounds.length === 1) return { kind: 'unchanged', product, changes: [] };
  return reject(
    row,
    'decidedOn',
    'missing',
    'Thiếu ngày công nhận (có thể cho bằng --decided-on).',
    'The day of recognition is missing (it can be given with --decided-on).',
  );
}

function rename(product: Product, facts: RowFacts): Change {
  const change = { product: product.id, what: 'name', before: product.name, after: facts.name };
  product.name = facts.name;
  product.nameKey = productKey(facts.name);
  product.version++;
  if (product.state === 'kept') product.state = 'changed';
  return change;
}

/** A list fills what the register does not know; it overwrites only the recognition it is about. True when something was filled. */
function fill(register: Register, product: Product, facts: RowFacts): boolean {
  let filled = fillProducer(product.producer, facts);
  const take = <K extends 'code' | 'oldCode' | 'group' | 'set' | 'groupStated'>(key: K, value: Product[K]) => {
    if (product[key] !== null || value === null) return;
    product[key] = value;
    if (product.state === 'kept') product.state = 'changed';
    filled = true;
  };
  // our own list writes the former code where there is no new one
  if (facts.code !== product.oldCode) take('code', facts.code);
  take('oldCode', facts.oldCode);
  if (product.group === null) {
    take('groupStated', facts.group.stated);
    take('group', facts.group.group);
  }
  if (product.group === facts.group.group) take('set', facts.group.set);
  addCodes(register, product);
  return filled;
}

function fillProducer(producer: Producer, facts: RowFacts): boolean {
  let filled = false;
  const take = <K extends 'representative' | 'phone'>(key: K, value: Producer[K]) => {
    if (producer[key] !== null || value === null) return;
    producer[key] = value;
    filled = true;
  };
  take('representative', facts.producer.representative);
  take('phone', facts.producer.phone);
  if (producer.type === 'other' && facts.producer.type !== 'other') {
    producer.type = facts.producer.type;
    filled = true;
  }
  if (filled && producer.state === 'kept') producer.state = 'changed';
  return filled;
}

type Known = Extract<Located, { kind: 'known' }>;

function freeId(register: Register): string {
  const id = register.freeIds.pop();
  if (id === undefined) throw new Error('more producers and products than rows');
  return id;
}

const writtenOf = ({ place }: RowFacts) => ({
  address: place.address,
  commune: place.commune,
  district: place.district,
  province: place.province,
});

function createProducer(register: Register, facts: RowFacts, located: Known): Producer {
  const producer: Producer = {
    id: freeId(register),
    name: facts.producer.name,
    nameKey: nameKey(facts.producer.name),
    type: facts.producer.type,
    typeStated: facts.producer.typeStated,
    placeKey: located.key,
    communeCode: located.communeCode,
    provinceCode: located.provinceCode,
    oldProvinceCode: located.oldProvinceCode,
    written: writtenOf(facts),
    writtenKey: () => writtenKey(facts.place),
    representative: facts.producer.representative,
    phone: facts.producer.phone,
    state: 'new',
  };
  addProducer(register, producer);
  return producer;
}

function createProduct(
  register: Register,
  producer: Producer,
  facts: RowFacts,
  located: Known,
  recognitions: Product['recognitions'],
): Product {
  const product: Product = {
    id: freeId(register),
    producer,
    version: 1,
    name: facts.name,
    nameKey: productKey(facts.name),
    code: facts.code,
    oldCode: facts.oldCode,
    group: facts.group.group,
    set: facts.group.set,
    groupStated: facts.group.stated,
    placeKey: located.key,
    communeCode: located.communeCode,
    provinceCode: located.provinceCode,
    oldProvinceCode: located.oldProvinceCode,
    written: writtenOf(facts),
    recognitions,
    state: 'new',
    renamedBy: facts.row,
  };
  addProduct(register, product);
  return product;
}

const HOMES = {
  issuer: { code: 'province_from_issuer', vi: 'Tỉnh lấy theo cơ quan ban hành.', en: 'The province is taken from the issuer.' },
  title: { code: 'province_from_title', vi: 'Tỉnh lấy theo tên danh sách.', en: 'The province is taken from the title of the list.' },
};

function warnPlace(territory: Territory, facts: RowFacts, located: Known, warnings: Warning[]): void {
  const { row } = facts;
  if (located.homeOf !== null) {
    const { code, ...message } = HOMES[located.homeOf];
    warnings.push(warning(code, message, { row, field: 'province' }));
  }
  if (located.issuerElsewhere) {
    const at = territory.province(located.provinceCode, 34)?.name;
    warnings.push(
      warning(
        'issuer_elsewhere',
        {
          vi: `Địa chỉ thuộc ${at}, cơ quan ban hành của ${located.issuerElsewhere}; ghi theo địa chỉ.`,
          en: `The place is in ${at}, the issuer is of ${located.issuerElsewhere}; the place is taken.`,
        },
        { row, field: 'issuer' },
      ),
    );
  }
  if (located.unrecognised.length > 0) {
    const parts = located.unrecognised
      .map((u) => (u === 'commune' ? facts.place.commune : facts.place.district))
      .filter(Boolean)
      .join(', ');
    warnings.push(
      warning(
        'unit_unknown',
        {
          vi: `Không có đơn vị "${parts || 'xã, phường'}" trong danh mục; ghi ở mức chắc chắn.`,
          en: `Unit "${parts || 'commune'}" is not in the lists; entered at the level that is sure.`,
        },
        { row, field: 'commune' },
      ),
    );
  } else if (located.communeCode === null) {
    warnings.push(
      warning('province_level', { vi: 'Chỉ biết đến cấp tỉnh.', en: 'Only the province is known.' }, { row, field: 'commune' }),
    );
  }
}
