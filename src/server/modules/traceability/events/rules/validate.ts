// EPCIS 2.0 documents and events, checked as the standard's JSON schema does (tests hold both against each other), every fault named.
import type { Fault } from '#server/platform/errors.ts';
import {
  boolean,
  type Check,
  fault,
  isObject,
  isUri,
  type Json,
  list,
  matching,
  number,
  type Obj,
  object,
  oneOf,
  text,
  time,
  uri,
  word,
} from './checks.ts';
import {
  ALERTS,
  BIZ_STEPS,
  COMPONENTS,
  DISPOSITIONS,
  ERROR_REASONS,
  EVENT_TYPES,
  MEASUREMENTS,
  PARTY_TYPES,
  TRANSACTION_TYPES,
} from './vocabulary.ts';

const action = oneOf(new Set(['OBSERVE', 'ADD', 'DELETE']));
const disposition = word(DISPOSITIONS);
const unit = matching(
  /^[A-Z0-9]{2,3}$/,
  'Đơn vị là mã 2–3 chữ (UN/CEFACT Rec. 20).',
  'The unit is a code of 2–3 letters (UN/CEFACT Rec. 20).',
);
const quantity = object({ required: ['epcClass'], fields: { epcClass: uri, quantity: number, uom: unit }, others: 'none' });
const place = object({ required: ['id'], fields: { id: uri }, others: 'any' });
const dispositions = list(disposition, { min: 1, unique: true });

const context: Check = (v, path, faults) => {
  const one = (x: Json) => isUri(x) || isObject(x);
  const fits = Array.isArray(v) ? v.every(one) && new Set(v.map((x) => JSON.stringify(x))).size === v.length : one(v);
  if (!fits) fault(faults, path, 'context', 'Ngữ cảnh JSON-LD không đúng.', 'Not a JSON-LD context.');
};
const certification: Check = (v, path, faults) => (Array.isArray(v) ? list(uri) : uri)(v, path, faults);
const persistent: Check = (v, path, faults) => {
  object({ fields: { set: dispositions, unset: dispositions }, others: 'none' })(v, path, faults);
  if (isObject(v) && v.set === undefined && v.unset === undefined)
    fault(faults, path, 'required', 'Cần set hoặc unset.', 'Needs set or unset.');
};
const SENSOR_URIS = { deviceID: uri, deviceMetadata: uri, rawData: uri, dataProcessingMethod: uri, bizRules: uri };
const report = object({
  required: ['type'],
  fields: {
    ...SENSOR_URIS,
    type: word(MEASUREMENTS, 'voc'),
    exception: word(ALERTS, 'voc'),
    time,
    microorganism: uri,
    chemicalSubstance: uri,
    coordinateReferenceSystem: uri,
    value: number,
    component: word(COMPONENTS),
    stringValue: text,
    booleanValue: boolean,
    hexBinaryValue: matching(/^[A-Fa-f0-9]+$/, 'Phải là số hệ 16.', 'Must be hexadecimal.'),
    uriValue: uri,
    minValue: number,
    maxValue: number,
    meanValue: number,
    sDev: number,
    percRank: number,
    percValue: number,
    uom: text,
  },
  others: 'uri',
});
const sensorElement = object({
  required: ['sensorReport'],
  fields: {
    sensorMetadata: object({ fields: { ...SENSOR_URIS, time, startTime: time, endTime: time }, others: 'uri' }),
    sensorReport: list(report, { min: 1 }),
  },
  others: 'uri',
});
const errorDeclaration = object({
  required: ['declarationTime'],
  fields: { declarationTime: time, reason: word(ERROR_REASONS), correctiveEventIDs: list(uri) },
  others: 'uri',
});

