// What may be asked of events: parameters of the SimpleEventQuery, from the address or from a stored query.
import { AppError, type Fault } from '#server/platform/errors.ts';
import { isTime, isUri } from '../rules/checks.ts';
import { canonicalLink } from '../rules/gs1-uri.ts';
import { lotKey } from '../rules/lot-key.ts';
import { EVENT_TYPES } from '../rules/vocabulary.ts';
import type { EpcRole } from '../tables.ts';
import { type Facet, facetOf } from './facets.ts';
import { badParameter, badParameters } from './problem.ts';

/** An instant that is kept only as it was written: when a sensor measured (a time, or a span from start to end), when an error was declared. */
export type WrittenTime = { verb: 'GE' | 'LT'; field: 'time' | 'startTime' | 'endTime' | 'errorDeclarationTime'; at: Date };
const WRITTEN_TIME = /^(?:GE|LT)_(?:time|startTime|endTime|errorDeclarationTime)$/;

export type EventQuery = {
  type?: string[];
  geEventTime?: Date;
  ltEventTime?: Date;
  geRecordTime?: Date;
  ltRecordTime?: Date;
  action?: string[];
  bizStep?: string[];
  disposition?: string[];
  readPoint?: string[];
  bizLocation?: string[];
  eventId?: string[];
  transformationId?: string[];
  declaresError?: true;
  /** What must be found in the event itself. */
  facets: Facet[];
  writtenTimes: WrittenTime[];
  /** Every entry must be met: one of the keys in one of the roles. */
  epcs: { keys: string[]; roles: EpcRole[] | undefined }[];
  orderBy: 'eventTime' | 'recordTime';
  descending: boolean;
  /** No more than these in all. */
  limit?: number;
  /** Refused when there are more. */
  most?: number;
};

export const MOST_PER_PAGE = 1_000;
const DEFAULT_PER_PAGE = 30;
const INSTANCE: EpcRole[] = ['epc', 'parent', 'child', 'input', 'output'];
const CLASS: EpcRole[] = ['class', 'childClass', 'inputClass', 'outputClass'];
const ROLES: Record<string, EpcRole[]> = {
  MATCH_epc: ['epc', 'child'],
  MATCH_parentID: ['parent'],
  MATCH_inputEPC: ['input'],
  MATCH_outputEPC: ['output'],
  MATCH_anyEPC: INSTANCE,
  MATCH_epcClass: ['class', 'childClass'],
  MATCH_inputEPCClass: ['inputClass'],
  MATCH_outputEPCClass: ['outputClass'],
  MATCH_anyEPCClass: CLASS,
};

/** A CBV word as we store it, however it is written. */
export const bare = (word: string): string =>
  word.replace(
    /^(urn:epcglobal:cbv:(bizstep|disp):|https?:\/\/(ref|ns)\.gs1\.org\/(cbv|voc)\/(BizStep|Bizstep|Disp)-|cbv:(BizStep|Disp)-)/,
    '',
  );
export const placeKey = (uri: string): string => canonicalLink(uri) ?? uri;

function instant(name: string, text: string): Date {
  if (!isTime(text)) throw badParameter(name, 'Cần thời điểm có múi giờ.', 'An instant with its zone is needed.');
  return new Date(text);
}
function whole(name: string, text: string, most = 1_000_000): number {
  const n = Number(text);
  if (!/^\d{1,7}$/.test(text) || n < 1 || n > most)
    throw badParameter(name, `Cần số nguyên từ 1 đến ${most}.`, `A whole number from 1 to ${most} is needed.`);
  return n;
}
function choice<T extends string>(name: string, text: string, words: readonly T[]): T {
  const found = words.find((w) => w === text);
  if (!found) throw badParameter(name, `Chỉ nhận: ${words.join(', ')}.`, `Must be one of: ${words.join(', ')}.`);
  return found;
}

function typeOfEvent(name: string, text: string): string {
  // a type of somebody's own is named by a URI
  if (!EVENT_TYPES.has(text) && !isUri(text))
    throw badParameter(name, `Không có loại sự kiện ${text}.`, `There is no type of event ${text}.`);
  return text;
}

