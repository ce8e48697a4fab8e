// Reads a timetable back; shares nothing with what made it.
import type { Instance, Meeting } from './timetable-types.ts';

/** The first condition a set of meetings breaks, in words; undefined when it breaks none. */
export function breach(i: Instance, meetings: readonly Meeting[]): string | undefined {
  const firms = new Map(i.firms.map((f) => [f.id, f]));
  const buyers = new Map(i.buyers.map((b) => [b.id, b]));
  const wished = new Set(i.wishes.flatMap((w) => [`${w.from} ${w.to}`, `${w.to} ${w.from}`]));
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const once = (key: string) => {
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
  for (const m of meetings) {
    const firm = firms.get(m.firm);
    const buyer = buyers.get(m.buyer);
    const where = `${m.firm}–${m.buyer} in slot ${m.slot}`;
    if (!firm || !buyer) return `${where}: a stranger`;
    if (!Number.isInteger(m.slot) || m.slot < 0 || m.slot >= i.slots) return `${where}: no such slot`;
    if (!wished.has(`${m.firm} ${m.buyer}`)) return `${where}: nobody asked for it`;
    if (firm.away.includes(m.slot) || buyer.away.includes(m.slot)) return `${where}: somebody is away`;
    if (m.table < 0 || m.table >= buyer.tables) return `${where}: no such table`;
    if (!once(`firm ${m.firm} ${m.slot}`)) return `${where}: the firm is in two places`;
    if (!once(`table ${m.buyer} ${m.table} ${m.slot}`)) return `${where}: the table is taken twice`;
    if (!once(`pair ${m.firm} ${m.buyer}`)) return `${where}: they meet twice`;
    for (const id of [m.firm, m.buyer]) counts.set(id, (counts.get(id) ?? 0) + 1);
    if ((counts.get(m.firm) ?? 0) > firm.most) return `${m.firm}: more than ${firm.most} meetings`;
    if ((counts.get(m.buyer) ?? 0) > buyer.most) return `${m.buyer}: more than ${buyer.most} meetings`;
  }
  return undefined;
}
