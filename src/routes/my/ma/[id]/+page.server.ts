import { randomUUID } from 'node:crypto';
import { codePath, endGtin, LABELS, listAlarms, listGtins, markRefusal, POSTERS, setGtin } from '#server/modules/traceability/index.ts';
import { Shown } from '#ui/shown.ts';
import { act } from '../../../act.ts';
import { ownProduct } from '../own.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const { product, gtin } = await ownProduct(locals, params.id);
  return {
    product: new Shown(product),
    code: `${app.origin ?? url.origin}${codePath(product.id, gtin)}`,
    gtins: await listGtins(app.db, product.id),
    alarms: await listAlarms(app.db, product.id),
    sizes: [...Object.keys(LABELS), ...Object.keys(POSTERS)],
    noMark: markRefusal(product.status, product.validUntil)?.[lang],
    requestId: randomUUID(),
    done: url.searchParams.has('xong'),
    /** The field for which a print was refused. */
    refused: url.searchParams.get('tu-choi'),
  };
};

export const actions: Actions = {
  ghi: (event) => act(event, ({ ctx, ground, of }) => setGtin(ctx, { productId: event.params.id, gtin: of('gtin') }, ground)),
  ngung: (event) => act(event, ({ ctx, ground, of }) => endGtin(ctx, { productId: event.params.id, gtin: of('gtin') }, ground)),
};
