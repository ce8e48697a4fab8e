// What the typed words can mean: literally first, then as keystrokes, a beginning, or with one slip of the finger.
import { fold, foldMarks } from '#shared/text/fold.ts';
import { telex, vni } from '#shared/text/telex.ts';
import { aside } from './aside.ts';
import type { Dictionary } from './dictionary.ts';
import { areBound, splitKeys, termOf } from './joined.ts';
import { isKind, KIND_NAMES, kindBit } from './kinds.ts';
import { INITIALS, type Places } from './places.ts';
import { type Size, sizeIn } from './sizes.ts';
import { markedSoundOf } from './sounds.ts';
import { withoutTalk } from './talk.ts';
import { type Meant, unfold } from './unfold.ts';
import { endsInWord, SYNONYMS, type Word, wordsOf } from './words.ts';

/** One dictionary word that a typed word may stand for; the penalty orders the readings, `form` is the exact spelling or −1. */
export type Reading = { term: number; penalty: number; form: number };
export type Ask = { word: string; marked: string; readings: Reading[]; size: number; literal: boolean; shown: string };
/** 'chai', '500 g': products whose names say so come before the others. */
export type Beside = { packings: { term: number; form: number }[]; size: Size };
export type Plan = {
  asks: Ask[];
  /** 'N sao' in the words: these stars come first. −1 none. */
  star: number;
  /** … and of five stars the potential ones. */
  potential: boolean;
  /** 'xã …': the folded name that follows, where products are made in a unit of that name. */
  unit: string | undefined;
  /** A packing and a size beside the name. */
  beside: Beside | undefined;
  /** A province named in the words: its products come first. */
  province: number;
  oldProvince: number;
  /** How many words name it. */
  placeWords: number;
  /** Place of the first of them among the asks; −1 when that is not known. */
  placeFrom: number;
  /** Groups and sets named in the words (`kindBit`), and by how many words. */
  kinds: number;
  kindWords: number;
  /** Where all the words name one kind: the index words of those that bear it, and the words without them. */
  whole: { terms: number[]; asks: Ask[] } | undefined;
  /** The words are a producer's name (`nameSign`); 0 when they are none's. */
  producer: number;
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
const NOT_THE_KIND = 70;
/** Beginnings of words that so many products bear are not worth the time; only a register beyond 100,000 comes here. */
const MOST_WALKED = 250_000;
/** A slip is believed when the other reading stands side by side this much more often. */
const RATIO = 8;
const MOST_SLIPS = 3;
/** A word as it is written is read by ear as well when that spelling is so many times as usual. */
const FAR_MORE = 20;
/** A single letter used more often than this is a word of its own after another one ('500 g'). */
const RARE = 20;
const MAX_WORDS = 16;
/** The matcher leaves room for 30. */
const MAX_ASKS = 24;

/** The plan of a query; no asks means that every product fits. */
export function understand(dictionary: Dictionary, places: Places, q: string): Plan {
  const sized = /\d/.test(q) ? sizeIn(dictionary, q) : undefined;
  const name = sized?.text ?? q;
  const typed = withoutTalk(wordsOf(/[\d★⭐]/.test(name) ? undoVni(dictionary, starsAsWords(name)) : name), dictionary).slice(0, MAX_WORDS);
  const { words: all, altered, joined } = unfold(dictionary, readInitials(dictionary, q, typed));
  const open = endsInWord(name);
  const { words, star, potential, packings, unit } = aside(all, dictionary, places, open);
  words.length = Math.min(words.length, MAX_ASKS);
  const plan: Plan = {
    asks: [],
    star,
    potential,
    unit,
    beside:
      sized || packings.length > 0 ? { packings: packings.map((text) => spelling(dictionary, text)), size: sized?.size ?? [] } : undefined,
    province: 63,
    oldProvince: 63,
    placeWords: 0,
    placeFrom: -1,
    kinds: 0,
    kindWords: 0,
    whole: undefined,
    producer: 0,
    altered,
    joined,
  };
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
  // Behind the name stood something else: its last word is whole.
  const last = open && words.at(-1) === all.at(-1) ? words.length - 1 : -1;
  words.forEach((w, i) => {
    const before = plan.asks.at(-1)?.readings[0]?.term ?? -1;
    plan.asks.push(read(dictionary, w, i === last && !w.sure, before, plan));
  });
  believeSlips(dictionary, plan, fixed);
  readKinds(dictionary, plan);
  for (const ask of plan.asks) {
    measure(dictionary, ask);
    if (ask.word[0] === INITIALS) {
      ask.shown = places.ofInitials(ask.word.slice(1)).join(' / ');
      plan.altered = true;
    }
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
    if (ask.word.length > 1) for (const term of dictionary.startingWith(ask.word).slice(0, 20)) add(term, FAR_SLIP);
    const wider: Ask = { ...ask, readings };
    measure(dictionary, wider);
    return wider;
  });
  return { ...plan, asks, altered: true, whole: undefined };
}

