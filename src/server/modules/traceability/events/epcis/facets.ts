// Parameters of the SimpleEventQuery that look into the event itself: amounts, papers, parties, sensors, error declarations, extensions.
import { badParameter } from './problem.ts';

/** A condition on the kept event: one of the paths (SQL/JSON) must be met. `$v` holds the values asked for, `$t` a type. */
export type Facet = {
  paths: string[];
  vars: Record<string, unknown>;
  /** Only in the reader's own events: others do not show these. */
  own?: true;
};

const COMPARE: Record<string, string> = { EQ: '==', GT: '>', GE: '>=', LT: '<', LE: '<=' };
const QUANTITIES = ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'];
const REPORT = '$.sensorElementList[*].sensorReport[*]';
const METADATA = '$.sensorElementList[*].sensorMetadata';
const AMOUNTS = new Set(['value', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percRank', 'percValue']);
const WORDS = new Set([
  'type',
  'component',
  'exception',
  'microorganism',
  'chemicalSubstance',
  'stringValue',
  'uriValue',
  'hexBinaryValue',
]);
const BOTH = new Set(['deviceID', 'deviceMetadata', 'rawData', 'dataProcessingMethod', 'bizRules']);

/** A word of the vocabulary without its address. */
const bareWord = (word: string) => word.replace(/^(?:https?:\/\/(?:ref\.|www\.)?gs1\.org\/(?:cbv|voc)\/|cbv:|gs1:)(?:[A-Za-z]+-)?/, '');
const key = (name: string) => JSON.stringify(name);

function number(name: string, text: string): number {
  const n = Number(text);
  if (text.trim() === '' || !Number.isFinite(n)) throw badParameter(name, 'Cần một số.', 'A number is needed.');
  return n;
}
/** An extension's value may be kept as text or as a number; times compare as text. */
const either = (values: readonly string[]): unknown[] =>
  values.flatMap((v) => (v.trim() !== '' && Number.isFinite(Number(v)) ? [v, Number(v)] : [v]));

/** What may carry extensions besides the event itself. */
const CARRIERS: Record<string, string> = {
  ILMD: '$.ilmd',
  ERROR_DECLARATION: '$.errorDeclaration',
  readPoint: '$.readPoint',
  bizLocation: '$.bizLocation',
  SENSORELEMENT: '$.sensorElementList[*]',
  SENSORMETADATA: METADATA,
  SENSORREPORT: REPORT,
};
const EXTENSION = /^(INNER_)?(?:(ILMD|ERROR_DECLARATION|readPoint|bizLocation|SENSORELEMENT|SENSORMETADATA|SENSORREPORT)_)?([^:]+:.+)$/;

/** An extension by its name as it is written in the events: of the event or a part of it, or (INNER) at any depth below. */
function extension(op: string | undefined, [, inner, carrier, field = '']: RegExpExecArray, values: readonly string[]): Facet {
  const at = `${carrier === undefined ? '$' : CARRIERS[carrier]}${inner ? '.**' : ''}.${key(field)}`;
  return op === undefined ? { paths: [at], vars: {} } : { paths: [`${at} ? (@ ${op} $v[*])`], vars: { v: either(values) } };
}

/** The condition that a parameter states; undefined when it is none of these. Throws for a value that does not fit. */
export function facetOf(name: string, values: readonly string[]): Facet | undefined {
  const [, verb = '', rest = ''] = /^(EQ|GT|GE|LT|LE|EXISTS)_(.+)$/.exec(name) ?? [];
  const op = COMPARE[verb];
  if (rest === '') return undefined;
  const added = EXTENSION.exec(rest);
  const party = /^(bizTransaction|source|destination)_(.+)$/.exec(rest);
  if (op === '==' && party) {
    const [item = '', type = ''] = party.slice(1);
    return { paths: [`$.${item}List[*] ? (@.type == $t && @.${item} == $v[*])`], vars: { t: bareWord(type), v: values }, own: true };
  }
  if (added && (op !== undefined || verb === 'EXISTS')) return extension(op, added, values);
  if (name === 'EXISTS_sensorElementList') return { paths: ['$.sensorElementList[0]'], vars: {} };
  if (op === undefined) return undefined;
  const [field = '', unit] = rest.split('_', 2);
  if (field === 'quantity') {
    const v = values.map((x) => number(name, x));
    const paths = QUANTITIES.map((list) => `$.${list}[*] ? (@.quantity ${op} $v[*]${unit ? ' && @.uom == $t' : ''})`);
    return { paths, vars: { v, t: unit ?? '' } };
  }
  if (AMOUNTS.has(field)) {
    const v = values.map((x) => number(name, x));
    return { paths: [`${REPORT} ? (@.${field} ${op} $v[*]${unit ? ' && @.uom == $t' : ''})`], vars: { v, t: unit ?? '' } };
  }
  if (op !== '==') return undefined;
  const set = /^persistentDisposition_(set|unset)$/.exec(rest)?.[1];
  const one = (paths: string[], v: unknown[] = values.map(bareWord)): Facet => ({
    paths: paths.map((p) => `${p} ? (@ == $v[*])`),
    vars: { v },
  });
  if (set) return one([`$.persistentDisposition.${set}[*]`]);
  if (rest === 'errorReason') return one(['$.errorDeclaration.reason']);
  if (rest === 'correctiveEventID') return one(['$.errorDeclaration.correctiveEventIDs[*]'], [...values]);
  if (rest === 'booleanValue') return one([`${REPORT}.booleanValue`], [values[0] === 'true']);
  if (WORDS.has(rest)) return one([`${REPORT}.${rest}`], [...values, ...values.map(bareWord)]);
  if (BOTH.has(rest)) return one([`${REPORT}.${rest}`, `${METADATA}.${rest}`], [...values]);
  return undefined;
}
