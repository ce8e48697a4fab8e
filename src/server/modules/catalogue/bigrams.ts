// How often two words stand beside each other: an open hash table on one typed array, so that a look costs one line of the cache.
const FIRST = 0;
const SECOND = 1;
const COUNT = 2;
/** The moment at which the pair was settled (`settle`). */
const SETTLED = 3;
/** Numbers of an entry: none lies across two lines. */
const WIDE = 4;
const EMPTY = -1;

export class Bigrams {
  private table: Int32Array;
  private size: number;
  private used = 0;
  /** By word, no less than the most that any other stands behind it, and before it. */
  private after = new Int32Array(1024);
  private before = new Int32Array(1024);

  private moment = 0;

  constructor(size = 1 << 14) {
    this.size = size;
    this.table = new Int32Array(size * WIDE).fill(EMPTY);
  }

  add(a: number, b: number, by = 1): void {
    this.moment++;
    if (this.used * 10 > this.size * 6) this.grow();
    const at = this.entryOf(a, b);
    const isNew = this.table[at] === EMPTY;
    const count = isNew ? by : (this.table[at + COUNT] as number) + by;
    if (isNew) this.used++;
    this.put(at, a, b, count);
    this.reserve(Math.max(a, b));
    if (count > (this.after[a] as number)) this.after[a] = count;
    if (count > (this.before[b] as number)) this.before[b] = count;
  }

  /** Whether any word may stand so often behind this one. */
  leads(a: number, count: number): boolean {
    return (this.after[a] ?? 0) >= count;
  }

  /** Whether any word may stand so often before this one. */
  follows(b: number, count: number): boolean {
    return (this.before[b] ?? 0) >= count;
  }

  count(a: number, b: number): number {
    const at = this.entryOf(a, b);
    return this.table[at] === EMPTY ? 0 : (this.table[at + COUNT] as number);
  }

  /** Notes until the next change of the dictionary that nothing comes of a pair that stands together. */
  settle(a: number, b: number): void {
    const at = this.entryOf(a, b);
    if (this.table[at] !== EMPTY) this.table[at + SETTLED] = this.moment;
  }

  isSettled(a: number, b: number): boolean {
    return this.table[this.entryOf(a, b) + SETTLED] === this.moment;
  }

  /** The dictionary has changed otherwise than by a pair. */
  unsettle(): void {
    this.moment++;
  }

  /** Where the pair stands, or the empty entry where it would. */
  private entryOf(a: number, b: number): number {
    const { table } = this;
    const last = table.length - 1;
    let h = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
    h = ((h ^ (h >>> 15)) * WIDE) & last;
    while (table[h] !== EMPTY && (table[h] !== a || table[h + SECOND] !== b)) h = (h + WIDE) & last;
    return h;
  }

  private put(at: number, a: number, b: number, count: number): void {
    this.table[at + FIRST] = a;
    this.table[at + SECOND] = b;
    this.table[at + COUNT] = count;
  }

  private reserve(word: number): void {
    if (word < this.after.length) return;
    const { after, before } = this;
    this.after = new Int32Array(word * 2);
    this.before = new Int32Array(word * 2);
    this.after.set(after);
    this.before.set(before);
  }

  private grow(): void {
    const { table } = this;
    this.size *= 2;
    this.table = new Int32Array(this.size * WIDE).fill(EMPTY);
    for (let i = 0; i < table.length; i += WIDE) {
      const a = table[i] as number;
      const b = table[i + SECOND] as number;
      if (a !== EMPTY) this.put(this.entryOf(a, b), a, b, table[i + COUNT] as number);
    }
  }
}
