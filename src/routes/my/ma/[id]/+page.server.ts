import { randomUUID } from 'node:crypto';
import { redirect } from '@sveltejs/kit';
import { codePath, endGtin, LABELS, listAlarms, listGtins, markRefusal, POSTERS, setGtin } from '#server/modules/traceability/index.ts';
import { Shown } from '#ui/shown.ts';
import { refusal, text } from '../../../dang-nhap/session.ts';
import { personOf } from '../../person.ts';
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
  ghi: async ({ locals, params, request, url }) => {
    const form = await request.formData();
    try {
      await setGtin(locals.app.ctx(personOf(locals)), { productId: params.id, gtin: text(form, 'gtin') }, locals.app.territory);
    } catch (e) {
      return refusal(e, locals.lang);
    }
    redirect(303, `${url.pathname}?xong=1`);
  },
  ngung: async ({ locals, params, request, url }) => {
    const form = await request.formData();
    try {
      await endGtin(locals.app.ctx(personOf(locals)), { productId: params.id, gtin: text(form, 'gtin') }, locals.app.territory);
    } catch (e) {
      return refusal(e, locals.lang);
    }
    redirect(303, `${url.pathname}?xong=1`);
  },
};
