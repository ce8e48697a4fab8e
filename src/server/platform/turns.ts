/** Work of this many milliseconds, then everybody else has a turn. */
const TURN = 8;

/** `map` for a long list that leaves the thread to others now and then, however long one item takes. */
export async function mapInTurns<T, R>(items: readonly T[], make: (item: T) => R): Promise<R[]> {
  const made: R[] = [];
  let since = performance.now();
  for (const item of items) {
    made.push(make(item));
    if (performance.now() - since < TURN) continue;
    await new Promise(setImmediate);
    since = performance.now();
  }
  return made;
}
