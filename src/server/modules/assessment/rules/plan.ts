// The smallest set of changes that lifts a sheet to a star: fewest criteria changed, then fewest points added.
// Exact: criteria are independent except where one counts only if another does, so each such family is enumerated
// whole and the families are combined by dynamic programming over (changes, points gained).
import { type Claims, pointsOf, score } from './score.ts';
import type { Sheet } from './sheet.ts';

export type Change = { criterion: string; from: string | null; to: string; points: number };
export type Plan = { reachable: boolean; changes: Change[]; totalAfter: number };

/** One way to leave a family: which options it changes, how many, and what that gains. */
type Way = { set: [at: number, choice: number][]; gain: number };

/** Criteria that hang together through their conditions, in printed order. */
function families(sheet: Sheet): number[][] {
  const head = sheet.criteria.map((_, i) => i);
  sheet.criteria.forEach((c, i) => {
    if (c.appliesIf) head[i] = head[c.appliesIf.at] ?? i;
  });
  const byHead = new Map<number, number[]>();
  head.forEach((h, i) => {
    byHead.set(h, [...(byHead.get(h) ?? []), i]);
  });
  return [...byHead.values()];
}

/** Every useful way through a family that meets its gates and stops nothing; one per (changes, gain), the first as printed. */
function waysOf(sheet: Sheet, family: number[], claims: Claims, floor: Int16Array, keep: ReadonlySet<number>): Way[] {
  const now = pointsOf(sheet, claims);
  const choices = claims.choices.slice();
  const best = new Map<string, Way>();
  const visit = (depth: number, set: [number, number][]): void => {
    const i = family[depth];
    if (i !== undefined) {
      visit(depth + 1, set);
      const current = choices[i] ?? -1;
      if (keep.has(i) || claims.notApplicable.has(i)) return;
      const held = current < 0 ? 0 : (sheet.criteria[i]?.options[current]?.points ?? 0);
      sheet.criteria[i]?.options.forEach((o, n) => {
        // Whatever lowers or keeps a criterion's own points could be left out again: it never belongs to a smallest plan.
        if (o.points <= held) return;
        choices[i] = n;
        visit(depth + 1, [...set, [i, n]]);
      });
      choices[i] = current;
      return;
    }
    const points = pointsOf(sheet, { choices, notApplicable: claims.notApplicable });
    let gain = 0;
    for (const at of family) {
      const have = points[at] ?? 0;
      const stops = sheet.criteria[at]?.zeroStops !== undefined && have === 0 && (choices[at] ?? -1) >= 0;
      if (stops || (have < (floor[at] ?? 0) && !claims.notApplicable.has(at))) return;
      gain += have - (now[at] ?? 0);
    }
    const key = `${set.length}:${gain}`;
    if (!best.has(key)) best.set(key, { set, gain });
  };
  visit(0, []);
  return [...best.values()];
}

/** `keep` names criteria that cannot change. The answer is proved minimal; ties go to the first criteria as printed. */
export function planTo(sheet: Sheet, claims: Claims, targetStar: number, keep: ReadonlySet<number> = new Set()): Plan {
  const before = score(sheet, claims);
  const unreachable: Plan = { reachable: false, changes: [], totalAfter: before.total };
  const from = sheet.bands.find((b) => b.star === targetStar)?.from;
  if (from === undefined || claims.knockouts.length > 0) return unreachable;

  const floor = new Int16Array(sheet.criteria.length);
  for (const g of sheet.gates) if (g.star <= targetStar) floor[g.at] = Math.max(floor[g.at] ?? 0, g.needPoints);
  const layers: Way[][] = [];
  for (const family of families(sheet)) {
    const ways = waysOf(sheet, family, claims, floor, keep);
    if (ways.length === 0) return unreachable;
    // A family that has nothing to change adds nothing to the search.
    if (ways.length > 1 || (ways[0]?.set.length ?? 0) > 0) layers.push(ways);
  }

  const maxGain = layers.reduce((sum, ways) => sum + Math.max(...ways.map((w) => w.gain)), 0);
  const maxChanges = layers.reduce((sum, ways) => sum + Math.max(...ways.map((w) => w.set.length)), 0);
  const need = Math.max(0, from - before.total);
  if (maxGain < need) return unreachable;

  // reached[layer][changes × width + gain] = the way that got there, plus one.
  const width = maxGain + 1;
  const size = (maxChanges + 1) * width;
  let open = new Uint8Array(size);
  open[0] = 1;
  const reached: Uint16Array[] = [];
  for (const ways of layers) {
    const next = new Uint8Array(size);
    const by = new Uint16Array(size);
    for (let cell = 0; cell < size; cell++) {
      if (open[cell] === 0) continue;
      for (let w = 0; w < ways.length; w++) {
        const way = ways[w] as Way;
        const to = cell + way.set.length * width + way.gain;
        if (next[to] !== 0) continue;
        next[to] = 1;
        by[to] = w + 1;
      }
    }
    open = next;
    reached.push(by);
  }

  // Cells run by changes first, then by gain: the first that is enough is the smallest.
  let cell = -1;
  for (let at = 0; at < size && cell < 0; at++) if (open[at] === 1 && at % width >= need) cell = at;
  if (cell < 0) return unreachable;
  const changed: [number, number][] = [];
  for (let l = layers.length - 1; l >= 0; l--) {
    const way = layers[l]?.[(reached[l]?.[cell] ?? 0) - 1] as Way;
    changed.push(...way.set);
    cell -= way.set.length * width + way.gain;
  }
  return tell(sheet, claims, changed);
}

/** Applies the changes as printed; what a change opens elsewhere counts with it, so the points add up to the gain. */
function tell(sheet: Sheet, claims: Claims, changed: [number, number][]): Plan {
  const choices = claims.choices.slice();
  const sum = () => pointsOf(sheet, { choices, notApplicable: claims.notApplicable }).reduce((a, b) => a + b, 0);
  let total = sum();
  const changes = changed
    .sort((a, b) => a[0] - b[0])
    .map(([at, choice]): Change => {
      const c = sheet.criteria[at];
      const from = c?.options[choices[at] ?? -1]?.id ?? null;
      choices[at] = choice;
      const before = total;
      total = sum();
      return { criterion: c?.code ?? '', from, to: c?.options[choice]?.id ?? '', points: total - before };
    });
  return { reachable: true, changes, totalAfter: total };
}
