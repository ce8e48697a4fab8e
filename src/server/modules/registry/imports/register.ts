// The part of the register that a list may be about, in memory while it goes in: what stands there, what this import adds and changes.
import { sql } from 'kysely';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#shared/ids.ts';
import { fold, foldUnit } from '#shared/text/fold.ts';
import type { Group, ProducerType, Star } from '#shared/vocabulary.ts';
import '../tables.ts';

export type State = 'kept' | 'new' | 'changed';
export type Written = { address: string | null; commune: string | null; district: string | null; province: string | null };
export type Producer = {
  id: string;
  name: string;
  nameKey: string;
  type: ProducerType;
  typeStated: string | null;
  placeKey: string;
  communeCode: string | null;
  provinceCode: string;
  oldProvinceCode: string | null;
  /** Null where nothing is to be written: loaded from the register. */
  written: Written | null;
  /** The place as written, folded: equal texts mean the same place even where units were divided since. */
  writtenKey: () => string | null;
  representative: string | null;
  phone: string | null;
  state: State;
};
export type Recognition = {
  id: number | null;
  star: Star;
  potentialFive: boolean;
  score: number | null;
  decisionNo: string | null;
  decisionKey: string | null;
  decidedOn: string | null;
  issuer: string | null;
  validFrom: string;
  validUntil: string;
  extendedUntil: string | null;
  endedOn: string | null;
  endedBy: 'revoked' | 'superseded' | null;
  cause: string | null;
  state: State;
  /** The row of this list that states it. */
  statedBy: number | null;
};
export type Product = {
  id: string;
  producer: Producer;
  version: number;
  name: string;
  nameKey: string;
  code: string | null;
  oldCode: string | null;
  group: Group | null;
  set: number | null;
  groupStated: string | null;
  placeKey: string | null;
  communeCode: string | null;
  provinceCode: string;
  oldProvinceCode: string | null;
  written: Written | null;
  recognitions: Recognition[];
  state: State;
  renamedBy: number | null;
};

export type Register = {
  producersByName: Map<string, Producer[]>;
  productsById: Map<string, Product>;
  /** New and old codes together. */
  productsByCode: Map<string, Product[]>;
  productsByProducer: Map<string, Product[]>;
  producersById: Map<string, Producer>;
  producers: Producer[];
  /** Ids that nobody bears yet. */
  freeIds: string[];
};

/** What the rows of a list name, and people in answers about them: whoever bears none of it is nobody's concern. */
export type Sought = { nameKeys: Iterable<string>; codes: Iterable<string>; ids: Iterable<string> };

/** Null where no unit below the province is written. */
export function writtenKey({ address, commune, district, province }: Written): string | null {
  if (commune) return `unit:${[commune, district, province].map((t) => (t ? foldUnit(t) : '')).join('|')}`;
  return address ? `address:${fold([address, district, province].filter(Boolean).join(' '))}` : null;
}

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

export function addProducer(register: Register, producer: Producer): void {
  register.producers.push(producer);
  register.producersById.set(producer.id, producer);
  push(register.producersByName, producer.nameKey, producer);
}

export function addProduct(register: Register, product: Product): void {
  register.productsById.set(product.id, product);
  push(register.productsByProducer, product.producer.id, product);
  addCodes(register, product);
}

export function addCodes(register: Register, product: Product): void {
  for (const code of [product.code, product.oldCode]) {
    if (code && !register.productsByCode.get(code)?.includes(product)) push(register.productsByCode, code, product);
  }
}

/** Forgets which rows stated what: the list is gone through afresh. */
export function forgetRows(register: Register): void {
  for (const product of register.productsById.values()) {
    product.renamedBy = null;
    for (const recognition of product.recognitions) recognition.statedBy = null;
  }
}

/** As many new ids, none of which stands in the register. */
async function freeIds(tx: Tx, count: number): Promise<string[]> {
  const free = new Set<string>();
  while (free.size < count) {
    const drawn = Array.from({ length: count - free.size }, newId);
    for (const id of drawn) free.add(id);
    const taken = await sql<{ id: string }>`
      select id from registry.producer where id = any(${drawn}) union all select id from registry.product where id = any(${drawn})`.execute(
      tx,
    );
    for (const { id } of taken.rows) free.delete(id);
  }
  return [...free];
}

/**
 * Reads the producers that bear a name or an id sought, those of the products that bear a code or an id sought, and all that is theirs:
 * few queries, whatever the length of the list. `rows`: how many rows may need ids. `hold`: nobody else grants, extends or ends anything of
 * these products until the transaction ends, for what is written is what was read (lock-product.ts waits on the same rows).
 */
export async function loadRegister(tx: Tx, { nameKeys, codes, ids }: Sought, rows: number, hold = false): Promise<Register> {
  const held = sql.raw(hold ? 'for no key update' : '');
  const [sought, coded, known] = [[...new Set(nameKeys)], [...new Set(codes)], [...new Set(ids)]];
  const register: Register = {
    producersByName: new Map(),
    productsById: new Map(),
    productsByCode: new Map(),
    productsByProducer: new Map(),
    producersById: new Map(),
    producers: [],
    freeIds: await freeIds(tx, 2 * rows),
  };
  const producers = await sql<Omit<Producer, 'written' | 'writtenKey' | 'state'> & Written>`
    select id, name, name_key as "nameKey", type, type_stated as "typeStated", place_key as "placeKey", commune_code as "communeCode",
      province_code as "provinceCode", old_province_code as "oldProvinceCode", representative, phone,
      address_written as address, commune_written as commune, district_written as district, province_written as province
    from registry.producer
    where name_key = any(${sought}) or id = any(${known})
      or id in (select producer_id from registry.product where id = any(${known}) or code = any(${coded}) or old_code = any(${coded}))
    order by id`.execute(tx);
  for (const { address, commune, district, province, ...row } of producers.rows) {
    const written = { address, commune, district, province };
    // asked for only where names meet
    const producer: Producer = { ...row, written: null, writtenKey: () => writtenKey(written), state: 'kept' };
    addProducer(register, producer);
  }
  type ProductRow = Omit<Product, 'producer' | 'written' | 'recognitions' | 'state' | 'renamedBy' | 'placeKey'> & { producerId: string };
  const products = await sql<ProductRow>`
    select id, producer_id as "producerId", version, name, name_key as "nameKey", code, old_code as "oldCode", group_code as "group", set_no as "set",
      group_stated as "groupStated", commune_code as "communeCode", province_code as "provinceCode", old_province_code as "oldProvinceCode"
    from registry.product where producer_id = any(${[...register.producersById.keys()]}) order by id ${held}`.execute(tx);
  for (const { producerId, ...row } of products.rows) {
    const producer = register.producersById.get(producerId);
    if (producer)
      addProduct(register, { ...row, producer, placeKey: null, written: null, recognitions: [], state: 'kept', renamedBy: null });
  }
  const recognitions = await sql<Omit<Recognition, 'state' | 'statedBy'> & { productId: string }>`
    select id, product_id as "productId", star, potential_five as "potentialFive", score, decision_no as "decisionNo", decision_key as "decisionKey",
      decided_on as "decidedOn", issuer, valid_from as "validFrom", valid_until as "validUntil", extended_until as "extendedUntil",
      ended_on as "endedOn", ended_by as "endedBy", cause
    from registry.recognition where product_id = any(${[...register.productsById.keys()]}) order by product_id, valid_from`.execute(tx);
  for (const { productId, ...row } of recognitions.rows) {
    register.productsById.get(productId)?.recognitions.push({ ...row, state: 'kept', statedBy: null });
  }
  return register;
}
