// Words of the standard, however they are written: `https://ref.gs1.org/cbv/BizStep-shipping`, `cbv:BizStep-shipping` and `shipping` are one word
// (EPCIS 2.0, JSON-LD context). Kept as the bare word, so that a step means the same to recalls, balances and queries.
import { isObject, type Json, type Obj } from './checks.ts';
import type { Prefixes } from './hash-id.ts';
import { ALERTS, BIZ_STEPS, COMPONENTS, DISPOSITIONS, ERROR_REASONS, MEASUREMENTS, PARTY_TYPES, TRANSACTION_TYPES } from './vocabulary.ts';

type Vocabulary = { words: ReadonlySet<string>; address: RegExp };
const cbv = (name: string, words: ReadonlySet<string>): Vocabulary => ({
  words,
  address: new RegExp(`^https?://ref\\.gs1\\.org/cbv/${name}-(.+)$`),
});
const voc = (words: ReadonlySet<string>): Vocabulary => ({ words, address: /^https?:\/\/(?:ref\.|www\.)?gs1\.org\/voc\/(.+)$/ });
const STEP = cbv('BizStep', BIZ_STEPS);
const DISPOSITION = cbv('Disp', DISPOSITIONS);
const TRANSACTION = cbv('BTT', TRANSACTION_TYPES);
const PARTY = cbv('SDT', PARTY_TYPES);
const REASON = cbv('ER', ERROR_REASONS);
const COMPONENT = cbv('Comp', COMPONENTS);
const MEASUREMENT = voc(MEASUREMENTS);
const ALERT = voc(ALERTS);

/** The bare word, or the value as it stands when it is nobody's but the sender's. */
function plain(value: Json, { words, address }: Vocabulary, prefixes: Prefixes): Json {
  if (typeof value !== 'string' || words.has(value) || !value.includes(':')) return value;
  const colon = value.indexOf(':');
  const space = value.startsWith('//', colon + 1) ? undefined : prefixes[value.slice(0, colon)];
  const word = address.exec(space === undefined ? value : space + value.slice(colon + 1))?.[1];
  return word !== undefined && words.has(word) ? word : value;
}

/** An event with every word of the standard in its bare form; the very event when all of them were. */
export function plainWords(event: Obj, prefixes: Prefixes): Obj {
  /** Fields of an object, changed only where a word changes. */
  const fields = (of: Json, changes: Record<string, (v: Json) => Json>): Json => {
    if (!isObject(of)) return of;
    let out = of;
    for (const [name, change] of Object.entries(changes)) {
      if (of[name] === undefined) continue;
      const changed = change(of[name]);
      if (changed !== of[name]) out = { ...out, [name]: changed };
    }
    return out;
  };
  const each = (change: (v: Json) => Json) => (list: Json) => {
    if (!Array.isArray(list)) return list;
    const out = list.map(change);
    return out.some((v, i) => v !== list[i]) ? out : list;
  };
  const word = (vocabulary: Vocabulary) => (v: Json) => plain(v, vocabulary, prefixes);
  const typed = (vocabulary: Vocabulary) => each((item) => fields(item, { type: word(vocabulary) }));
  const report = (r: Json) => fields(r, { type: word(MEASUREMENT), exception: word(ALERT), component: word(COMPONENT) });
  return fields(event, {
    bizStep: word(STEP),
    disposition: word(DISPOSITION),
    bizTransactionList: typed(TRANSACTION),
    sourceList: typed(PARTY),
    destinationList: typed(PARTY),
    persistentDisposition: (p) => fields(p, { set: each(word(DISPOSITION)), unset: each(word(DISPOSITION)) }),
    errorDeclaration: (d) => fields(d, { reason: word(REASON) }),
    sensorElementList: each((s) => fields(s, { sensorReport: each(report) })),
  }) as Obj;
}
