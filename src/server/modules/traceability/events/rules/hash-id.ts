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
/** What the standard's own context declares, as its rules for hashing write it. */
const WELL_KNOWN: Prefixes = { cbv: CBV, cbvmda: 'urn:epcglobal:cbv:mda', epcis: 'https://ref.gs1.org/epcis/' };
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
const IGNORED = ['@context', 'type', 'eventID', 'recordTime', 'errorDeclaration', 'certificationInfo'];
const COMMENTS = new Set(['comment', 'rdfs:comment']);

/** UTC, rounded to three decimals. */
const instant = (text: string): string => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return text;
  const below = /\.\d{3}(\d+)/.exec(text)?.[1];
  return new Date(at + (below !== undefined && Number(`0.${below}`) >= 0.5 ? 1 : 0)).toISOString();
};

/** A word of the standard's own namespaces in full; the sender's own prefixes stay as they are written. */
function expand(text: string, prefixes: Prefixes): string {
  const colon = text.indexOf(':');
  const ns = colon > 0 && !text.startsWith('//', colon + 1) ? prefixes[text.slice(0, colon)] : undefined;
  return ns !== undefined && /^https:\/\/(?:ref\.)?gs1\.org/.test(ns) ? ns + text.slice(colon + 1) : text;
}

/** Numbers written as text lose what does not count: leading zeros, a plus sign, an empty fraction. */
function plainNumber(text: string): string {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return text;
  const n = Number(text);
  return Number.isInteger(n) ? String(BigInt(n)) : String(n);
}

function value(raw: Json, prefixes: Prefixes, vocabulary?: string): string {
  if (typeof raw === 'number') return String(raw);
  if (typeof raw === 'boolean') return String(raw);
  const text = String(raw ?? '').trim();
  if (vocabulary && !text.includes(':')) return vocabulary + text;
  const old = /^urn:epcglobal:cbv:(bizstep|disp|btt|sdt|er):(.+)$/.exec(text);
  if (old) return `${CBV}${OLD_URNS[old[1] ?? '']}${old[2]}`;
  return canonicalLink(text, false) ?? plainNumber(expand(text, prefixes));
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
    .filter((k) => !known.includes(k) && !k.startsWith('@') && !COMMENTS.has(k))
    .flatMap((k) => extension(k, of[k], prefixes))
    .sort()
    .join('');
}

const listOf = (v: Json): Json[] => (Array.isArray(v) ? v : []);
const sorted = (items: string[]) => items.sort().join('');

const orderedFields = (of: Obj, order: readonly string[], prefixes: Prefixes): string =>
  order
    .filter((k) => of[k] !== undefined)
    .map((k) => {
      const vocabulary = k === 'type' ? VOCABULARY.reportType : VOCABULARY[k];
      return `${k}=${SENSOR_TIMES.includes(k) ? instant(String(of[k])) : value(of[k], prefixes, vocabulary)}`;
    })
    .join('');

/** What the standard knows of a sensor element. */
function sensor(element: Obj, prefixes: Prefixes): string {
  const metadata = isObject(element.sensorMetadata) ? `sensorMetadata${orderedFields(element.sensorMetadata, METADATA, prefixes)}` : '';
  const reports = listOf(element.sensorReport).map((r) => (isObject(r) ? `sensorReport${orderedFields(r, REPORT, prefixes)}` : ''));
  return `sensorElement${metadata}${sorted(reports)}`;
}

/** What others added to it: told at the end of an event. */
function sensorExtensions(element: Obj, prefixes: Prefixes): string {
  const of = (name: string, part: Json, known: readonly string[]) => {
    const added = isObject(part) ? extensions(part, known, prefixes) : '';
    return added && name + added;
  };
  const added =
    of('sensorMetadata', element.sensorMetadata, METADATA) +
    sorted(listOf(element.sensorReport).map((r) => of('sensorReport', r, REPORT))) +
    extensions(element, ['sensorMetadata', 'sensorReport'], prefixes);
  return added && `sensorElement${added}`;
}

/** The canonical text that is hashed. `prefixes`: what the document's and the event's own context declare. */
export function preHash(event: Obj, declared: Prefixes = {}): string {
  const prefixes: Prefixes = { ...WELL_KNOWN, ...declared, gs1: VOC };
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
    return isObject(at) ? `${k}id=${value(at.id, prefixes)}` : '';
  };
  const placeExtensions = (k: string) => {
    const at = event[k];
    const added = isObject(at) ? extensions(at, ['id'], prefixes) : '';
    return added && k + added;
  };
  const sensors = listOf(event.sensorElementList).filter(isObject);
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
    `eventType=${String(event.type)}`,
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
    // without the name of the list and with the extensions apart: CBV 2.1 does otherwise
    sorted(sensors.map((s) => sensor(s, prefixes))),
    isObject(event.ilmd) ? `ilmd${extensions(event.ilmd, [], prefixes)}` : '',
    placeExtensions('readPoint'),
    placeExtensions('bizLocation'),
    sorted(sensors.map((s) => sensorExtensions(s, prefixes))),
    extensions(event, NOT_EXTENSIONS, prefixes),
  ];
  return body.join('');
}

const NOT_EXTENSIONS = [
  ...IGNORED,
  ...(
    'eventTime eventTimeZoneOffset epcList parentID inputEPCList childEPCs quantityList childQuantityList inputQuantityList outputEPCList ' +
    'outputQuantityList action transformationID bizStep disposition persistentDisposition readPoint bizLocation bizTransactionList ' +
    'sourceList destinationList sensorElementList ilmd'
  ).split(' '),
];

/** SHA-256 of the canonical text. */
export const eventHash = (event: Obj, prefixes: Prefixes = {}): Buffer => createHash('sha256').update(preHash(event, prefixes)).digest();

/** The id of an event that came without one. */
export const hashId = (hash: Buffer): string => `ni:///sha-256;${hash.toString('hex')}?ver=CBV2.0`;

/** The prefixes that a JSON-LD context declares in place; contexts by address are not fetched. */
export function prefixesOf(...contexts: Json[]): Prefixes {
  const found: Record<string, string> = { gs1: VOC, cbv: CBV };
  for (const context of contexts.flat())
    if (isObject(context)) for (const [k, v] of Object.entries(context)) if (typeof v === 'string' && !k.startsWith('@')) found[k] = v;
  return found;
}
