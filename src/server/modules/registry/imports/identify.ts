// Which product of the register is a row about? Never by likeness: equal keys or a person.
import { compareMarks, isBare, nameKey, ownMarksDiffer, productKey } from '../rules/names.ts';
import { type Answers, aboutOf, questionOf } from './answers.ts';
import { type Choice, type NeedsPerson, needsPerson } from './notes.ts';
import type { Located } from './places.ts';
import type { RowFacts } from './read-row.ts';
import { type Producer, type Product, type Register, writtenKey } from './register.ts';

export type Identity =
  | { kind: 'product'; product: Product; by: 'id' | 'code' | 'name' }
  | { kind: 'new_product'; producer: Producer; otherMarks: boolean }
  | { kind: 'new_producer' }
  | { kind: 'person'; need: NeedsPerson }
  | { kind: 'no_province' }
  /** A person set the row aside. */
  | { kind: 'left_out' };

export function identify(
  register: Register,
  facts: RowFacts,
  located: Located,
  placeOf: (p: Producer) => string,
  answers: Answers = new Map(),
): Identity {
  return answered(register, facts, byCode(register, facts, placeOf) ?? byName(register, facts, located, placeOf), placeOf, answers);
}

/** A question that a person answered is not asked again; the answer may lead to the next question. */
function answered(register: Register, facts: RowFacts, found: Identity, placeOf: (p: Producer) => string, answers: Answers): Identity {
  if (found.kind !== 'person') return found;
  const question = questionOf(facts, found.need.reason);
  const open: Identity = { kind: 'person', need: { ...found.need, question, about: aboutOf(facts) } };
  const answer = answers.get(question);
  if (!answer) return open;
  if (answer.choice === 'leave_out') return { kind: 'left_out' };
  if (answer.choice === 'new') {
    if (found.need.reason !== 'product_marks') return { kind: 'new_producer' };
    const producer = register.productsById.get(found.need.candidates[0]?.id ?? '')?.producer;
    return producer ? { kind: 'new_product', producer, otherMarks: false } : open;
  }
  if (answer.choice === 'product') {
    const product = register.productsById.get(answer.id);
    return product ? { kind: 'product', product, by: 'name' } : open;
  }
  const producer = answer.choice === 'producer' ? register.producersById.get(answer.id) : undefined;
  return producer ? answered(register, facts, productOf(register, producer, facts, placeOf), placeOf, answers) : open;
}

const producerChoice = (p: Producer, placeOf: (p: Producer) => string): Choice => ({
  kind: 'producer',
  id: p.id,
  name: p.name,
  place: placeOf(p),
});
const productChoice = (p: Product, placeOf: (p: Producer) => string): Choice => ({
  kind: 'product',
  id: p.id,
  name: `${p.name} – ${p.producer.name}`,
  place: placeOf(p.producer),
});

function byCode(register: Register, facts: RowFacts, placeOf: (p: Producer) => string): Identity | undefined {
  const own = facts.id ? register.productsById.get(facts.id) : undefined;
  const byEach = [facts.code, facts.oldCode].flatMap((c) => (c ? [register.productsByCode.get(c) ?? []] : []));
  const found = [...new Set(own ? [own, ...byEach.flat()] : byEach.flat())];
  if (found.length === 0) return undefined;
  const fits = (p: Product) =>
    p.producer.nameKey === nameKey(facts.producer.name) && (own === p || (own === undefined && p.nameKey === productKey(facts.name)));
  const [product, second] = found.filter(fits);
  // every code of the row is the product's own; that another product bears it too is no doubt about this one
  const agreed = product && !second && byEach.every((bearers) => bearers.length === 0 || bearers.includes(product));
  if (agreed) return { kind: 'product', product, by: own ? 'id' : 'code' };
  return person(
    facts.row,
    'code_conflict',
    { vi: 'Mã sản phẩm đã thuộc về sản phẩm hoặc chủ thể khác.', en: 'The product code already belongs to another product or producer.' },
    found.map((p) => productChoice(p, placeOf)),
  );
}