const COMMON: Record<string, Check> = {
  '@context': context,
  type: text,
  eventTime: time,
  recordTime: time,
  eventTimeZoneOffset: matching(/^[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)$/, 'Độ lệch giờ dạng +07:00.', 'An offset like +07:00.'),
  eventID: uri,
  certificationInfo: certification,
  errorDeclaration,
};
const FULL: Record<string, Check> = {
  ...COMMON,
  bizStep: word(BIZ_STEPS),
  disposition,
  readPoint: place,
  bizLocation: place,
  bizTransactionList: list(
    object({ required: ['bizTransaction'], fields: { type: word(TRANSACTION_TYPES), bizTransaction: uri }, others: 'none' }),
  ),
  sourceList: list(object({ required: ['type', 'source'], fields: { type: word(PARTY_TYPES), source: uri }, others: 'none' })),
  destinationList: list(
    object({ required: ['type', 'destination'], fields: { type: word(PARTY_TYPES), destination: uri }, others: 'none' }),
  ),
  sensorElementList: list(sensorElement),
};
const unique = list(uri, { unique: true });
const quantities = list(quantity);
const ilmd = object({ fields: {}, others: 'uri' });
const children = { parentID: uri, childEPCs: list(uri), childQuantityList: quantities, action };
const NEEDED = ['eventTime', 'eventTimeZoneOffset'];
const event = (required: readonly string[], fields: Record<string, Check>) =>
  object({ required: [...NEEDED, ...required], fields: { ...FULL, ...fields }, others: 'uri' });

const SHAPES: Record<string, Check> = {
  ObjectEvent: event(['action'], { epcList: unique, quantityList: quantities, action, persistentDisposition: persistent, ilmd }),
  AggregationEvent: event(['action'], children),
  AssociationEvent: event(['action', 'parentID'], children),
  TransactionEvent: event(['bizTransactionList', 'action'], {
    parentID: uri,
    epcList: list(uri),
    quantityList: quantities,
    action,
    bizTransactionList: list(
      object({ required: ['bizTransaction'], fields: { type: word(TRANSACTION_TYPES), bizTransaction: uri }, others: 'none' }),
      { min: 1 },
    ),
  }),
  TransformationEvent: event([], {
    inputEPCList: unique,
    inputQuantityList: quantities,
    outputEPCList: unique,
    outputQuantityList: quantities,
    transformationID: uri,
    persistentDisposition: persistent,
    ilmd,
  }),
};
const EXTENDED = object({ required: NEEDED, fields: COMMON, others: 'any' });

const filled = (e: Obj, name: string) => Array.isArray(e[name]) && e[name].length > 0;

/** What must be there together, by type. */
function together(e: Obj, path: string, faults: Fault[]): void {
  const what = (vi: string, en: string) => fault(faults, path, 'incomplete', vi, en);
  if (e.type === 'ObjectEvent') {
    const sensed = filled(e, 'sensorElementList') && isObject(e.readPoint);
    if (!Array.isArray(e.epcList) && !filled(e, 'quantityList') && !sensed)
      what('Cần epcList hoặc quantityList.', 'Needs epcList or quantityList.');
    if (e.ilmd !== undefined && e.action !== 'ADD')
      fault(faults, `${path}.ilmd`, 'forbidden', 'ilmd chỉ đi với action ADD.', 'ilmd goes with action ADD only.');
  } else if (e.type === 'TransactionEvent') {
    if (!Array.isArray(e.epcList) && !filled(e, 'quantityList') && e.action !== 'DELETE')
      what('Cần epcList hoặc quantityList.', 'Needs epcList or quantityList.');
  } else if (e.type === 'TransformationEvent') {
    const input = filled(e, 'inputEPCList') || filled(e, 'inputQuantityList');
    const output = filled(e, 'outputEPCList') || filled(e, 'outputQuantityList');
    if (!(input && output) && !((input || output) && e.transformationID !== undefined))
      what('Cần cả đầu vào và đầu ra, hoặc transformationID.', 'Needs inputs and outputs, or a transformationID.');
  } else if (!filled(e, 'childEPCs') && !filled(e, 'childQuantityList') && e.action !== 'DELETE')
    what('Cần childEPCs hoặc childQuantityList.', 'Needs childEPCs or childQuantityList.');
}

/** One event at a path of its document. `alone`: it must bring its own context. */
export function checkEvent(e: Json, path: string, faults: Fault[], alone = false): void {
  if (!isObject(e)) {
    fault(faults, path, 'object', 'Sự kiện phải là đối tượng.', 'An event must be an object.');
    return;
  }
  const at = path === '' ? '' : `${path}.`;
  if (alone && e['@context'] === undefined)
    fault(faults, `${at}@context`, 'required', 'Thiếu ngữ cảnh JSON-LD.', 'The context is missing.');
  const type = e.type;
  if (typeof type !== 'string') {
    fault(faults, `${at}type`, 'required', 'Cần loại sự kiện.', 'The type of event is missing.');
    return;
  }
  const shape = SHAPES[type];
  if (shape && EVENT_TYPES.has(type)) {
    shape(e, path, faults);
    together(e, path, faults);
    return;
  }
  if (!isUri(type)) fault(faults, `${at}type`, 'vocabulary', 'Không có loại sự kiện này.', 'There is no such type of event.');
  EXTENDED(e, path, faults);
}

