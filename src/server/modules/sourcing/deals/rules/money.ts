// What is owed: accepted quantity × agreed price, line by line, in whole đồng.

/** Quantities carry three decimals; half a đồng goes up. The product is taken in integers, so no line loses a đồng. */
export function lineAmount(quantity: number, unitPrice: number): number {
  const thousandths = BigInt(Math.round(quantity * 1000));
  return Number((thousandths * BigInt(unitPrice) + 500n) / 1000n);
}

/** What agreed lines come to: rounded line by line, as they are paid. */
export const totalOf = (lines: readonly { quantity: number; unitPrice: number }[]): number =>
  lines.reduce((sum, l) => sum + lineAmount(l.quantity, l.unitPrice), 0);

export type Line = { producerId: string; accepted: number | null; unitPrice: number };

/** Per producer what its accepted lines come to; nothing is taken off. */
export function payouts(lines: readonly Line[]): Map<string, number> {
  const due = new Map<string, number>();
  for (const l of lines) if (l.accepted !== null) due.set(l.producerId, (due.get(l.producerId) ?? 0) + lineAmount(l.accepted, l.unitPrice));
  return due;
}

/** What the buyer owes the lead: the same lines. */
export const dueOf = (lines: readonly Line[]): number => [...payouts(lines).values()].reduce((a, b) => a + b, 0);
