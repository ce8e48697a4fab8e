// All GTINs in memory, so that a redirect needs no database. Every change of one also raises the catalogue's change number: whoever sees a
// new number fetches the rows above the last one it knows before it answers.
import type { Db } from '#server/platform/db.ts';
import './tables.ts';

type Held = { productId: string; from: string; until: string | null };

export type Gtins = {
  /** True when nothing can have changed since the last look. */
  isFresh(change: number): boolean;
  refresh(change: number): Promise<void>;
  /** Whom a GTIN stands for on a day: its holder, else the last one that had it. */
  productOf(gtin: string, day: string): string | undefined;
  /** The GTINs of a product in use on a day. */
  of(productId: string, day: string): string[];
};

/** `reader` gives a database that has seen the change number asked about. */
export function createGtins(reader: () => Promise<Db>): Gtins {
  const byGtin = new Map<string, Map<number, Held>>();
  const byProduct = new Map<string, Set<string>>();
  let last = 0;
  let seen = Number.NaN;
  let running: Promise<void> | undefined;

  async function fetchRows(change: number): Promise<void> {
    const db = await reader();
    const rows = await db.selectFrom('traceability.gtin').selectAll().where('no', '>', last).orderBy('no').execute();
    for (const r of rows) {
      const held = byGtin.get(r.gtin) ?? new Map<number, Held>();
      byGtin.set(r.gtin, held.set(r.id, { productId: r.product_id, from: r.from_day, until: r.until_day }));
      byProduct.set(r.product_id, (byProduct.get(r.product_id) ?? new Set()).add(r.gtin));
      last = r.no;
    }
    seen = change;
  }
  const holds = (h: Held, day: string) => h.from <= day && (h.until === null || day <= h.until);

  return {
    isFresh: (change) => change === seen,
    async refresh(change) {
      while (change !== seen) {
        running ??= fetchRows(change).finally(() => {
          running = undefined;
        });
        await running;
      }
    },
    productOf(gtin, day) {
      let found: Held | undefined;
      for (const h of byGtin.get(gtin)?.values() ?? []) {
        if (holds(h, day)) return h.productId;
        if (h.from <= day && (!found || h.from > found.from)) found = h;
      }
      return found?.productId;
    },
    of: (productId, day) =>
      [...(byProduct.get(productId) ?? [])].filter((g) => {
        for (const h of byGtin.get(g)?.values() ?? []) if (h.productId === productId && holds(h, day)) return true;
        return false;
      }),
  };
}
