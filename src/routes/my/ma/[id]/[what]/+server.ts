// Files of a product's code: ma.svg, ma.png, bo.zip by GET; in.pdf by POST, because a print may make numbers.
import { randomBytes } from 'node:crypto';
import { error, redirect } from '@sveltejs/kit';
import { isInForce } from '#server/modules/registry/index.ts';
import {
  codePath,
  codeText,
  issueSerials,
  issuingAt,
  printableCode,
  printCodes,
  printKit,
  qrPng,
  qrSvg,
} from '#server/modules/traceability/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { localPath } from '#shared/lang.ts';
import { formOf, text } from '../../../../dang-nhap/session.ts';
import { ownProducers } from '../../../own-producers.ts';
import { personOf } from '../../../person.ts';
import { currentGtin, ownProduct } from '../../own.ts';
import type { RequestEvent, RequestHandler } from './$types';

/** One file of a big producer may take seconds: no more products than this. */
const MOST = 40;

const file = (body: Uint8Array | string, type: string, name: string, inline = false): Response =>
  new Response(body as BodyInit, {
    headers: {
      'content-type': type,
      'content-disposition': `${inline ? 'inline' : 'attachment'}; filename="${name}"`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'private, no-store',
    },
  });
const missing = (): never => error(404, { message: 'Not found', code: 'not_found' });

/** The kit of one product, or of every product of an own producer whose star is in force. */
async function kit({ locals, params, url }: RequestEvent): Promise<Response> {
  const { app } = locals;
  const origin = app.origin ?? url.origin;
  const producer = ownProducers(locals).includes(params.id) ? app.catalogue.producer(params.id) : undefined;
  const chosen = [];
  for (const card of producer?.products.filter((c) => isInForce(c.status)).slice(0, MOST) ?? []) {
    const product = app.catalogue.product(card.id);
    if (product) chosen.push({ product, gtin: await currentGtin(locals, card.id) });
  }
  if (!producer) chosen.push(await ownProduct(locals, params.id));
  return file(await printKit(chosen, origin, app.clock()), 'application/zip', `san-vat-${params.id}.zip`);
}

export const GET: RequestHandler = async (event) => {
  const { locals, params, url } = event;
  if (params.what === 'bo.zip') return kit(event);
  if (params.what !== 'ma.svg' && params.what !== 'ma.png') return missing();
  const { product, gtin } = await ownProduct(locals, params.id);
  const symbol = codeText(locals.app.origin ?? url.origin, codePath(product.id, gtin));
  return params.what === 'ma.svg'
    ? file(qrSvg(symbol, `${product.name} ${product.id}`), 'image/svg+xml', `ma-${product.id}.svg`, true)
    : file(await qrPng(symbol), 'image/png', `ma-${product.id}.png`);
};

export const POST: RequestHandler = async ({ locals, params, url, request }) => {
  if (params.what !== 'in.pdf') return missing();
  const { app, lang } = locals;
  const { product, gtin } = await ownProduct(locals, params.id);
  const form = await formOf(request);
  const of = (name: string) => text(form, name).trim();
  try {
    const count = Number(of('count') || 1);
    const origin = app.origin ?? url.origin;
    const order = {
      product,
      offline: of('offline') === '1' ? ((await printableCode(issuingAt(app, origin), product)) ?? '') : undefined,
      gtin,
      origin,
      size: of('size'),
      mark: of('mark') === '1',
      lot: of('lot').toUpperCase() || undefined,
      count,
      lang: of('words') === 'en' ? ('en' as const) : ('vi' as const),
      date: app.clock(),
    };
    const serials = of('numbered') === '1' ? count : 0;
    // a refused print makes no numbers: sizes, count and star are judged on a print of one label first
    if (serials > 0) await printCodes({ ...order, serials: [], count: Math.min(count, 1) });
    const numbers = { productId: product.id, lot: order.lot, serials, requestId: of('requestId') };
    const issued = await issueSerials(app.ctx(personOf(locals)), numbers, randomBytes(32), app.territory);
    const pdf = await printCodes({ ...order, serials: issued.serials });
    return file(pdf, 'application/pdf', `${order.size}-${product.id}.pdf`, true);
  } catch (e) {
    // a person goes back to the form, which says why; only the name of the field travels in the address
    if (e instanceof AppError && request.headers.get('accept')?.includes('text/html'))
      redirect(303, `${localPath(`/my/ma/${product.id}`, lang)}?tu-choi=${e.faults[0]?.path ?? ''}`);
    if (e instanceof AppError)
      error(STATUS_OF[e.code], { message: [e.detail[lang], ...e.faults.map((f) => f.message[lang])].join(' '), code: e.code });
    throw e;
  }
};