/** The plan with every word without marks, but a place, read by ear as well: 'tra gung tri' is 'chi' somewhere. Undefined where that says nothing new. */
export function byEar(dictionary: Dictionary, plan: Plan): Plan | undefined {
  let more = false;
  const asks = plan.asks.map((ask, i) => {
    const said = isPlace(plan, i) || ask.marked !== ask.word ? [] : dictionary.saidLike(ask.word);
    const readings = [...ask.readings];
    for (const term of said) if (!readings.some((r) => r.term === term)) readings.push({ term, penalty: SLIP, form: -1 });
    if (readings.length === ask.readings.length) return ask;
    more = true;
    const wider: Ask = { ...ask, readings };
    measure(dictionary, wider);
    return wider;
  });
  return more ? { ...plan, asks, altered: true, whole: undefined } : undefined;
}

/** Typed with marks that the register knows: no slip. */
export const isSpelt = (ask: Ask): boolean => ask.literal && ask.marked !== ask.word && (ask.readings[0]?.form ?? -1) >= 0;

/** Whether an ask is part of the name of a province. */
export const isPlace = (plan: Plan, i: number): boolean =>
  plan.asks[i]?.word[0] === INITIALS || (plan.placeFrom >= 0 && i >= plan.placeFrom && i < plan.placeFrom + plan.placeWords);

function read(dictionary: Dictionary, { word, marked, term, also, sure }: Meant, open: boolean, before: number, plan: Plan): Ask {
  const ask: Ask = { word, marked, readings: [], size: 0, literal: true, shown: marked };
  if (term >= 0) {
    const form = dictionary.formOf(term, marked);
    ask.readings.push({ term, penalty: 0, form });
    const other = SYNONYMS.get(word);
    if (other && (marked === word || form < 0 || marked === other[0])) {
      const same = termOf(dictionary, other[1]);
      if (same >= 0) ask.readings.push({ term: same, penalty: OTHER_WORD, form: -1 });
    }
    if (marked !== word && (form < 0 || dictionary.formCount(term, form) < RARE)) readSound(dictionary, ask);
    if (word.length === 2) readOtherI(dictionary, ask);
    // A word written out with its marks is most likely finished; an unmarked one may be a beginning.
    const finished = (marked !== word && form >= 0) || (word.length === 1 && before >= 0 && (dictionary.live[term] as number) >= RARE);
    if (open) begin(dictionary, ask, before, finished);
  }
  for (const w of also) if (termOf(dictionary, w) >= 0) add(ask, termOf(dictionary, w), 0);
  if (sure || term >= 0) return ask;
  ask.literal = false;
  if (marked !== word) readSound(dictionary, ask);
  if (open) begin(dictionary, ask, before, false);
  // Keystrokes of a word that is not yet whole: 'xuwow' begins 'xưởng'.
  const begun = open && ask.readings.length === 0 ? telex(marked) : undefined;
  if (begun !== undefined) {
    begin(dictionary, { ...ask, word: fold(begun), marked: foldMarks(begun) }, before, false);
    if (ask.readings.length > 0) return ask;
  }
  if (ask.readings.length === 0 || word.length > 3) {
    dictionary
      .nearTo(word)
      .slice(0, 8)
      .forEach((t, i) => {
        add(ask, t, FAR_SLIP + i);
      });
    const keys = ask.readings.length === 0 ? telex(marked) : undefined;
    if (keys !== undefined) for (const t of dictionary.nearTo(fold(keys)).slice(0, 4)) add(ask, t, FAR_SLIP);
  }
  const first = ask.readings[0];
  if (first && (first.penalty === FAR_SLIP || first.penalty === SLIP)) {
    plan.altered = true;
    ask.shown = dictionary.shown(first.term);
  }
  return ask;
}

