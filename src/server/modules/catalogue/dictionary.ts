// The words of the catalogue: folded syllables, where they stand, how they are written, which are near each other.
import { Bigrams } from './bigrams.ts';
import { markedSoundOf, soundOf } from './sounds.ts';

export const NAME = 1;
export const PRODUCER = 2;
export const PLACE = 4;
/** A posting is document << 8 | written form << 3 | fields, so documents go up to 2^24. */
const MAX_FORMS = 31;
const MAX_FUZZY = 14;
const MOST_BEGINNINGS = 200;
/** Kept lists of beginnings. */
const MOST_BEGUN = 2000;
/** A word in more than one of so many documents gets a table of its own when it is first looked for, while there is room. */
const DENSE = 64;
const MOST_DENSE_BYTES = 96 * 1024 * 1024;

export class Dictionary {
  readonly words: string[] = [];
  /** Postings of a word in ascending order of documents; only the first `lengths[term]` entries count. */
  readonly postings: Uint32Array[] = [];
  readonly lengths: number[] = [];
  /** In how many products that are still there. */
  readonly live: number[] = [];
  readonly bigrams = new Bigrams();
  private denseBytes = 0;
  private readonly dense: (Uint8Array | undefined)[] = [];
  private readonly ids = new Map<string, number>();
  private readonly forms: string[][] = [];
  private readonly formCounts: number[][] = [];
  /** `markedSoundOf` of the forms, as far as they were asked for. */
  private readonly sounds: (string | undefined)[][] = [];
  private readonly deletes = new Map<string, number[]>();
  private sorted: number[] = [];
  private near = new Map<string, number[]>();
  private begun = new Map<string, number[]>();
  private pending = 0;

  find(word: string): number {
    return this.ids.get(word) ?? -1;
  }

  term(word: string): number {
    const known = this.ids.get(word);
    if (known !== undefined) return known;
    const term = this.words.length;
    this.ids.set(word, term);
    this.words.push(word);
    this.postings.push(new Uint32Array(4));
    this.lengths.push(0);
    this.live.push(0);
    this.forms.push([]);
    this.formCounts.push([]);
    this.sounds.push([]);
    this.pending++;
    const sound = soundOf(word);
    for (const key of sound === undefined ? deletions(word) : [...deletions(word), `~${sound}`]) {
      const list = this.deletes.get(key);
      if (list) list.push(term);
      else this.deletes.set(key, [term]);
    }
    return term;
  }

  /** The number of a written form ('mật' among mát, mặt, mật), 31 for all beyond the list. */
  form(term: number, marked: string): number {
    const forms = this.forms[term] as string[];
    const at = forms.indexOf(marked);
    if (at >= 0) return at;
    if (forms.length >= MAX_FORMS) return MAX_FORMS;
    (this.formCounts[term] as number[]).push(0);
    return forms.push(marked) - 1;
  }

  /** One more, or one less, writes it so. */
  countForm(term: number, form: number, by: 1 | -1): void {
    if (form < MAX_FORMS) (this.formCounts[term] as number[])[form] = ((this.formCounts[term] as number[])[form] as number) + by;
  }

  /** −1 when nobody writes it so. */
  formOf(term: number, marked: string): number {
    const at = (this.forms[term] as string[]).indexOf(marked);
    return at >= 0 && (this.formCounts[term]?.[at] as number) > 0 ? at : -1;
  }

  /** How many write it so, by the number of the form. */
  formCount(term: number, form: number): number {
    return form < 0 ? 0 : (this.formCounts[term]?.[form] ?? 0);
  }

  /** The most usual written form that is said so (`markedSoundOf`); −1 when none is. */
  formSaid(term: number, sound: string): number {
    const sounds = this.sounds[term] as (string | undefined)[];
    const forms = this.forms[term] as string[];
    for (let i = sounds.length; i < forms.length; i++) sounds.push(markedSoundOf(forms[i] as string));
    let best = -1;
    for (let i = 0; i < forms.length; i++) if (sounds[i] === sound && this.moreUsual(term, i, best)) best = i;
    return best;
  }

  /** A form by its number. */
  formText(term: number, form: number): string | undefined {
    return this.forms[term]?.[form];
  }

  /** The most usual written form that begins so; −1 when none does. */
  formStarting(term: number, marked: string): number {
    const forms = this.forms[term] as string[];
    let best = -1;
    for (let i = 0; i < forms.length; i++) if ((forms[i] as string).startsWith(marked) && this.moreUsual(term, i, best)) best = i;
    return best;
  }

  /** The most usual written form. */
  shown(term: number): string {
    const forms = this.forms[term] as string[];
    let best = -1;
    for (let i = 0; i < forms.length; i++) if (this.moreUsual(term, i, best)) best = i;
    return forms[best] ?? (this.words[term] as string);
  }

  /** Equal counts go by the letters, so that the order of coming in decides nothing. */
  private moreUsual(term: number, form: number, than: number): boolean {
    const forms = this.forms[term] as string[];
    const counts = this.formCounts[term] as number[];
    const count = counts[form] as number;
    if (count === 0 || than < 0) return count > 0;
    const other = counts[than] as number;
    return count > other || (count === other && (forms[form] as string) < (forms[than] as string));
  }

  /** Documents come in ascending order; the fields of one document may come one after another, its name first. */
  post(term: number, doc: number, field: number, form: number): void {
    this.postDense(term, doc, field, form);
    const list = this.postings[term] as Uint32Array;
    const length = this.lengths[term] as number;
    const last = length > 0 ? (list[length - 1] as number) : -1;
    if (last >= 0 && last >>> 8 === doc) {
      list[length - 1] = last | field;
      return;
    }
    let into = list;
    if (length === list.length) {
      into = new Uint32Array(length * 2);
      into.set(list);
      this.postings[term] = into;
    }
    into[length] = ((doc << 8) | (form << 3) | field) >>> 0;
    this.lengths[term] = length + 1;
    this.bigrams.unsettle();
    if ((this.live[term] as number)++ === 0) this.forgetNear();
  }

