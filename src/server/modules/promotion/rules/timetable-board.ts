// A timetable being made: which pair meets in which slot. Knows what is free; never holds two meetings in one place.
import type { Grid } from './timetable-pairs.ts';

export class Board {
  readonly g: Grid;
  /** Slot of each pair, -1 = does not meet. */
  readonly slotOf: Int16Array;
  /** The pair a firm has in a slot, -1 = none. */
  readonly firmAt: Int32Array;
  /** Meetings a buyer has in a slot. */
  readonly buyerAt: Uint8Array;
  readonly firmCount: Int32Array;
  readonly buyerCount: Int32Array;
  readonly byFirm: number[][];
  readonly byBuyer: number[][];

  constructor(g: Grid) {
    this.g = g;
    this.slotOf = new Int16Array(g.pairs.length).fill(-1);
    this.firmAt = new Int32Array(g.most.length * g.slots).fill(-1);
    this.buyerAt = new Uint8Array(g.tables.length * g.slots);
    this.firmCount = new Int32Array(g.most.length);
    this.buyerCount = new Int32Array(g.tables.length);
    this.byFirm = g.most.map(() => []);
    this.byBuyer = g.tables.map(() => []);
    g.pairs.forEach((p, n) => {
      this.byFirm[p.f]?.push(n);
      this.byBuyer[p.b]?.push(n);
    });
  }
  firmOpen(f: number, s: number): boolean {
    const k = f * this.g.slots + s;
    return this.g.firmFree[k] === 1 && this.firmAt[k] === -1;
  }
  buyerOpen(b: number, s: number): boolean {
    const k = b * this.g.slots + s;
    return this.g.buyerFree[k] === 1 && (this.buyerAt[k] as number) < (this.g.tables[b] as number);
  }
  put(n: number, s: number): void {
    const { f, b } = this.g.pairs[n] as { f: number; b: number };
    this.slotOf[n] = s;
    this.firmAt[f * this.g.slots + s] = n;
    this.count(f, b, s, 1);
  }
  take(n: number): void {
    const { f, b } = this.g.pairs[n] as { f: number; b: number };
    const s = this.slotOf[n] as number;
    if (s < 0) return;
    this.slotOf[n] = -1;
    this.firmAt[f * this.g.slots + s] = -1;
    this.count(f, b, s, -1);
  }
  private count(f: number, b: number, s: number, more: number): void {
    const k = b * this.g.slots + s;
    this.buyerAt[k] = (this.buyerAt[k] as number) + more;
    this.firmCount[f] = (this.firmCount[f] as number) + more;
    this.buyerCount[b] = (this.buyerCount[b] as number) + more;
  }
  /** Value plus what kept promises count: what is to be made greatest. */
  score(): number {
    let sum = 0;
    this.slotOf.forEach((s, n) => {
      if (s >= 0) sum += this.g.pairs[n]?.value ?? 0;
    });
    this.g.least.forEach((least, f) => {
      sum += this.g.promise * Math.min(least, this.firmCount[f] as number);
    });
    return sum;
  }
}
