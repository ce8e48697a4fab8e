// The sample register as rows: the same for everyone, whatever the day it is made.
import type { Insertable } from 'kysely';
import type { Territory } from '#server/modules/territory/index.ts';
import { idFrom } from '#shared/ids.ts';
import { foldMarks } from '#shared/text/fold.ts';
import { groupOfSet, type ProducerType } from '#shared/vocabulary.ts';
import { nameKey, productKey } from '../rules/names.ts';
import type { ProducerTable, ProductTable, ProductVersionTable, RecognitionTable } from '../tables.ts';
import { iso } from './calendar.ts';
import type { Act } from './course.ts';
import { CAUSES, decisionBook, GRANTED_BEFORE_END, issuerOf, LATE_REASON, provinceOn } from './law.ts';
import { placeIn, producerName, productName, ROLE } from './names.ts';
import { type Place, type Places, placesOf, pointNear, readSpecialities, type Speciality } from './places.ts';
import { makePlan, type PlannedProducer } from './plan.ts';
import { type Random, randomFrom } from './random.ts';
import { makeActs } from './timeline.ts';

export type ProducerRow = Insertable<ProducerTable>;
export type ProductRow = Insertable<ProductTable>;
export type VersionRow = Insertable<ProductVersionTable>;
export type RecognitionRow = Insertable<RecognitionTable>;
export type Sample = { producers: ProducerRow[]; products: ProductRow[]; versions: VersionRow[]; recognitions: RecognitionRow[] };

/** Addresses and codes speak of the new units from this day. */
const NEW_UNITS = '2025-07-01';
/** Codes do not carry their day, so a later re-assessment keeps the old one: it would show an act of the future. */
const CODES_UNTIL = '2026-10-31';
const MAPPED_AT = `${NEW_UNITS}T00:00:00+07:00`;
const SEED = 'san-vat-1';

type Maker = {
  id: string;
  plan: PlannedProducer;
  place: Place;
  house: string;
  line: Speciality;
  taken: Set<string>;
  first: string;
  point: { lat: number; lng: number };
};

/** Producers, products and recognitions from 2019 to the end of 2027; acts of the future are rows like the others. */
export function generateSample(territory: Territory): Sample {
  const random = randomFrom(SEED);
  const plan = makePlan(randomFrom(`${SEED}/plan`));
  const places = placesOf(territory);
  const makers = makeMakers(random, plan.producers, places);
  const choose = chooser(random);
  const decisionOf = decisionBook();
  const sample: Sample = { producers: [], products: [], versions: [], recognitions: [] };
  const serial = new Map<string, number>();
  const count = (key: string): number => {
    const n = (serial.get(key) ?? 0) + 1;
    serial.set(key, n);
    return n;
  };

  for (const [i, product] of plan.products.entries()) {
    const maker = makers[product.producer.number];
    if (!maker) throw new Error('a planned product without its producer');
    const { place } = maker;
    const acts = makeActs(random, product, `${place.oldProvinceCode}-${place.seat.district}`);
    const first = acts[0];
    if (!first) throw new Error('a planned product without a recognition');
    const id = idFrom(i * 1_180_591 + 41);
    const since = iso(first.from);
    if (since < maker.first) maker.first = since;
    const what = choose(maker);
    const { name, key } = productName(random, what, place.called, isAway(what, place, places), productKey, maker.taken);
    const group = groupOfSet(what.set) ?? null;
    const assessed = acts.find((a) => iso(a.from) >= NEW_UNITS && (a === first || iso(a.from) <= CODES_UNTIL));
    const code = assessed ? newCode(place, iso(assessed.from), count) : null;
    const again = assessed && assessed !== first;
    const version = { product_id: id, name, producer_id: maker.id, group_code: group, set_no: what.set, recorded_by: 'sample' };
    sample.versions.push({ ...version, version: 1, valid_from: since, code: again ? null : code });
    if (again) sample.versions.push({ ...version, version: 2, valid_from: iso(assessed.from), code });
    sample.products.push({
      id,
      producer_id: maker.id,
      version: again ? 2 : 1,
      code,
      old_code: since < NEW_UNITS ? oldCode(place, since, count) : null,
      name,
      name_key: key,
      group_code: group,
      set_no: what.set,
      group_stated: null,
      ...address(place, maker.house, since),
      ...maker.point,
      sample: true,
    });
    for (const act of acts) sample.recognitions.push(recognition(random, decisionOf, id, place, act));
  }
  const names = new Set<string>();
  for (const maker of makers) sample.producers.push(producerRow(random, maker, names));
  return sample;
}

function makeMakers(random: Random, planned: PlannedProducer[], places: Places): Maker[] {
  const known = readSpecialities();
  return planned.map((plan, i) => {
    const pool = random.chance(0.72) ? known.of(plan.province) : generalFor(plan.province, known.general);
    const fits = FITTING[plan.type];
    const fitting = fits ? pool.filter((s) => fits.includes(s.set)) : pool;
    let line = random.pick(fitting.length > 0 ? fitting : pool);
    // four of five recognised products are food
    if (line.set > 13 && !fits && random.chance(0.25)) line = random.pick(pool);
    const home = places.named(plan.province, placeIn(line.name) ?? '');
    const place = random.pick(home.length > 0 && random.chance(0.75) ? home : places.of(plan.province));
    const house = `${random.pick(place.oldProvinceCode >= '70' ? ['Ấp', 'Ấp', 'Khu vực'] : ['Thôn', 'Thôn', 'Xóm', 'Khu'])} ${random.between(1, 14)}`;
    return {
      id: idFrom(i * 2_750_161 + 17),
      plan,
      place,
      house,
      line,
      taken: new Set(),
      first: '9999-12-31',
      point: pointNear(random, place),
    };
  });
}
/** True when the name speaks of a commune or district of the province in which this maker does not sit. */
function isAway(what: Speciality, place: Place, places: Places): boolean {
  const part = placeIn(what.name);
  return part !== undefined && places.named(place.oldProvinceCode, part).length > 0 && !place.names.includes(foldMarks(part));
}
/** Fish sauce comes from the coast. */
const COAST = new Set('22 31 34 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 77 79 82 83 84 91 94 95 96'.split(' '));
/** What is made everywhere, without the sea's goods in the mountains. */
const generalFor = (province: string, general: Speciality[]): Speciality[] =>
  COAST.has(province) ? general : general.filter((s) => !s.name.startsWith('Nước mắm'));