  /** A product with this word is gone; its posting stays until the next rebuild. */
  unpost(term: number): void {
    this.bigrams.unsettle();
    if (--(this.live[term] as number) === 0) this.forgetNear();
  }

  /** A word has come, or the last product with it has gone. */
  private forgetNear(): void {
    if (this.near.size > 0) this.near = new Map();
    if (this.begun.size > 0) this.begun = new Map();
  }

  private postDense(term: number, doc: number, field: number, form: number): void {
    let table = this.dense[term];
    if (!table) return;
    if (doc >= table.length) {
      const wider = new Uint8Array(doc + (doc >> 2));
      wider.set(table);
      table = wider;
      this.dense[term] = table;
    }
    const before = table[doc] as number;
    table[doc] = before === 0 ? (form << 3) | field : before | field;
  }

  /** Fields and form of a frequent word by document: one look instead of a walk. Undefined for the others. */
  denseOf(term: number, documents: number): Uint8Array | undefined {
    const known = this.dense[term];
    if (known) return known;
    const length = this.lengths[term] as number;
    if (length * DENSE < documents || documents < 1000) return undefined;
    if (this.denseBytes > MOST_DENSE_BYTES) return undefined;
    const list = this.postings[term] as Uint32Array;
    const table = new Uint8Array(documents + (documents >> 3));
    this.denseBytes += table.length;
    for (let k = 0; k < length; k++) table[(list[k] as number) >>> 8] = (list[k] as number) & 255;
    this.dense[term] = table;
    return table;
  }

  /** Entries to look at for a word beside so many candidates: those candidates where it has more and a table. */
  looksFor(term: number, candidates: number, documents: number): number {
    const length = this.lengths[term] as number;
    return length > candidates && this.denseOf(term, documents) ? candidates : length;
  }

  /** Words that begin with `prefix`, the prefix itself left out; not more than 200. */
  startingWith(prefix: string): readonly number[] {
    const kept = this.begun.get(prefix);
    if (kept) return kept;
    const found = this.begunWith(prefix);
    if (this.begun.size >= MOST_BEGUN) this.begun = new Map();
    this.begun.set(prefix, found);
    return found;
  }

  private begunWith(prefix: string): number[] {
    this.sort();
    const found: number[] = [];
    const { sorted, words } = this;
    let lo = 0;
    let hi = sorted.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if ((words[sorted[mid] as number] as string) < prefix) lo = mid + 1;
      else hi = mid;
    }
    for (; lo < sorted.length && found.length < MOST_BEGINNINGS; lo++) {
      const term = sorted[lo] as number;
      const word = words[term] as string;
      if (!word.startsWith(prefix)) break;
      if (word.length > prefix.length && (this.live[term] as number) > 0) found.push(term);
    }
    return found;
  }

  /** Words said alike somewhere (`soundOf`), itself left out. */
  saidLike(word: string): number[] {
    const sound = soundOf(word);
    if (sound === undefined) return [];
    return (this.deletes.get(`~${sound}`) ?? []).filter((term) => (this.live[term] as number) > 0 && this.words[term] !== word);
  }

  /** Words one edit away (a letter more, less, another, or two swapped) or said alike; the frequent first. */
  nearTo(word: string): number[] {
    const kept = this.near.get(word);
    if (kept) return kept;
    const found = new Set<number>(this.saidLike(word));
    for (const key of deletions(word)) {
      for (const term of this.deletes.get(key) ?? []) {
        if (!found.has(term) && (this.live[term] as number) > 0 && oneEdit(word, this.words[term] as string)) found.add(term);
      }
    }
    const list = [...found].sort(
      (a, b) => (this.live[b] as number) - (this.live[a] as number) || ((this.words[a] as string) < (this.words[b] as string) ? -1 : 1),
    );
    if (this.near.size > 20_000) this.near = new Map();
    this.near.set(word, list);
    return list;
  }

  /** After a build: nothing but what is used stays in memory. */
  trim(): void {
    for (let t = 0; t < this.postings.length; t++) {
      const list = this.postings[t] as Uint32Array;
      const length = this.lengths[t] as number;
      if (list.length > length + 4) this.postings[t] = list.slice(0, Math.max(length, 1));
    }
    this.sort();
  }

  private sort(): void {
    if (this.pending === 0) return;
    const { words } = this;
    for (let t = words.length - this.pending; t < words.length; t++) this.sorted.push(t);
    this.sorted.sort((a, b) => ((words[a] as string) < (words[b] as string) ? -1 : 1));
    this.pending = 0;
  }
}

/** The word and everything it becomes with one letter left out. */
function deletions(word: string): string[] {
  const keys = [word];
  if (word[0] === '#') return [];
  if (word.length < 2 || word.length > MAX_FUZZY || /\d/.test(word)) return keys;
  for (let i = 0; i < word.length; i++) if (word[i] !== word[i - 1]) keys.push(word.slice(0, i) + word.slice(i + 1));
  return keys;
}

/** Exactly one edit apart, a swap of neighbours counting as one. */
export function oneEdit(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  if (a.length === b.length) {
    if (a.slice(i + 1) === b.slice(i + 1)) return true;
    return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
  }
  return a.length < b.length ? a.slice(i) === b.slice(i + 1) : a.slice(i + 1) === b.slice(i);
}
