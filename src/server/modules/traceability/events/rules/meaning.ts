// What the standard says in words and its JSON schema cannot: amounts, parents, order of times, form and check digits of GS1 keys, the context.
import type { Fault } from '#server/platform/errors.ts';
import { fault, isObject, type Json, type Obj } from './checks.ts';
import { gs1Fault } from './gs1-uri.ts';

/** The database keeps twelve digits before the point. */
const MOST = 1e12;
const LISTS = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'];
const KEYS = ['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList'];
const PLACES = ['readPoint', 'bizLocation'];
const PARTIES = [
  ['sourceList', 'source'],
  ['destinationList', 'destination'],
] as const;

const listOf = (v: Json): Json[] => (Array.isArray(v) ? v : []);

/** EPCIS 2.0, 7.3.3.3: above zero; whole pieces without a unit; a unit only with a quantity. */
function amount(q: Obj, at: string, faults: Fault[]): void {
  const { quantity, uom } = q;
  if (quantity === undefined) {
    if (uom !== undefined) fault(faults, `${at}.quantity`, 'required', 'Có đơn vị thì phải có số lượng.', 'A unit needs a quantity.');
    return;
  }
  if (typeof quantity !== 'number') return;
  if (!(quantity > 0 && quantity < MOST))
    fault(faults, `${at}.quantity`, 'range', 'Số lượng phải lớn hơn 0 và nhỏ hơn 10^12.', 'A quantity must be above 0 and below 10^12.');
  else if (uom === undefined && !Number.isInteger(quantity))
    fault(
      faults,
      `${at}.quantity`,
      'integer',
      'Không có đơn vị thì số lượng là số chiếc, phải nguyên.',
      'Without a unit a quantity counts pieces and is whole.',
    );
}

function key(uri: Json, at: string, faults: Fault[]): void {
  const wrong = typeof uri === 'string' ? gs1Fault(uri) : undefined;
  if (wrong) fault(faults, at, 'gs1_key', wrong.vi, wrong.en);
}

function sensors(list: Json, at: string, faults: Fault[]): void {
  listOf(list).forEach((element, i) => {
    const meta = isObject(element) ? element.sensorMetadata : undefined;
    if (isObject(meta) && Date.parse(String(meta.startTime)) > Date.parse(String(meta.endTime)))
      fault(faults, `${at}[${i}].sensorMetadata.endTime`, 'order', 'Kết thúc trước khi bắt đầu.', 'Ends before it starts.');
  });
}

/** One event that fits the schema. */
export function checkMeaning(event: Obj, path: string, faults: Fault[]): void {
  const at = path === '' ? '' : `${path}.`;
  for (const name of LISTS)
    listOf(event[name]).forEach((q, i) => {
      if (!isObject(q)) return;
      amount(q, `${at}${name}[${i}]`, faults);
      key(q.epcClass, `${at}${name}[${i}].epcClass`, faults);
    });
  for (const name of KEYS)
    listOf(event[name]).forEach((uri, i) => {
      key(uri, `${at}${name}[${i}]`, faults);
    });
  key(event.parentID, `${at}parentID`, faults);
  for (const name of PLACES) if (isObject(event[name])) key(event[name].id, `${at}${name}.id`, faults);
  for (const [name, party] of PARTIES)
    listOf(event[name]).forEach((p, i) => {
      if (isObject(p)) key(p[party], `${at}${name}[${i}].${party}`, faults);
    });
  if (event.type === 'AggregationEvent' && event.action !== 'OBSERVE' && event.parentID === undefined)
    fault(faults, `${at}parentID`, 'required', 'ADD và DELETE cần parentID.', 'ADD and DELETE need a parentID.');
  sensors(event.sensorElementList, `${at}sensorElementList`, faults);
}

/** True when a context names the one of EPCIS, wherever it is published; without it the words of an event mean nothing. */
export const namesEpcis = (context: Json): boolean =>
  [context].flat().some((c) => typeof c === 'string' && /\/epcis-context\.jsonld$/.test(c));
