// A demand and what is on offer, as the engine's question. Pure: everything it needs comes in.
import type { Bilingual } from '#server/platform/errors.ts';
import type { ProducerType } from '#shared/vocabulary.ts';
import { distanceCost, rotationHandicaps } from '../../engine/pool-terms.ts';
import type { Instance, PriceTier, Supplier } from '../../engine/types.ts';

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
};
export type Candidate = {
  productId: string;
  producerId: string;
  type: ProducerType;
  star: number;
  /** In force on a day of delivery, as the register says. */
  inForceOn: (day: string) => boolean;
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
  papers: Record<string, string>;
  at: Point | undefined;
};
export type Aside = { supplier: string; reason: string; detail: Bilingual };
export type Rates = { base: number; perKm: number; detour: number };
export type Built = { instance: Instance; aside: Aside[] };

const month = (day: string): string => day.slice(0, 7);
const lastOf = (m: string): string => {
  const [y = 0, n = 1] = m.split('-').map(Number);
  return `${m}-${new Date(Date.UTC(y, n, 0)).getUTCDate()}`;
};

/**
 * Periods are months, because capacity is stated by month. A certificate counts in a month when it holds on the month's last delivery: the
 * engine's last day is set accordingly. Offers for single deliveries bind the month's total. `taken`: suppliers that hold accepted shares of
 * earlier rounds; they count against the number of suppliers.
 */
export function buildInstance(
  wanted: Wanted,
  candidates: readonly Candidate[],
  rates: Rates,
  today: string,
  past: ReadonlyMap<string, number>,
  taken: ReadonlySet<string>,
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
  for (const c of candidates) {
    const out = (reason: string, vi: string, en: string) => aside.push({ supplier: c.productId, reason, detail: { vi, en } });
    if (wanted.ceilingPrice !== null && Math.min(c.unitPrice, ...c.tiers.map((t) => t.unitPrice)) > wanted.ceilingPrice) {
      out(
        'ceiling',
        `Giá ${c.unitPrice} cao hơn giá trần ${wanted.ceilingPrice}.`,
        `The price ${c.unitPrice} is above the ceiling of ${wanted.ceilingPrice}.`,
      );
      continue;
    }
    const earliest = Date.parse(`${today}T00:00:00Z`) + c.leadDays * 86_400_000;
    const usable = months.filter((m) => Date.parse(`${lastDelivery.get(m)}T00:00:00Z`) >= earliest);
    const inForce = usable.filter((m) => c.inForceOn(lastDelivery.get(m) ?? ''));
    if (usable.length === 0) {
      out('lead', `Cần ${c.leadDays} ngày chuẩn bị.`, `It needs ${c.leadDays} days to get ready.`);
      continue;
    }
    if (inForce.length === 0) {
      out(
        'expired',
        'Sao của sản phẩm không còn hiệu lực vào ngày giao nào.',
        'The star of the product is in force on no day of delivery.',
      );
      continue;
    }
    let stock = c.stock;
    const capacityByPeriod: Record<string, number> = {};
    for (const m of months) {
      const offered = open.filter((d) => month(d.dueOn) === m);
      const limits = offered.map((d) => c.byDelivery[d.id]);
      const byOffer = limits.some((l) => l !== undefined) ? limits.reduce<number>((sum, l) => sum + (l ?? 0), 0) : Number.POSITIVE_INFINITY;
      const free = inForce.includes(m) ? Math.min(byOffer, Math.max(0, c.free[m] ?? 0) + stock) : 0;
      // the stock serves once: whatever the first month may use is gone for the next
      if (inForce.includes(m)) stock = 0;
      capacityByPeriod[m] = free;
    }
    const total = Object.values(capacityByPeriod).reduce((a, b) => a + b, 0);
    if (total <= 0) {
      out(
        'noCapacity',
        'Chưa khai năng lực cho các tháng giao hàng, hoặc đã hứa hết.',
        'No capacity is stated for the months of delivery, or all is promised.',
      );
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
  const left = wanted.maxSuppliers === null ? undefined : Math.max(0, wanted.maxSuppliers - taken.size);
  // a share of what was asked is a larger share of what is left
  const maxShare = wanted.maxShare === null ? undefined : Math.min(1, ...open.map((d) => ((wanted.maxShare ?? 1) * d.asked) / d.open));
  return {
    aside,
    instance: {
      demands: open.map((d) => ({ id: d.id, quantity: d.open, period: month(d.dueOn) })),
      suppliers,
      unitTransport,
      rules: {
        minStar: wanted.minStar,
        allowShort: wanted.allowShort,
        ...(left === undefined ? {} : { maxSuppliers: left }),
        ...(maxShare === undefined ? {} : { maxShare }),
        ...(wanted.smallShare === null ? {} : { smallProducerShare: wanted.smallShare }),
        ...(wanted.papers.length > 0 ? { papers: wanted.papers } : {}),
        ...(wanted.needsInvoice && taken.size === 0 ? { needInvoice: true } : {}),
      },
      limits: { seconds },
    },
  };
}

/** A paper good on a month's last delivery counts as good to the month's end. */
function monthEnd(until: string, lastDelivery: ReadonlyMap<string, string>): string {
  const last = lastDelivery.get(month(until));
  return last !== undefined && until >= last ? lastOf(month(until)) : until;
}

/** The price a unit of a month's total costs: the lowest tier reached. */
export function priceOf(c: Pick<Candidate, 'unitPrice' | 'tiers'>, total: number): number {
  return c.tiers.reduce((price, t) => (total >= t.from ? Math.min(price, t.unitPrice) : price), c.unitPrice);
}
