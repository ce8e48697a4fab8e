// How often two words stand beside each other: an open hash table on typed arrays.
export class Bigrams {
  private first: Int32Array;
  private second: Int32Array;
  private counts: Uint32Array;
  private used = 0;

  constructor(size = 1 << 14) {
    this.first = new Int32Array(size).fill(-1);
    this.second = new Int32Array(size);
    this.counts = new Uint32Array(size);
  }

  add(a: number, b: number, by = 1): void {
    if (this.used * 10 > this.first.length * 6) this.grow();
    const at = this.slot(a, b);
    if (this.first[at] === -1) {
      this.first[at] = a;
      this.second[at] = b;
      this.used++;
    }
    this.counts[at] = (this.counts[at] as number) + by;
  }

  count(a: number, b: number): number {
    const at = this.slot(a, b);
    return this.first[at] === -1 ? 0 : (this.counts[at] as number);
  }

  private slot(a: number, b: number): number {
    const last = this.first.length - 1;
    let h = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
    h = (h ^ (h >>> 15)) & last;
    while (this.first[h] !== -1 && (this.first[h] !== a || this.second[h] !== b)) h = (h + 1) & last;
    return h;
  }

  private grow(): void {
    const { first, second, counts } = this;
    this.first = new Int32Array(first.length * 2).fill(-1);
    this.second = new Int32Array(first.length * 2);
    this.counts = new Uint32Array(first.length * 2);
    for (let i = 0; i < first.length; i++) {
      const a = first[i] as number;
      if (a === -1) continue;
      const at = this.slot(a, second[i] as number);
      this.first[at] = a;
      this.second[at] = second[i] as number;
      this.counts[at] = counts[i] as number;
    }
  }
}