const HEADER = object({ fields: { epcisMasterData: masterData }, others: 'uri' });
function masterData(v: Json, path: string, faults: Fault[]): void {
  const attribute = object({ required: ['id'], fields: { id: uri, attribute: scalar }, others: 'any' });
  const element = object({ required: ['id'], fields: { id: uri, attributes: list(attribute), children: list(uri) }, others: 'any' });
  const vocabulary = object({ required: ['type'], fields: { type: uri, vocabularyElementList: list(element) }, others: 'any' });
  object({ fields: { vocabularyList: list(vocabulary) }, others: 'any' })(v, path, faults);
}
function scalar(v: Json, path: string, faults: Fault[]): void {
  if (typeof v !== 'number' && typeof v !== 'string' && !isObject(v))
    fault(faults, path, 'value', 'Phải là số, chuỗi hoặc đối tượng.', 'Must be a number, a string or an object.');
}

const eventList: Check = (v, path, faults) =>
  list((e, at, found) => {
    checkEvent(e, at, found);
  })(v, path, faults);
const anything: Check = () => {};
const version = matching(/^\d+(\.\d+)*$/, 'Phiên bản dạng 2.0.', 'A version like 2.0.');
const DOCUMENT = object({
  required: ['@context', 'type', 'schemaVersion', 'creationDate', 'epcisBody'],
  fields: {
    '@context': context,
    id: uri,
    type: text,
    schemaVersion: version,
    creationDate: time,
    instanceIdentifier: text,
    sender: text,
    receiver: text,
    epcisHeader: HEADER,
    epcisBody: object({ required: ['eventList'], fields: { eventList }, others: 'any' }),
  },
  others: 'uri',
});
const results = object({ required: ['eventList'], fields: { eventList, vocabularyList: anything }, others: 'uri' });
const QUERY_DOCUMENT = object({
  required: ['@context', 'type', 'epcisBody'],
  fields: {
    '@context': context,
    id: uri,
    type: text,
    schemaVersion: version,
    creationDate: time,
    epcisBody: object({
      required: ['queryResults'],
      fields: {
        queryResults: object({
          required: ['queryName', 'resultsBody'],
          fields: { queryName: text, subscriptionID: text, resultsBody: results },
          others: 'uri',
        }),
      },
      others: 'uri',
    }),
  },
  others: 'uri',
});

/** Every fault of a document (EPCISDocument, EPCISQueryDocument) or of a single event; none: it fits the standard's schema. */
export function checkDocument(document: Json): Fault[] {
  const faults: Fault[] = [];
  if (!isObject(document)) fault(faults, '', 'object', 'Cần một tài liệu EPCIS.', 'An EPCIS document is needed.');
  else if (document.type === 'EPCISDocument') DOCUMENT(document, '', faults);
  else if (document.type === 'EPCISQueryDocument') QUERY_DOCUMENT(document, '', faults);
  else checkEvent(document, '', faults, true);
  return faults;
}

/** The events of a document, each with its path; what is no list and no event of it is left out. */
export function eventsIn(document: Obj): { event: Obj; path: string }[] {
  const body = isObject(document.epcisBody) ? document.epcisBody : {};
  const at = (list: Json, path: string) =>
    Array.isArray(list) ? list.flatMap((event, i) => (isObject(event) ? [{ event, path: `${path}.eventList[${i}]` }] : [])) : [];
  if (document.type === 'EPCISDocument') return at(body.eventList, 'epcisBody');
  if (document.type !== 'EPCISQueryDocument') return [{ event: document, path: '' }];
  const results = isObject(body.queryResults) ? body.queryResults : {};
  return at(isObject(results.resultsBody) ? results.resultsBody.eventList : [], 'epcisBody.queryResults.resultsBody');
}
