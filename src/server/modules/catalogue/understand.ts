// What the typed words can mean: literally first, then as keystrokes, a beginning, or with one slip of the finger.
import { fold, foldMarks } from '#shared/text/fold.ts';
import { telex, vni } from '#shared/text/telex.ts';
import type { Dictionary } from './dictionary.ts';
import type { Places } from './places.ts';
import { PHRASES, SYNONYMS, type Word, wordsOf } from './words.ts';

/** One dictionary word that a typed word may stand for; the penalty orders the readings, `form` is the exact spelling or −1. */
export type Reading = { term: number; penalty: number; form: number };
export type Ask = { word: string; marked: string; readings: Reading[]; size: number; literal: boolean; shown: string };
export type Plan = {
  asks: Ask[];
  /** 'N sao' in the words: these stars come first. −1 none. */
  star: number;
  /** A province named in the words: its products come first. */
  province: number;
  oldProvince: number;
  /** How many words name it. */
  placeWords: number;
  /** Place of the first of them among the asks; −1 when that is not known. */
  placeFrom: number;
  altered: boolean;
  /** A word was read as several. */
  joined: boolean;
};

const SLIP = 25;
const FAR_SLIP = 40;
const BEGINNING = 50;
const LIKELY = 18;
/** Another word beside one that is there as typed: never before it. */
const ASIDE = 85;
const OTHER_WORD = 20;
const MOST_BEGINNINGS = 200;
/** Beginnings of words that so many products bear are not worth the time; only a register beyond 100,000 comes here. */
const MOST_WALKED = 250_000;
/** A slip is believed when the other reading stands side by side this much more often. */
const RATIO = 8;
/** … and when the two words are bound: at least one of so many products with the rarer has both together. */
const BOUND = 12;
const MOST_SLIPS = 3;
/** Words for a kind of unit, when written with their marks. */
const UNIT_WORDS = new Set(['tỉnh', 'huyện', 'xã', 'phường', 'quận', 'tp']);
const GENERIC = new Set(['ocop']);
/** A single letter used more often than this is a word of its own after another one ('500 g'). */
const RARE = 20;
/** Longer words are not tried as several: the ways to cut them grow with the cube. */
const MOST_JOINED = 24;
const MAX_WORDS = 16;
/** The matcher leaves room for 30. */
const MAX_ASKS = 24;

/** The plan of a query; no asks means that every product fits. */
export function understand(dictionary: Dictionary, places: Places, q: string): Plan {
  const typed = wordsOf(/\d/.test(q) ? undoVni(dictionary, q) : q).slice(0, MAX_WORDS);
  const plan: Plan = { asks: [], star: -1, province: 63, oldProvince: 63, placeWords: 0, placeFrom: -1, altered: false, joined: false };
  const words = withoutGeneric(typed, plan);
  const fixed: boolean[] = [];
  for (let i = 0; i < words.length; i++) {
    const hint = places.hintAt(words, i);
    if (!hint || (hint.words === 1 && hint.province === 63 && hint.oldProvince === 63)) continue;
    plan.province = hint.province;
    plan.oldProvince = hint.oldProvince;
    plan.placeWords = hint.words;
    plan.placeFrom = i;
    for (let j = 0; j < hint.words; j++) fixed[i + j] = true;
    i += hint.words - 1;
  }
  const open = /[\p{L}\p{N}]$/u.test(q);
  words.forEach((w, i) => {
    const before = plan.asks.at(-1)?.readings[0]?.term ?? -1;
    plan.asks.push(...read(dictionary, w, open && i === words.length - 1, before, plan));
  });
  plan.asks.length = Math.min(plan.asks.length, MAX_ASKS);
  if (plan.asks.length === words.length) believeSlips(dictionary, plan, fixed);
  else plan.placeFrom = -1;
  for (const ask of plan.asks) {
    measure(dictionary, ask);
    if (plan.altered && ask.literal && ask.marked === ask.word && ask.shown === ask.word && ask.readings[0])
      ask.shown = dictionary.shown(ask.readings[0].term);
  }
  return plan;
}

/** The same plan with every word, or one, read more loosely: for when nothing fits. A province named stays what it is. */
export function broaden(dictionary: Dictionary, plan: Plan, only = -1): Plan {
  const asks = plan.asks.map((ask, i) => {
    if ((only >= 0 && i !== only) || isPlace(plan, i)) return ask;
    const readings = [...ask.readings];
    const add = (term: number, penalty: number) => {
      if (!readings.some((r) => r.term === term)) readings.push({ term, penalty, form: -1 });
    };
    const keys = telex(ask.marked);
    if (keys && dictionary.find(fold(keys)) >= 0) add(dictionary.find(fold(keys)), SLIP);
    if (ask.word.length > 2) for (const term of dictionary.nearTo(ask.word).slice(0, 12)) add(term, FAR_SLIP);
    if (ask.word.length > 1) for (const term of dictionary.startingWith(ask.word, 20)) add(term, FAR_SLIP);
    const wider: Ask = { ...ask, readings };
    measure(dictionary, wider);
    return wider;
  });
  return { ...plan, asks, altered: true };
}

