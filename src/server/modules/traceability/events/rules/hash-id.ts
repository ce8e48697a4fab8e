// The event hash id of CBV 2.0, 8.9: `ni:///sha-256;…?ver=CBV2.0` over a canonical text, the same however an event is written.
// Left out: recordTime, eventID and the error declaration, so that a declaration names the event it corrects.
import { createHash } from 'node:crypto';
import { canonicalLink } from './gs1-uri.ts';

type Json = unknown;
type Obj = Record<string, Json>;
/** Prefix → namespace, of the document and of the event. */
export type Prefixes = Readonly<Record<string, string>>;

const isObject = (v: Json): v is Obj => typeof v === 'object' && v !== null && !Array.isArray(v);
const CBV = 'https://ref.gs1.org/cbv/';
/** As the rules of CBV 2.0 expand the prefix `gs1`; the vocabulary itself is published under gs1.org/voc. */
const VOC = 'https://ref.gs1.org/voc/';
const VOCABULARY: Record<string, string> = {
  bizStep: `${CBV}BizStep-`,
  disposition: `${CBV}Disp-`,
  set: `${CBV}Disp-`,
  unset: `${CBV}Disp-`,
  component: `${CBV}Comp-`,
  exception: VOC,
  reportType: VOC,
  bizTransactionType: `${CBV}BTT-`,
  partyType: `${CBV}SDT-`,
};
const OLD_URNS: Record<string, string> = { bizstep: 'BizStep-', disp: 'Disp-', btt: 'BTT-', sdt: 'SDT-', er: 'ER-' };
const SENSOR_TIMES = ['time', 'startTime', 'endTime'];
const METADATA = [...SENSOR_TIMES, 'deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod', 'bizRules'];
const REPORT = [
  'type',
  'exception',
  'deviceID',
  'deviceMetadata',
  'rawData',
  'dataProcessingMethod',
  'time',
  'microorganism',
  'chemicalSubstance',
  'value',
  'component',
  'stringValue',
  'booleanValue',
  'hexBinaryValue',
  'uriValue',
  'minValue',
  'maxValue',
  'meanValue',
  'sDev',
  'percRank',
  'percValue',
  'uom',
  'coordinateReferenceSystem',
];
const IGNORED = new Set(['@context', 'type', 'eventID', 'recordTime', 'errorDeclaration', 'certificationInfo']);

/** UTC with three decimals. */
const instant = (text: string): string => {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
};

function expand(text: string, prefixes: Prefixes): string {
  const colon = text.indexOf(':');
  const ns = colon > 0 && !text.startsWith('//', colon + 1) ? prefixes[text.slice(0, colon)] : undefined;
  return ns === undefined ? text : ns + text.slice(colon + 1);
}

function value(raw: Json, prefixes: Prefixes, vocabulary?: string): string {
  if (typeof raw === 'number') return String(raw);
  if (typeof raw === 'boolean') return String(raw);
  const text = String(raw ?? '').trim();
  if (vocabulary && !text.includes(':')) return vocabulary + text;
  const old = /^urn:epcglobal:cbv:(bizstep|disp|btt|sdt|er):(.+)$/.exec(text);
  if (old) return `${CBV}${OLD_URNS[old[1] ?? '']}${old[2]}`;
  return canonicalLink(text) ?? expand(text, prefixes);
}

/** A user extension: its namespace in braces, nested ones in order of their text. */
function extension(name: string, raw: Json, prefixes: Prefixes): string[] {
  const colon = name.indexOf(':');
  const ns = colon > 0 ? prefixes[name.slice(0, colon)] : undefined;
  const slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('#'));
  const label =
    ns !== undefined ? `{${ns}}${name.slice(colon + 1)}` : slash > 0 ? `{${name.slice(0, slash + 1)}}${name.slice(slash + 1)}` : name;
  if (Array.isArray(raw)) return raw.flatMap((item) => extension(name, item, prefixes));
  if (isObject(raw)) return [label + extensions(raw, [], prefixes)];
  return [`${label}=${value(raw, prefixes)}`];
}

function extensions(of: Obj, known: readonly string[], prefixes: Prefixes): string {
  return Object.keys(of)
    .filter((k) => !known.includes(k) && !k.startsWith('@'))
    .flatMap((k) => extension(k, of[k], prefixes))
    .sort()
    .join('');
}

const listOf = (v: Json): Json[] => (Array.isArray(v) ? v : []);
const sorted = (items: string[]) => items.sort().join('');

function sensor(element: Json, prefixes: Prefixes): string {
  if (!isObject(element)) return '';
  const ordered = (of: Obj, order: readonly string[]) =>
    order
      .filter((k) => of[k] !== undefined)
      .map((k) => {
        const vocabulary = k === 'type' ? VOCABULARY.reportType : VOCABULARY[k];
        return `${k}=${SENSOR_TIMES.includes(k) ? instant(String(of[k])) : value(of[k], prefixes, vocabulary)}`;
      })
      .join('') + extensions(of, order, prefixes);
  const metadata = isObject(element.sensorMetadata) ? `sensorMetadata${ordered(element.sensorMetadata, METADATA)}` : '';
  const reports = listOf(element.sensorReport).map((r) => (isObject(r) ? `sensorReport${ordered(r, REPORT)}` : ''));
  return `sensorElement${metadata}${sorted(reports)}${extensions(element, ['sensorMetadata', 'sensorReport'], prefixes)}`;
}

