// A demand and what is on offer, as the engine's question. Pure: everything it needs comes in.
import type { ProducerType } from '#shared/vocabulary.ts';
import { distanceCost, rotationHandicaps } from '../../engine/pool-terms.ts';
import type { Instance, PriceTier, Supplier } from '../../engine/types.ts';
import { aboveCeiling, NO_CAPACITY, NO_PLACE, notInForce, PART_TAKEN, tooLate, type Why } from './set-aside.ts';

export type Point = { lat: number; lng: number };
export type Wanted = {
  unit: 'kg' | 'l' | 'piece';
  ceilingPrice: number | null;
  minStar: number;
  papers: string[];
  maxSuppliers: number | null;
  maxShare: number | null;
  smallShare: number | null;
  allowShort: boolean;
  needsInvoice: boolean;
  deliveries: { id: string; dueOn: string; asked: number; open: number; at: Point | undefined }[];
  /** What earlier rounds hold of this demand. */
  held: {
    /** Quantity by producer and delivery: `held.of[producer][delivery]`. */
    of: ReadonlyMap<string, Readonly<Record<string, number>>>;
    /** Quantity of small producers. */
    small: number;
    /** Somebody among them invoices. */
    invoices: boolean;
  };
};
export type Candidate = {
  productId: string;
  producerId: string;
  type: ProducerType;
  star: number;
  /** In force on a day of delivery, as the register says. */
  inForceOn: (day: string) => boolean;
  /** Last day of that, for the reader. */
  until: string | null;
  /** What is free: capacity less what is held, by month; `stock` on top, once. */
  free: Record<string, number>;
  stock: number;
  unitPrice: number;
  tiers: PriceTier[];
  minLot: number;
  lotStep: number | null;
  leadDays: number;
  /** Of an offer: most in all, and by delivery. */
  most: number | undefined;
  byDelivery: Record<string, number>;
  /** Deliveries for which it took less than it was asked: it is not asked for more. */
  cut: ReadonlySet<string>;
  papers: Record<string, string>;
  at: Point | undefined;
};
export type Aside = Why & { supplier: string };
export type Rates = { base: number; perKm: number; detour: number };
export type Built = { instance: Instance; aside: Aside[] };

const month = (day: string): string => day.slice(0, 7);
const lastOf = (m: string): string => {
  const [y = 0, n = 1] = m.split('-').map(Number);
  return `${m}-${new Date(Date.UTC(y, n, 0)).getUTCDate()}`;
};

/**
 * Periods are months, because capacity is stated by month. A certificate counts in a month when it holds on the month's last delivery: the
 * engine's last day is set accordingly. Offers for single deliveries bind the month's total. What earlier rounds hold counts: against the
 * number of suppliers, the largest part of each producer (all its products together), the small producers' part and the lead that invoices.
 */
export function buildInstance(
  wanted: Wanted,
  candidates: readonly Candidate[],
  rates: Rates,
  today: string,
  past: ReadonlyMap<string, number>,
  seconds = 5,
): Built {
  const open = wanted.deliveries.filter((d) => d.open > 0);
  const months = [...new Set(open.map((d) => month(d.dueOn)))].sort();
  const lastDelivery = new Map(
    months.map((m) => [
      m,
      open
        .filter((d) => month(d.dueOn) === m)
        .map((d) => d.dueOn)
        .sort()
        .at(-1) ?? m,
    ]),
  );
  const aside: Aside[] = [];
  const suppliers: Supplier[] = [];
  const unitTransport: Record<string, Record<string, number>> = {};
  const prices = candidates.map((c) => c.unitPrice).sort((a, b) => a - b);
  const handicaps = rotationHandicaps(past, prices[Math.floor(prices.length / 2)] ?? 0);
  const left = wanted.maxSuppliers === null ? undefined : Math.max(0, wanted.maxSuppliers - wanted.held.of.size);
  const rooms = new Rooms(wanted, open, candidates);
  for (const c of candidates.toSorted((a, b) => least(a) - least(b) || (a.productId < b.productId ? -1 : 1))) {
    const out = (why: Why) => aside.push({ supplier: c.productId, ...why });
    if (wanted.ceilingPrice !== null && least(c) > wanted.ceilingPrice) {
      out(aboveCeiling(c.unitPrice, wanted.ceilingPrice));
      continue;
    }
    if (left === 0 && !wanted.held.of.has(c.producerId)) {
      out(NO_PLACE);
      continue;
    }
    const earliest = Date.parse(`${today}T00:00:00Z`) + c.leadDays * 86_400_000;
    const usable = months.filter((m) => Date.parse(`${lastDelivery.get(m)}T00:00:00Z`) >= earliest);
    const inForce = usable.filter((m) => c.inForceOn(lastDelivery.get(m) ?? ''));
    if (inForce.length === 0) {
      out(usable.length === 0 ? tooLate(c.leadDays) : notInForce(c.until, open.map((d) => d.dueOn).sort()[0] ?? today, today));
      continue;
    }
    const free = freeByMonth(c, open, months, inForce);
    const capacityByPeriod = Object.fromEntries(months.map((m) => [m, rooms.take(c.producerId, m, free[m] ?? 0)]));
    const total = sum(Object.values(capacityByPeriod));
    if (total <= 0) {
      out(sum(Object.values(free)) > 0 ? PART_TAKEN : NO_CAPACITY);
      continue;
    }
    const lastMonth = inForce.at(-1) ?? '';
    suppliers.push({
      id: c.productId,
      type: c.type,
      capacity: Math.min(total, c.most ?? total),
      capacityByPeriod,
      unitPrice: wanted.ceilingPrice === null ? c.unitPrice : Math.min(c.unitPrice, wanted.ceilingPrice),
      ...(c.minLot > 0 ? { minLot: c.minLot } : {}),
      ...(c.lotStep ? { lotStep: c.lotStep } : {}),
      validUntil: lastOf(lastMonth),
      star: c.star,
      ...(c.tiers.length > 0 ? { tiers: c.tiers } : {}),
      papers: Object.fromEntries(Object.entries(c.papers).map(([kind, until]) => [kind, monthEnd(until, lastDelivery)])),
      invoices: 'invoice' in c.papers,
      handicap: handicaps.get(c.producerId) ?? 0,
    });
    if (c.at)
      unitTransport[c.productId] = Object.fromEntries(
        open.flatMap((d) => (c.at && d.at ? [[d.id, distanceCost(c.at, d.at, rates)] as const] : [])),
      );
  }
  // a share of what was asked is a larger share of what is left
  const maxShare = wanted.maxShare === null ? undefined : Math.min(1, ...open.map((d) => ((wanted.maxShare ?? 1) * d.asked) / d.open));
  const [asked, rest] = [sum(wanted.deliveries.map((d) => d.asked)), sum(open.map((d) => d.open))];
  // the part of the whole order, less what small producers hold already, must come out of the rest
  const smallShare = wanted.smallShare === null ? null : Math.min(1, Math.max(0, (wanted.smallShare * asked - wanted.held.small) / rest));
  return {
    aside,
    instance: {
      demands: open.map((d) => ({ id: d.id, quantity: d.open, period: month(d.dueOn) })),
      suppliers,
      unitTransport,
      rules: {
        minStar: wanted.minStar,
        allowShort: wanted.allowShort,
        ...(left === undefined || left === 0 ? {} : { maxSuppliers: left }),
        ...(maxShare === undefined ? {} : { maxShare }),
        ...(smallShare === null ? {} : { smallProducerShare: smallShare }),
        ...(wanted.papers.length > 0 ? { papers: wanted.papers } : {}),
        ...(wanted.needsInvoice && !wanted.held.invoices ? { needInvoice: true } : {}),
      },
      limits: { seconds },
    },
  };
}