/** Whether an ask is part of the name of a province. */
export const isPlace = (plan: Plan, i: number): boolean =>
  plan.placeFrom >= 0 && i >= plan.placeFrom && i < plan.placeFrom + plan.placeWords;

function read(dictionary: Dictionary, { word, marked }: Word, open: boolean, before: number, plan: Plan): Ask[] {
  const ask: Ask = { word, marked, readings: [], size: 0, literal: true, shown: marked };
  const term = used(dictionary, word);
  if (term >= 0) {
    const form = dictionary.formOf(term, marked);
    ask.readings.push({ term, penalty: 0, form });
    const other = SYNONYMS[word];
    if (other && (marked === word || marked === other[0])) {
      const same = used(dictionary, other[1]);
      if (same >= 0) ask.readings.push({ term: same, penalty: OTHER_WORD, form: -1 });
    }
    // A word written out with its marks is most likely finished; an unmarked one may be a beginning.
    const finished = (marked !== word && form >= 0) || (word.length === 1 && before >= 0 && (dictionary.live[term] as number) >= RARE);
    if (open) begin(dictionary, ask, before, finished);
    return [ask];
  }
  ask.literal = false;
  const keys = telex(marked);
  const meant = keys === undefined ? -1 : used(dictionary, fold(keys));
  if (keys !== undefined && meant >= 0) {
    plan.altered = true;
    ask.shown = keys;
    ask.readings.push({ term: meant, penalty: 3, form: dictionary.formOf(meant, foldMarks(keys)) });
    return [ask];
  }
  const parts = phrase(dictionary, word) ?? split(dictionary, word);
  if (parts) {
    plan.altered = true;
    plan.joined = true;
    return parts.map((t) => ({
      word: dictionary.words[t] as string,
      marked: dictionary.words[t] as string,
      readings: [{ term: t, penalty: 5, form: -1 }],
      size: 0,
      literal: true,
      shown: dictionary.shown(t),
    }));
  }
  if (open) begin(dictionary, ask, before, false);
  if (ask.readings.length === 0 || word.length > 3) {
    for (const t of dictionary.nearTo(word).slice(0, 8)) ask.readings.push({ term: t, penalty: FAR_SLIP, form: -1 });
    if (keys !== undefined && ask.readings.length === 0) {
      for (const t of dictionary.nearTo(fold(keys)).slice(0, 4)) ask.readings.push({ term: t, penalty: FAR_SLIP, form: -1 });
    }
  }
  const first = ask.readings[0];
  if (first && first.penalty === FAR_SLIP) {
    plan.altered = true;
    ask.shown = dictionary.shown(first.term);
  }
  return [ask];
}

const used = (dictionary: Dictionary, word: string): number => {
  const term = dictionary.find(word);
  return term >= 0 && (dictionary.live[term] as number) > 0 ? term : -1;
};

/** Words that begin so. One that usually follows the word before is likely; a finished word lets only such ones in. */
function begin(dictionary: Dictionary, ask: Ask, before: number, finished: boolean): void {
  const marks = ask.marked !== ask.word;
  const first = before < 0 && ask.word.length === 1;
  let walked = ask.readings[0] ? (dictionary.live[ask.readings[0].term] as number) : 0;
  for (const term of dictionary.startingWith(ask.word, MOST_BEGINNINGS)) {
    const follows = before >= 0 && dictionary.bigrams.count(before, term) > 0;
    if (finished && !follows) continue;
    const form = marks ? dictionary.formStarting(term, ask.marked) : -1;
    if (finished && marks && form < 0) continue;
    walked += dictionary.live[term] as number;
    if (walked > MOST_WALKED && !follows) continue;
    const rest = (dictionary.words[term] as string).length - ask.word.length;
    ask.readings.push({ term, penalty: (follows || first ? LIKELY : BEGINNING) + Math.min(rest, 5), form });
  }
}

/** A foreign or joined spelling of two words. */
const phrase = (dictionary: Dictionary, word: string): number[] | undefined => {
  const terms = PHRASES[word]?.map((w) => used(dictionary, w));
  return terms?.every((t) => t >= 0) ? terms : undefined;
};