/** Spelt as nobody, or hardly anybody, spells it: 'trả cá', 'bánh trưng', 'bưỡi' — read by ear, marks and all. */
function readSound(dictionary: Dictionary, ask: Ask): void {
  const sound = markedSoundOf(ask.marked);
  if (sound === undefined) return;
  const own = ask.readings[0];
  const count = own && own.form >= 0 ? dictionary.formCount(own.term, own.form) : 0;
  if (own && count === 0) own.form = dictionary.formSaid(own.term, sound);
  for (const term of dictionary.saidLike(ask.word)) {
    const form = dictionary.formSaid(term, sound);
    if (form >= 0 && dictionary.formCount(term, form) >= count * FAR_MORE) add(ask, term, SLIP, form);
  }
}

/** 'kĩ' and 'kỹ', 'lí' and 'lý' are one. */
function readOtherI(dictionary: Dictionary, ask: Ask): void {
  const other = /^[hklmst]i$/.test(ask.word) ? `${ask.word[0]}y` : /^[hklmst]y$/.test(ask.word) ? `${ask.word[0]}i` : undefined;
  const term = other === undefined ? -1 : termOf(dictionary, other);
  if (term < 0) return;
  const sound = ask.marked === ask.word ? undefined : markedSoundOf(ask.marked);
  const form = sound === undefined ? -1 : dictionary.formSaid(term, sound);
  if (form >= 0 || sound === undefined) add(ask, term, OTHER_WORD, form);
}

/** 'đồ uống': whatever is one, with these words in its name or not. */
function readKinds(dictionary: Dictionary, plan: Plan): void {
  const { asks } = plan;
  for (let i = 0; i < asks.length; i++) {
    const ask = asks[i] as Ask;
    const single = isKind(ask.word);
    const kind = single ? undefined : KIND_NAMES.at(asks, i);
    if (!single && !kind) continue;
    const terms = (kind?.value ?? []).map((w) => termOf(dictionary, w)).filter((t) => t >= 0);
    const length = kind?.words.length ?? 1;
    // 'gà thảo dược' is no medicine: a kind is meant when nothing but its place is named besides.
    if (kind && length + plan.placeWords < asks.length) continue;
    // Each of the words as a long list would be read again and again: the matcher joins the kind to what has the words.
    if (kind && length === asks.length && terms.length > 0) plan.whole = { terms, asks: [] };
    for (const side of asks.slice(i, i + length)) {
      // Words that stand apart in a name are not the kind.
      if (kind) for (const r of side.readings) r.penalty = Math.min(r.penalty + NOT_THE_KIND, 100);
      if (plan.whole) {
        const own: Ask = { ...side, readings: side.readings.filter((r) => !terms.includes(r.term)) };
        measure(dictionary, own);
        plan.whole.asks.push(own);
      }
      for (const t of terms) add(side, t, 0);
      for (const r of side.readings) plan.kinds |= kindBit(dictionary.words[r.term] as string);
    }
    plan.kindWords += length;
    i += length - 1;
  }
}