/** Some legal types keep to some sets. */
const FITTING: Partial<Record<ProducerType, number[]>> = {
  farm: [1, 2, 3, 4],
  craft_village: [21, 22],
  association: [1, 2, 3, 6, 7, 26],
  other: [26, 7, 8],
};

/** What a maker's next product is: its line first, then its neighbours in the same set, now and then something else. */
function chooser(random: Random): (maker: Maker) => Speciality {
  const known = readSpecialities();
  return (maker) => {
    if (maker.taken.size === 0) return maker.line;
    const own = known.of(maker.plan.province);
    const pool = [...own, ...generalFor(maker.plan.province, known.general)];
    const chance = random.next();
    if (chance < 0.4) return maker.line;
    const near = pool.filter((s) => (chance < 0.8 ? s.set === maker.line.set : groupOfSet(s.set) === groupOfSet(maker.line.set)));
    return random.pick(near.length > 0 ? near : pool);
  };
}

const lower = (fullName: string): string => fullName.charAt(0).toLowerCase() + fullName.slice(1);

/** The address as written on the day of first recognition, and the unit of today it maps to. */
function address(place: Place, house: string, day: string) {
  const old = day < NEW_UNITS;
  const commune = old ? place.oldCommune : place.commune;
  const district = old ? place.seat.district : null;
  const province = provinceOn(place.seat, day);
  return {
    address_written: [house, lower(commune), district && lower(district), lower(province)].filter(Boolean).join(', '),
    commune_written: commune,
    district_written: district,
    province_written: province,
    commune_code: place.communeCode,
    province_code: place.provinceCode,
    old_province_code: place.oldProvinceCode,
    mapped_by: 'sample',
    mapped_at: MAPPED_AT,
  };
}

/** T-X-STT-20YY: province, commune, running number of the commune, year of assessment. */
const newCode = (place: Place, day: string, count: (key: string) => number): string => {
  const year = day.slice(0, 4);
  return `${place.provinceCode}-${place.communeCode}-${count(`${place.communeCode}/${year}`)}-${year}`;
};
/** The form before 2025: province, district, commune, number, year. The unit data know no district codes: '000' says so, and no code looks like a new one. */
const oldCode = (place: Place, day: string, count: (key: string) => number): string => {
  const year = day.slice(0, 4);
  return `${place.oldProvinceCode}-000-${place.oldCommuneCode}-${count(`old/${place.oldCommuneCode}/${year}`)}-${year}`;
};

const BAND = { '3': [50, 69.9], '4': [70, 89.9], '5p': [90, 95], '5': [90, 97.5] } as const;

function recognition(
  random: Random,
  decisionOf: ReturnType<typeof decisionBook>,
  productId: string,
  place: Place,
  act: Act,
): RecognitionRow {
  const day = iso(act.from);
  const star = act.star === '5p' ? 4 : (Number(act.star) as 3 | 4 | 5);
  const issuer = issuerOf(star, day, place.seat);
  // districts of one name in two provinces number their decisions apart; the ministry has one row of numbers
  const decision = decisionOf(issuer, star === 5 ? '' : day < NEW_UNITS ? place.oldProvinceCode : place.provinceCode, day);
  const [low, high] = BAND[act.star];
  // the mean of two draws: few at the edges
  const score = Math.round((low + ((random.next() + random.next()) / 2) * (high - low)) * 10) / 10;
  return {
    product_id: productId,
    star,
    potential_five: act.star === '5p',
    score,
    decision_no: decision.text,
    decision_key: decision.key,
    decided_on: day,
    issuer,
    valid_from: day,
    valid_until: iso(act.until),
    extended_until: act.extendedUntil === null ? null : iso(act.extendedUntil),
    extended_on: act.extendedUntil === null ? null : iso(act.until - GRANTED_BEFORE_END),
    extension_reason: act.extendedUntil === null ? null : LATE_REASON,
    ended_on: act.endedOn === null ? null : iso(act.endedOn),
    ended_by: act.endedBy,
    cause: act.endedBy === 'revoked' ? random.pick(CAUSES) : null,
    sample: true,
  };
}

/** A name stands once in a province: the second gets a number, as registries do. */
function producerRow(random: Random, maker: Maker, names: Set<string>): ProducerRow {
  const plain = producerName(random, maker.plan.type, maker.line, maker.place.called);
  let name = plain;
  let key = nameKey(name);
  for (let n = 2; names.has(`${maker.place.provinceCode}/${key}`); n++) {
    name = `${plain} số ${n}`;
    key = nameKey(name);
  }
  names.add(`${maker.place.provinceCode}/${key}`);
  return {
    id: maker.id,
    name,
    name_key: key,
    type: maker.plan.type,
    type_stated: null,
    place_key: `commune:${maker.place.communeCode}`,
    ...address(maker.place, maker.house, maker.first),
    representative: ROLE[maker.plan.type],
    phone: null,
    ...maker.point,
    sample: true,
  };
}