function byName(register: Register, facts: RowFacts, located: Located, placeOf: (p: Producer) => string): Identity {
  const named = register.producersByName.get(nameKey(facts.producer.name)) ?? [];
  const written = writtenKey(facts.place);
  const here =
    located.kind === 'unknown' ? [] : named.filter((p) => isHere(p, located) || (written !== null && p.writtenKey() === written));
  if (here.length > 0) {
    const producer = here.length === 1 ? here[0] : oneByMarks(here, facts.producer.name);
    if (producer) return productOf(register, producer, facts, placeOf);
    return person(
      facts.row,
      'producer_twice',
      {
        vi: 'Có nhiều chủ thể cùng tên ở cùng một nơi trong sổ.',
        en: 'Several producers of this name stand at this place in the register.',
      },
      here.map((p) => producerChoice(p, placeOf)),
    );
  }
  if (located.kind === 'unknown') return { kind: 'no_province' };
  if (located.kind === 'several') {
    return person(
      facts.row,
      'place_ambiguous',
      { vi: 'Địa chỉ có thể thuộc nhiều đơn vị hành chính hiện nay.', en: 'The place may be one of several units of today.' },
      located.candidates,
    );
  }
  const near = named.filter((p) => p.provinceCode === located.provinceCode);
  if (near.length > 0) {
    return person(
      facts.row,
      'same_name_elsewhere',
      {
        vi: 'Trong tỉnh đã có chủ thể cùng tên ở nơi khác (hoặc ghi kém chính xác hơn).',
        en: 'The province already has a producer of this name at another place (or less exactly placed).',
      },
      near.map((p) => producerChoice(p, placeOf)),
    );
  }
  return { kind: 'new_producer' };
}

/** The same most exact unit given. */
const isHere = (p: Producer, located: Exclude<Located, { kind: 'unknown' }>): boolean =>
  p.placeKey === located.key || (located.kind === 'known' && located.communeCode !== null && p.communeCode === located.communeCode);

function oneByMarks<T extends { name: string }>(list: T[], name: string): T | undefined {
  const same = list.filter((p) => !isBare(p.name) && !isBare(name) && !ownMarksDiffer(p.name, name));
  return same.length === 1 ? same[0] : undefined;
}

function productOf(register: Register, producer: Producer, facts: RowFacts, placeOf: (p: Producer) => string): Identity {
  const otherMarks = ownMarksDiffer(producer.name, facts.producer.name);
  const key = productKey(facts.name);
  const named = (register.productsByProducer.get(producer.id) ?? []).filter((p) => p.nameKey === key);
  if (named.length === 0) return { kind: 'new_product', producer, otherMarks };
  const exact = named.filter((p) => compareMarks(p.name, facts.name) === 'same');
  const likely = exact.length > 0 ? exact : named.filter((p) => compareMarks(p.name, facts.name) === 'bare');
  const [product] = likely;
  if (product && likely.length === 1) {
    const clash = [
      facts.code && product.code && facts.code !== product.code,
      facts.oldCode && product.oldCode && facts.oldCode !== product.oldCode,
    ].some(Boolean);
    if (!clash) return { kind: 'product', product, by: 'name' };
    return person(
      facts.row,
      'code_conflict',
      { vi: 'Sản phẩm này trong sổ có mã khác.', en: 'This product has another code in the register.' },
      [productChoice(product, placeOf)],
    );
  }
  return person(
    facts.row,
    'product_marks',
    {
      vi: 'Chủ thể đã có sản phẩm cùng chữ nhưng khác dấu.',
      en: 'The producer already has a product with the same letters but other marks.',
    },
    named.map((p) => productChoice(p, placeOf)),
  );
}

const person = (row: number, reason: string, message: { vi: string; en: string }, candidates: Choice[]): Identity => ({
  kind: 'person',
  need: needsPerson(row, reason, message, candidates),
});