/** Words that begin so. One that usually follows the word before is likely; a finished word lets only such ones in. */
function begin(dictionary: Dictionary, ask: Ask, before: number, finished: boolean): void {
  const marks = ask.marked !== ask.word;
  const first = before < 0 && ask.word.length === 1;
  let walked = ask.readings[0] ? (dictionary.live[ask.readings[0].term] as number) : 0;
  for (const term of dictionary.startingWith(ask.word)) {
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

/** 'nuoc nam': mắm stands beside nước far more often than nam does, so it is meant as well. Names of provinces are left alone. */
function believeSlips(dictionary: Dictionary, plan: Plan, fixed: boolean[]): void {
  const { asks } = plan;
  const { bigrams, live, words } = dictionary;
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
    const own = words[left.term] === a.word && words[right.term] === b.word;
    if (own && bigrams.isSettled(left.term, right.term)) continue;
    const literal = bigrams.count(left.term, right.term);
    const enough = Math.max(4, literal * RATIO);
    if (enough > (live[left.term] as number) && enough > (live[right.term] as number)) continue;
    const others: { side: Ask; term: number; count: number }[] = [];
    const consider = (side: Ask, beside: number, of: (term: number) => number) => {
      if (CONSONANTS.test(side.word)) return;
      for (const term of dictionary.nearTo(side.word)) {
        const count = of(term);
        if (count >= enough && areBound(dictionary, beside, term, count)) others.push({ side, term, count });
      }
    };
    if (!fixed[i + 1] && b.word.length > 1 && bigrams.leads(left.term, enough))
      consider(b, left.term, (term) => bigrams.count(left.term, term));
    if (!fixed[i] && a.word.length > 1 && bigrams.follows(right.term, enough))
      consider(a, right.term, (term) => bigrams.count(term, right.term));
    if (others.length === 0) {
      if (own && !fixed[i] && !fixed[i + 1]) bigrams.settle(left.term, right.term);
      continue;
    }
    others.sort((x, y) => y.count - x.count);
    for (const { side, term } of others.slice(0, MOST_SLIPS)) add(side, term, literal === 0 ? SLIP : ASIDE);
    if (literal === 0) {
      const { side, term } = others[0] as (typeof others)[0];
      side.shown = dictionary.shown(term);
      plan.altered = true;
    }
  }
}

function add(ask: Ask, term: number, penalty: number, form = -1): void {
  const known = ask.readings.find((r) => r.term === term);
  if (known) known.penalty = Math.min(known.penalty, penalty);
  else ask.readings.push({ term, penalty, form });
}

function spelling(dictionary: Dictionary, marked: string): { term: number; form: number } {
  const term = termOf(dictionary, fold(marked));
  return { term, form: term < 0 ? -1 : dictionary.formOf(term, marked) };
}

/** Counted by products that are there: what was taken out must not decide which word is the rarest. */
function measure(dictionary: Dictionary, ask: Ask): void {
  ask.size = 0;
  for (const r of ask.readings) ask.size += dictionary.live[r.term] as number;
}

/** 'bún khô TH', 'gao bn': initials in capitals, or letters that nobody bears and that begin no word, as the index word of the provinces with them. */
function readInitials(dictionary: Dictionary, q: string, words: Word[]): Word[] {
  const capitals = /[A-ZĐ]{2}/.test(q) && /\p{Ll}/u.test(q) ? q.match(CAPITALS)?.map(fold) : undefined;
  if (words.length < 2 || (!capitals && !words.some(({ word }) => CONSONANTS.test(word)))) return words;
  const met = (a: Word | undefined, b: Word | undefined) =>
    a !== undefined && b !== undefined && dictionary.bigrams.count(dictionary.find(a.word), dictionary.find(b.word)) > 0;
  return words.map((w, i) => {
    const initials = `${INITIALS}${w.word}`;
    const meant = capitals?.includes(w.word) || (CONSONANTS.test(w.word) && dictionary.startingWith(w.word).length === 0);
    if (!meant || termOf(dictionary, initials) < 0 || met(words[i - 1], w) || met(w, words[i + 1])) return w;
    return { word: initials, marked: initials };
  });
}
const CAPITALS = /(?<![\p{L}\p{N}])[A-ZĐ]{2,4}(?![\p{L}\p{N}])/gu;
const CONSONANTS = /^[bcdghklnpqtv]{2,4}$/;

/** '5*' and '★★★★★' as they are said. */
const starsAsWords = (q: string): string =>
  q
    .replace(/(?<![\d*])([345])\s*[*★⭐]/gu, '$1 sao ')
    .replace(/(?:[★⭐]\ufe0f?\s*){3,5}/gu, (stars) => ` ${stars.match(/[★⭐]/gu)?.length} sao `);

/** Digits as keystrokes, unless the letters and the digits stand side by side in the register ('OM 4'). */
const undoVni = (dictionary: Dictionary, q: string): string =>
  q.replace(/[a-zA-Z](?:[a-zA-Z]+\d[a-zA-Z0-9]*|\d[a-zA-Z0-9]+)/g, (part) => {
    const [, letters = '', digits = ''] = /^([a-z]+)(\d+)$/.exec(part.toLowerCase()) ?? [];
    if (digits !== '' && dictionary.bigrams.count(dictionary.find(letters), dictionary.find(digits)) > 0) return part;
    const words = vni(part) ?? splitKeys(dictionary, part, vni)?.words.map((w) => w.marked);
    return words === undefined ? part : [words].flat().join(' ');
  });