/** 'matong' → mat + ong: known words that stand side by side, at most four. */
function split(dictionary: Dictionary, word: string, parts = 4): number[] | undefined {
  if (word.length < 4 || word.length > MOST_JOINED || /\d/.test(word)) return undefined;
  let best: number[] | undefined;
  let bestCount = 0;
  for (let i = 1; i < word.length; i++) {
    const left = used(dictionary, word.slice(0, i));
    if (left < 0) continue;
    const right = used(dictionary, word.slice(i));
    const rest = right >= 0 ? [right] : parts > 2 ? split(dictionary, word.slice(i), parts - 1) : undefined;
    if (!rest) continue;
    const next = rest[0] as number;
    const count = dictionary.bigrams.count(left, next);
    // A lone letter stands beside many words by chance.
    const chance = (i === 1 || (right >= 0 && i === word.length - 1)) && !bound(dictionary, left, next, count);
    if (count > bestCount && !chance) {
      best = [left, ...rest];
      bestCount = count;
    }
  }
  return best;
}

/** 'nuoc nam': mắm stands beside nước far more often than nam does, so it is meant as well. Names of provinces are left alone. */
function believeSlips(dictionary: Dictionary, plan: Plan, fixed: boolean[]): void {
  const { asks } = plan;
  const { bigrams, live } = dictionary;
  const only = asks.length === 1 ? asks[0] : undefined;
  if (only?.literal && only.word.length > 2 && !fixed[0]) {
    const own = live[only.readings[0]?.term as number] as number;
    const near = dictionary.nearTo(only.word)[0];
    if (near !== undefined && (live[near] as number) > own * 20) add(only, near, ASIDE);
  }
  for (let i = 0; i + 1 < asks.length; i++) {
    const a = asks[i] as Ask;
    const b = asks[i + 1] as Ask;
    const left = a.readings[0];
    const right = b.readings[0];
    if (!left || !right) continue;
    const literal = bigrams.count(left.term, right.term);
    const enough = Math.max(4, literal * RATIO);
    if (enough > (live[left.term] as number) && enough > (live[right.term] as number)) continue;
    const others: { side: Ask; term: number; count: number }[] = [];
    const consider = (side: Ask, beside: number, of: (term: number) => number) => {
      for (const term of dictionary.nearTo(side.word)) {
        const count = of(term);
        if (count >= enough && bound(dictionary, beside, term, count)) others.push({ side, term, count });
      }
    };
    if (!fixed[i + 1] && b.word.length > 1) consider(b, left.term, (term) => bigrams.count(left.term, term));
    if (!fixed[i] && a.word.length > 1) consider(a, right.term, (term) => bigrams.count(term, right.term));
    if (others.length === 0) continue;
    others.sort((x, y) => y.count - x.count);
    for (const { side, term } of others.slice(0, MOST_SLIPS)) add(side, term, literal === 0 ? SLIP : ASIDE);
    if (literal === 0) {
      const { side, term } = others[0] as (typeof others)[0];
      side.shown = dictionary.shown(term);
      plan.altered = true;
    }
  }
}

const bound = (dictionary: Dictionary, a: number, b: number, count: number): boolean =>
  count * BOUND >= Math.min(dictionary.live[a] as number, dictionary.live[b] as number);

function add(ask: Ask, term: number, penalty: number): void {
  const known = ask.readings.find((r) => r.term === term);
  if (known) known.penalty = Math.min(known.penalty, penalty);
  else ask.readings.push({ term, penalty, form: -1 });
}

/** Counted by products that are there: what was taken out must not decide which word is the rarest. */
function measure(dictionary: Dictionary, ask: Ask): void {
  ask.size = 0;
  for (const r of ask.readings) ask.size += dictionary.live[r.term] as number;
}

/** 'sản phẩm', 'OCOP', 'N sao' and kinds of units say nothing about which product, unless they are all there is. */
function withoutGeneric(words: Word[], plan: Plan): Word[] {
  const kept: Word[] = [];
  for (let i = 0; i < words.length; i++) {
    const w = words[i] as Word;
    const next = words[i + 1]?.word;
    if (next === 'sao' && /^[345]$/.test(w.word)) {
      plan.star = Number(w.word);
      i++;
    } else if ((w.word === 'san' && next === 'pham') || (w.word === 'dac' && next === 'san')) i++;
    else if (GENERIC.has(w.word) || (UNIT_WORDS.has(w.marked) && next !== undefined)) continue;
    else kept.push(w);
  }
  return kept;
}

/** Digits as keystrokes, unless the letters and the digits stand side by side in the register ('OM 4'). */
const undoVni = (dictionary: Dictionary, q: string): string =>
  q.replace(/[a-zA-Z](?:[a-zA-Z]+\d[a-zA-Z0-9]{0,8}|\d[a-zA-Z0-9]{1,8})/g, (part) => {
    const [, letters = '', digits = ''] = /^([a-z]+)(\d+)$/.exec(part.toLowerCase()) ?? [];
    if (digits !== '' && dictionary.bigrams.count(dictionary.find(letters), dictionary.find(digits)) > 0) return part;
    return vni(part) ?? part;
  });