/** What a product can deliver in each month: capacity and stock, less what its offer keeps back. */
function freeByMonth(
  c: Candidate,
  open: Wanted['deliveries'],
  months: readonly string[],
  inForce: readonly string[],
): Record<string, number> {
  let stock = c.stock;
  const free: Record<string, number> = {};
  for (const m of months) {
    const offered = open.filter((d) => month(d.dueOn) === m);
    const limits = offered.map((d) => c.byDelivery[d.id]);
    const byOffer = limits.some((l) => l !== undefined) ? sum(limits.map((l) => l ?? 0)) : Number.POSITIVE_INFINITY;
    const cut = offered.some((d) => c.cut.has(d.id));
    free[m] = inForce.includes(m) && !cut ? Math.min(byOffer, Math.max(0, c.free[m] ?? 0) + stock) : 0;
    // the stock serves once: whatever the first month may use is gone for the next
    if (inForce.includes(m)) stock = 0;
  }
  return free;
}

/**
 * The largest part of a producer in a month, for its products one after the other, the cheapest first. The engine bounds each product; a
 * producer with several of them, or with shares of earlier rounds, is bound here. Where a month has several deliveries the tightest binds.
 */
class Rooms {
  readonly #room = new Map<string, number>();
  readonly #used = new Map<string, number>();
  readonly #wanted: Wanted;

  constructor(wanted: Wanted, open: Wanted['deliveries'], candidates: readonly Candidate[]) {
    this.#wanted = wanted;
    for (const { producerId } of candidates) {
      for (const d of open) {
        const key = `${producerId} ${month(d.dueOn)}`;
        const room = (wanted.maxShare ?? 1) * d.asked - (wanted.held.of.get(producerId)?.[d.id] ?? 0);
        this.#room.set(key, Math.max(0, Math.min(this.#room.get(key) ?? room, room)));
      }
    }
  }

  take(producerId: string, m: string, free: number): number {
    if (this.#wanted.maxShare === null) return free;
    const key = `${producerId} ${m}`;
    const [room, used] = [this.#room.get(key) ?? 0, this.#used.get(key) ?? 0];
    const alone = used === 0 && !this.#wanted.held.of.has(producerId);
    const most = alone ? free : Math.min(free, Math.max(0, room - used));
    this.#used.set(key, used + Math.min(most, room));
    return most;
  }
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const least = (c: Candidate): number => Math.min(c.unitPrice, ...c.tiers.map((t) => t.unitPrice));

/** A paper good on a month's last delivery counts as good to the month's end. */
function monthEnd(until: string, lastDelivery: ReadonlyMap<string, string>): string {
  const last = lastDelivery.get(month(until));
  return last !== undefined && until >= last ? lastOf(month(until)) : until;
}

/** The price a unit of a month's total costs: the lowest tier reached. */
export function priceOf(c: Pick<Candidate, 'unitPrice' | 'tiers'>, total: number): number {
  return c.tiers.reduce((price, t) => (total >= t.from ? Math.min(price, t.unitPrice) : price), c.unitPrice);
}
