// Who is linked with whom through common dossiers: only within one such set can severities be compared.
export type Linked = { left: string; right: string };

/** The number of its connected set for each right-hand name. */
export function connected(links: readonly Linked[]): Map<string, number> {
  const parent = new Map<string, string>();
  const root = (x: string): string => {
    let at = x;
    for (let up = parent.get(at) ?? at; up !== at; up = parent.get(at) ?? at) {
      parent.set(at, parent.get(up) ?? up);
      at = up;
    }
    return at;
  };
  for (const { left, right } of links) {
    const [a, b] = [root(`l ${left}`), root(`r ${right}`)];
    if (a !== b) parent.set(a, b);
  }
  const numbers = new Map<string, number>();
  const found = new Map<string, number>();
  for (const { right } of links) {
    const top = root(`r ${right}`);
    if (!numbers.has(top)) numbers.set(top, numbers.size);
    found.set(right, numbers.get(top) ?? 0);
  }
  return found;
}
