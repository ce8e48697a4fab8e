// Quantities in units of UN/CEFACT Recommendation 20, compared only within one kind.
type Kind = 'mass' | 'volume' | 'count';
const UNITS: Record<string, { kind: Kind; factor: number }> = {
  GRM: { kind: 'mass', factor: 0.001 },
  KGM: { kind: 'mass', factor: 1 },
  DTN: { kind: 'mass', factor: 100 },
  TNE: { kind: 'mass', factor: 1000 },
  MLT: { kind: 'volume', factor: 0.001 },
  LTR: { kind: 'volume', factor: 1 },
  MTQ: { kind: 'volume', factor: 1000 },
  H87: { kind: 'count', factor: 1 },
  EA: { kind: 'count', factor: 1 },
  C62: { kind: 'count', factor: 1 },
};
/** The units that a person chooses from. */
export const FORM_UNITS = ['KGM', 'GRM', 'TNE', 'LTR', 'MLT', 'H87'] as const;
/** A quantity without unit counts pieces. */
export const PIECES = 'H87';

/** The amount in another unit; undefined when the two cannot be compared. */
export function convert(amount: number, from: string, to: string): number | undefined {
  if (from === to) return amount;
  const [a, b] = [UNITS[from], UNITS[to]];
  return a && b && a.kind === b.kind ? (amount * a.factor) / b.factor : undefined;
}

/** Six decimals, as stored. */
export const rounded = (n: number): number => Math.round(n * 1e6) / 1e6;
