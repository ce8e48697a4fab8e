const TURN = 200;

/** `map` for a long list: after every 200 items everybody else has a turn. */
export async function mapInTurns<T, R>(items: readonly T[], make: (item: T) => R): Promise<R[]> {
  const made: R[] = [];
  for (const item of items) {
    made.push(make(item));
    if (made.length % TURN === 0) await new Promise(setImmediate);
  }
  return made;
}