/** One parameter into the query; throws when there is none of this name or its value does not fit. */
function readParameter(query: EventQuery, name: string, raw: string | string[], origin: string | undefined): void {
  const values = (Array.isArray(raw) ? raw : raw.split('|')).filter((v) => v !== '');
  const one = values[0] ?? '';
  if (values.length === 0 && !name.startsWith('EXISTS_')) throw badParameter(name, 'Cần một giá trị.', 'A value is needed.');
  const roles = ROLES[name];
  if (roles) query.epcs.push({ keys: values.map((v) => lotKey(v, origin).key), roles });
  else if (name === 'eventType') query.type = values.map((v) => typeOfEvent(name, v));
  else if (name === 'GE_eventTime') query.geEventTime = instant(name, one);
  else if (name === 'LT_eventTime') query.ltEventTime = instant(name, one);
  else if (name === 'GE_recordTime') query.geRecordTime = instant(name, one);
  else if (name === 'LT_recordTime') query.ltRecordTime = instant(name, one);
  else if (name === 'EQ_action') query.action = values.map((v) => choice(name, v, ['ADD', 'OBSERVE', 'DELETE'] as const));
  else if (name === 'EQ_bizStep') query.bizStep = values.map(bare);
  else if (name === 'EQ_disposition') query.disposition = values.map(bare);
  // nobody tells us which places lie within which: a place lies within itself
  else if (name === 'EQ_readPoint' || name === 'WD_readPoint') query.readPoint = values.map(placeKey);
  else if (name === 'EQ_bizLocation' || name === 'WD_bizLocation') query.bizLocation = values.map(placeKey);
  else if (name === 'EQ_eventID') query.eventId = values;
  else if (name === 'EQ_transformationID') query.transformationId = values;
  else if (name === 'EXISTS_errorDeclaration') {
    if (choice(name, one || 'true', ['true', 'false'] as const) === 'true') query.declaresError = true;
  } else if (WRITTEN_TIME.test(name)) {
    const [verb, field] = name.split('_') as [WrittenTime['verb'], WrittenTime['field']];
    query.writtenTimes.push({ verb, field, at: instant(name, one) });
  } else if (name === 'orderBy') query.orderBy = choice(name, one, ['eventTime', 'recordTime'] as const);
  else if (name === 'orderDirection') query.descending = choice(name, one, ['ASC', 'DESC'] as const) === 'DESC';
  else if (name === 'eventCountLimit') query.limit = whole(name, one);
  else if (name === 'maxEventCount') query.most = whole(name, one);
  else {
    const facet = facetOf(name, values);
    if (!facet) throw badParameter(name, `Không có tham số ${name}.`, `There is no parameter ${name}.`, 'unknown_parameter');
    query.facets.push(facet);
  }
}

/** Adds the faults of what is done, so that an answer names all of them. */
export function gather(faults: Fault[], read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    faults.push(...error.faults);
  }
}

/** Reads parameters; every fault goes into `faults`. Values of the address are parted by `|`. */
export function readParameters(given: readonly [string, string | string[]][], origin: string | undefined, faults: Fault[]): EventQuery {
  const query: EventQuery = { epcs: [], facets: [], writtenTimes: [], orderBy: 'recordTime', descending: false };
  const names = new Set<string>();
  for (const [name, raw] of given)
    gather(faults, () => {
      if (names.has(name))
        throw badParameter(name, 'Chỉ nêu một lần; nhiều giá trị ngăn bằng “|”.', 'May be given once; several values are parted by "|".');
      names.add(name);
      readParameter(query, name, raw, origin);
    });
  if (names.has('orderBy') && !names.has('orderDirection')) query.descending = true;
  gather(faults, () => {
    if (!names.has('eventCountLimit')) return;
    if (!names.has('orderBy')) throw badParameter('eventCountLimit', 'Phải đi cùng orderBy.', 'Goes with orderBy only.');
    if (names.has('maxEventCount'))
      throw badParameter('eventCountLimit', 'Không đi cùng maxEventCount.', 'May not stand beside maxEventCount.');
  });
  return query;
}

/** The query of these parameters; throws with every fault when there is one. */
export function queryOf(given: readonly [string, string | string[]][], origin: string | undefined): EventQuery {
  const faults: Fault[] = [];
  const query = readParameters(given, origin, faults);
  if (faults.length > 0) throw badParameters(faults);
  return query;
}

export type Paging = { perPage: number; after: string | undefined };

/** Paging apart from the rest. The token names the place after the last item of the page before. */
export function readPaging(url: URL, faults: Fault[]): { paging: Paging; rest: [string, string][] } {
  const rest = [...url.searchParams].filter(([k]) => k !== 'perPage' && k !== 'nextPageToken');
  const paging: Paging = { perPage: DEFAULT_PER_PAGE, after: undefined };
  const per = url.searchParams.get('perPage');
  const token = url.searchParams.get('nextPageToken');
  gather(faults, () => {
    if (per !== null) paging.perPage = Math.min(whole('perPage', per), MOST_PER_PAGE);
  });
  gather(faults, () => {
    if (token === null) return;
    const after = Buffer.from(token, 'base64url').toString('utf8');
    if (!after.startsWith('p:')) throw badParameter('nextPageToken', 'Mã trang không đúng hoặc đã cũ.', 'The page token does not hold.');
    paging.after = after.slice(2);
  });
  return { paging, rest };
}
/** Paging where nothing else is asked; throws with every fault. */
export function pagingOf(url: URL): Paging {
  const faults: Fault[] = [];
  const { paging } = readPaging(url, faults);
  if (faults.length > 0) throw badParameters(faults);
  return paging;
}
export const pageToken = (after: string): string => Buffer.from(`p:${after}`).toString('base64url');