/** The canonical text that is hashed. `prefixes`: what the document's and the event's own context declare. */
export function preHash(event: Obj, prefixes: Prefixes = prefixesOf()): string {
  const tail: string[] = [];
  const plain = (k: string) => (event[k] === undefined ? '' : `${k}=${value(event[k], prefixes, VOCABULARY[k])}`);
  const epcs = (k: string, item: string) => {
    const items = listOf(event[k]).map((e) => `${item}=${value(e, prefixes)}`);
    return items.length > 0 ? k + sorted(items) : '';
  };
  const quantities = (k: string) => {
    const items = listOf(event[k]).map((q) => {
      if (!isObject(q)) return '';
      const parts = ['epcClass', 'quantity', 'uom'].filter((p) => q[p] !== undefined).map((p) => `${p}=${value(q[p], prefixes)}`);
      return `quantityElement${parts.join('')}`;
    });
    return items.length > 0 ? k + sorted(items) : '';
  };
  const place = (k: string) => {
    const at = event[k];
    if (!isObject(at)) return '';
    const more = extensions(at, ['id'], prefixes);
    if (more) tail.push(k + more);
    return `${k}id=${value(at.id, prefixes)}`;
  };
  const typed = (k: string, item: string, vocabulary: string | undefined) => {
    const items = listOf(event[k]).map((t) => {
      if (!isObject(t)) return '';
      const type = t.type === undefined ? '' : `type=${value(t.type, prefixes, vocabulary)}`;
      return `${type}${item}=${value(t[item], prefixes)}`;
    });
    return items.length > 0 ? k + sorted(items) : '';
  };
  const dispositions = () => {
    const of = event.persistentDisposition;
    if (!isObject(of)) return '';
    const part = (k: string) => sorted(listOf(of[k]).map((d) => `${k}=${value(d, prefixes, VOCABULARY[k])}`));
    return `persistentDisposition${part('set')}${part('unset')}`;
  };
  const body = [
    `eventType=${expand(String(event.type), prefixes)}`,
    `eventTime=${instant(String(event.eventTime))}`,
    `eventTimeZoneOffset=${String(event.eventTimeZoneOffset)}`,
    epcs('epcList', 'epc'),
    plain('parentID'),
    epcs('inputEPCList', 'epc'),
    epcs('childEPCs', 'epc'),
    quantities('quantityList'),
    quantities('childQuantityList'),
    quantities('inputQuantityList'),
    epcs('outputEPCList', 'epc'),
    quantities('outputQuantityList'),
    plain('action'),
    plain('transformationID'),
    plain('bizStep'),
    plain('disposition'),
    dispositions(),
    place('readPoint'),
    place('bizLocation'),
    typed('bizTransactionList', 'bizTransaction', VOCABULARY.bizTransactionType),
    typed('sourceList', 'source', VOCABULARY.partyType),
    typed('destinationList', 'destination', VOCABULARY.partyType),
    // without the name of the list: only later versions put it there
    sorted(listOf(event.sensorElementList).map((s) => sensor(s, prefixes))),
    isObject(event.ilmd) ? `ilmd${extensions(event.ilmd, [], prefixes)}` : '',
  ].join('');
  for (const k of Object.keys(event)) if (!KNOWN.has(k) && !IGNORED.has(k)) tail.push(...extension(k, event[k], prefixes));
  return body + sorted(tail);
}

const KNOWN = new Set(
  (
    'eventTime eventTimeZoneOffset epcList parentID inputEPCList childEPCs quantityList childQuantityList inputQuantityList outputEPCList ' +
    'outputQuantityList action transformationID bizStep disposition persistentDisposition readPoint bizLocation bizTransactionList ' +
    'sourceList destinationList sensorElementList ilmd'
  ).split(' '),
);

/** SHA-256 of the canonical text. */
export const eventHash = (event: Obj, prefixes: Prefixes = prefixesOf()): Buffer =>
  createHash('sha256').update(preHash(event, prefixes)).digest();

/** The id of an event that came without one. */
export const hashId = (hash: Buffer): string => `ni:///sha-256;${hash.toString('hex')}?ver=CBV2.0`;

/** The prefixes that a JSON-LD context declares in place; contexts by address are not fetched. */
export function prefixesOf(...contexts: Json[]): Prefixes {
  const found: Record<string, string> = { gs1: VOC, cbv: CBV };
  for (const context of contexts.flat())
    if (isObject(context)) for (const [k, v] of Object.entries(context)) if (typeof v === 'string' && !k.startsWith('@')) found[k] = v;
  return found;
}
