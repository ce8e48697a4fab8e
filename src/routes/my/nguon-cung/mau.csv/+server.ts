import { stringify } from 'csv-stringify/sync';
import { listSupply } from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { holds } from '#ui/view.ts';
import { ownProducers } from '../../own-producers.ts';
import type { RequestHandler } from './$types';

/** What is stated now, in the form that the import takes back. */
export const GET: RequestHandler = async ({ locals }) => {
  const { app } = locals;
  const month = dayOf(app.clock()).slice(0, 7);
  const ids = ownProducers(locals);
  const stated = new Map((await listSupply(app.db, { producerIds: ids, from: month })).map((s) => [s.productId, s]));
  const months = [...new Set([month, ...[...stated.values()].flatMap((s) => Object.keys(s.months))])].sort().slice(0, 12);
  const rows = ids.flatMap((id) =>
    (app.catalogue.producer(id)?.products ?? [])
      .filter((p) => holds(p.status))
      .map((p) => {
        const s = stated.get(p.id);
        const terms = [s?.unit, s?.unitPrice, s?.stock, s?.minLot, s?.lotStep, s?.leadDays];
        return [p.id, p.name, ...terms, ...months.map((m) => s?.months[m])].map((v) => v ?? '');
      }),
  );
  const head = ['product', 'name', 'unit', 'price', 'stock', 'min lot', 'lot step', 'lead days', ...months];
  return new Response(stringify([head, ...rows], { bom: true, escape_formulas: true }), {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="nguon-cung.csv"' },
  });
};
