// A measured value against what the producer declared. Bounds belong to the declared range.
export type TestVerdict = 'within' | 'below' | 'above' | 'undeclared';
export type Declared = { unit: string; min: number | null; max: number | null };

/** The verdict on one value; a value in another unit than the declared one cannot be compared and is no verdict. */
export function verdictOn(value: number, unit: string, declared: Declared | undefined): TestVerdict | 'other_unit' {
  if (!declared) return 'undeclared';
  if (declared.unit.toLowerCase() !== unit.toLowerCase()) return 'other_unit';
  if (declared.min !== null && value < declared.min) return 'below';
  if (declared.max !== null && value > declared.max) return 'above';
  return 'within';
}
