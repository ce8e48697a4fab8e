// The first k of many by a number, ties by id: a heap with the worst of the best on top.
export class Best {
  private keys = new Float64Array(256);
  private slots = new Uint32Array(256);
  private size = 0;
  private room = 0;
  private ids: readonly string[] = [];

  begin(room: number, ids: readonly string[]): void {
    if (this.keys.length < room) {
      this.keys = new Float64Array(room * 2);
      this.slots = new Uint32Array(room * 2);
    }
    this.room = room;
    this.size = 0;
    this.ids = ids;
  }

  /** What a newcomer has to beat. */
  get worst(): number {
    return this.size < this.room ? Number.NEGATIVE_INFINITY : (this.keys[0] as number);
  }

  offer(key: number, slot: number): void {
    const { keys, slots } = this;
    if (this.size < this.room) {
      let at = this.size++;
      while (at > 0) {
        const up = (at - 1) >> 1;
        if (!this.worse(key, slot, keys[up] as number, slots[up] as number)) break;
        keys[at] = keys[up] as number;
        slots[at] = slots[up] as number;
        at = up;
      }
      keys[at] = key;
      slots[at] = slot;
      return;
    }
    if (this.room === 0 || key < (keys[0] as number) || this.worse(key, slot, keys[0] as number, slots[0] as number)) return;
    this.sink(key, slot, this.size);
  }

  /** Empties the heap: the last page of what was kept, best first. */
  page(page: number, pageSize: number): number[] {
    const { keys, slots } = this;
    const want = Math.max(0, this.size - (page - 1) * pageSize);
    const out = new Array<number>(want);
    for (let i = want - 1; i >= 0; i--) {
      out[i] = slots[0] as number;
      this.size--;
      if (this.size > 0) this.sink(keys[this.size] as number, slots[this.size] as number, this.size);
    }
    return out;
  }

  private worse(key: number, slot: number, other: number, otherSlot: number): boolean {
    return key < other || (key === other && (this.ids[slot] as string) > (this.ids[otherSlot] as string));
  }

  private sink(key: number, slot: number, size: number): void {
    const { keys, slots } = this;
    let at = 0;
    for (;;) {
      let down = at * 2 + 1;
      if (down >= size) break;
      if (down + 1 < size && this.worse(keys[down + 1] as number, slots[down + 1] as number, keys[down] as number, slots[down] as number))
        down++;
      if (!this.worse(keys[down] as number, slots[down] as number, key, slot)) break;
      keys[at] = keys[down] as number;
      slots[at] = slots[down] as number;
      at = down;
    }
    keys[at] = key;
    slots[at] = slot;
  }
}
