// What may be asked of events: parameters of the SimpleEventQuery, from the address or from a stored query.
import { AppError } from '#server/platform/errors.ts';
import { isTime } from '../rules/checks.ts';
import { canonicalLink } from '../rules/gs1-uri.ts';
import { lotKey } from '../rules/lot-key.ts';
import type { EpcRole } from '../tables.ts';
import { type Facet, facetOf } from './facets.ts';
import { badParameter, EpcisError } from './problem.ts';

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
  geDeclared?: Date;
  ltDeclared?: Date;
  /** What must be found in the event itself. */
  facets: Facet[];
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

const unknownParameter = (name: string) =>
  new EpcisError(
    { status: 400, type: 'QueryParameterException' },
    new AppError('unknown_parameter', { vi: `Không có tham số ${name}.`, en: `There is no parameter ${name}.` }, [
      { path: name, code: 'unknown_parameter', message: { vi: 'Tham số lạ.', en: 'Unknown parameter.' } },
    ]),
  );

/** Reads parameters; throws for an unknown one. Values of the address are parted by `|`. */
export function readParameters(given: Iterable<[string, string | string[]]>, origin: string | undefined): EventQuery {
  const query: EventQuery = { epcs: [], facets: [], orderBy: 'recordTime', descending: false };
  for (const [name, raw] of given) {
    const values = (Array.isArray(raw) ? raw : raw.split('|')).filter((v) => v !== '');
    const one = values[0] ?? '';
    if (values.length === 0 && !name.startsWith('EXISTS_')) throw badParameter(name, 'Cần một giá trị.', 'A value is needed.');
    const roles = ROLES[name];
    if (roles) query.epcs.push({ keys: values.map((v) => lotKey(v, origin).key), roles });
    else if (name === 'eventType') query.type = values;
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
    else if (name === 'EXISTS_errorDeclaration') query.declaresError = true;
    else if (name === 'GE_errorDeclarationTime') query.geDeclared = instant(name, one);
    else if (name === 'LT_errorDeclarationTime') query.ltDeclared = instant(name, one);
    else if (name === 'orderBy') query.orderBy = choice(name, one, ['eventTime', 'recordTime'] as const);
    else if (name === 'orderDirection') query.descending = choice(name, one, ['ASC', 'DESC'] as const) === 'DESC';
    else if (name === 'eventCountLimit') query.limit = whole(name, one);
    else if (name === 'maxEventCount') query.most = whole(name, one);
    else {
      const facet = facetOf(name, values);
      if (!facet) throw unknownParameter(name);
      query.facets.push(facet);
    }
  }
  return query;
}

export type Paging = { perPage: number; after: string | undefined };

/** Paging apart from the rest. The token names the place after the last item of the page before. */
export function readPaging(url: URL): { paging: Paging; rest: [string, string][] } {
  const rest = [...url.searchParams].filter(([k]) => k !== 'perPage' && k !== 'nextPageToken');
  const per = url.searchParams.get('perPage');
  const token = url.searchParams.get('nextPageToken');
  let after: string | undefined;
  if (token !== null) {
    after = Buffer.from(token, 'base64url').toString('utf8');
    if (!after.startsWith('p:')) throw badParameter('nextPageToken', 'Mã trang không đúng hoặc đã cũ.', 'The page token does not hold.');
    after = after.slice(2);
  }
  return { paging: { perPage: per === null ? DEFAULT_PER_PAGE : Math.min(whole('perPage', per), MOST_PER_PAGE), after }, rest };
}
export const pageToken = (after: string): string => Buffer.from(`p:${after}`).toString('base64url');
