// The scan page: one small document with its own style sheet and the phone's own typeface, no script. It stands outside the site's layout.

import { RateLimiterMemory } from 'rate-limiter-flexible';
import { render } from 'svelte/server';
import { publishedTests, takeReport } from '#server/modules/supervision/index.ts';
import { isMark, noteScan, readCode, readScan } from '#server/modules/traceability/index.ts';
import { limitKey } from '#server/platform/client-address.ts';
import { AppError } from '#server/platform/errors.ts';
import { intake, PICTURES } from '#server/platform/intake.ts';
import { type Lang, localPath } from '#shared/lang.ts';
import { scanWords } from '#shared/messages/scan.ts';
import { formOf, originOf } from '../../../dang-nhap/session.ts';
import css from '../scan.css?url';
import type { RequestEvent, RequestHandler } from './$types';
import Scan from './Scan.svelte';
import type { Said } from './said.ts';

const HEAD = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};
/** What one address may send within an hour. */
const reports = new RateLimiterMemory({ points: 5, duration: 3600 });
const places = new RateLimiterMemory({ points: 20, duration: 3600 });
const MAX_PHOTO = 8 * 1024 * 1024;
const DATES = { '15': 'bestBefore', '17': 'bestBefore', '11': 'madeOn', '13': 'madeOn' } as const;
const KINDS = ['fake', 'quality', 'label', 'mark', 'closed', 'other'] as const;

type Place = { code: string; name: string };

/** Lot and serial of the address; `~` is no lot. */
function partsOf(code: string): { id: string; lot: string | undefined; serial: string | undefined } | undefined {
  const [id = '', lot, serial, ...more] = code.split('/');
  const mark = (text: string | undefined) => (text === undefined || text === '~' ? undefined : text);
  if (more.length > 0 || [mark(lot), mark(serial)].some((m) => m !== undefined && !isMark(m))) return undefined;
  return { id, lot: mark(lot), serial: mark(serial) };
}

/** Dates a GS1 code carries in its query, as YYMMDD; day 00 is the month as a whole. */
function datesOf(query: URLSearchParams): { bestBefore?: string; madeOn?: string } {
  const found: { bestBefore?: string; madeOn?: string } = {};
  for (const [ai, name] of Object.entries(DATES)) {
    const m = /^(\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])$/.exec(query.get(ai) ?? '');
    if (m) found[name] ??= m[3] === '00' ? `${m[2]}/20${m[1]}` : `${m[3]}/${m[2]}/20${m[1]}`;
  }
  return found;
}

/** The address with the slashes inside lots still encoded. */
const decoded = (event: RequestEvent): string[] => {
  const path = event.url.pathname.replace(/^\/en(?=\/)/, '').slice('/quet'.length + 1);
  return path.split('/').map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
};

/** `refusal`: the status where `said` is a fault. */
async function page(event: RequestEvent, said: Said = {}, refusal = 422): Promise<Response> {
  const { locals, url, request } = event;
  const { app, lang } = locals;
  const refused = said.error === undefined ? undefined : refusal;
  const parts = decoded(event);
  const asked = partsOf(parts.map((p) => p.replaceAll('/', '\u0000')).join('/'));
  const fix = (text: string | undefined) => text?.replaceAll('\u0000', '/');
  const product = asked ? app.catalogue.product(asked.id) : undefined;
  const common = { lang, css, day: app.catalogue.day, path: `${url.pathname.replace(/^\/en(?=\/|$)/, '')}${url.search}`, said };
  if (!asked || !product) {
    const ma = url.searchParams.get('ma') ?? (parts.join('/') || undefined);
    const code = ma?.startsWith('/') ? readCode(ma) : undefined;
    const why = code && !code.ok ? code.message[lang] : undefined;
    const status = refused ?? (ma === undefined ? 200 : why ? 400 : 404);
    return send(
      lang,
      render(Scan, { props: { ...common, product: undefined, view: undefined, read: ma, why, places: [], dates: {}, tests: [] } }),
      status,
    );
  }
  const [lot, serial] = [fix(asked.lot), fix(asked.serial)];
  const since = app.items.begin();
  const db = await app.reader();
  const view = await readScan(db, product, lot, serial);
  const shown = serial && view.serialState === 'issued' ? () => app.looks.note({ productId: product.id, serial }) : undefined;
  if (request.method === 'GET' && !request.headers.has('sec-purpose')) shown?.();
  const provinces: Place[] = view.serialState === 'issued' ? app.territory.provinces(34).map((p) => ({ code: p.code, name: p.name })) : [];
  const tests = await publishedTests(await app.reader(), product.id);
  const props = { ...common, product, view, tests, read: undefined, why: undefined, places: provinces, dates: datesOf(url.searchParams) };
  const item = lot !== undefined || serial !== undefined;
  // a replica may lag behind a notice, so what it told is not kept; neither are numbers and lots that nobody gave out, which anybody may invent
  const known = view.story !== undefined || view.lotKnown || view.serialState === 'issued';
  const kept = request.method === 'GET' && (!item || (known && db === app.db && view.serialState !== 'foreign'));
  if (item && kept && !said.sent && !said.placed) app.items.rests(url.pathname + url.search, since, { names: view.rests, shown });
  return send(lang, render(Scan, { props }), refused ?? 200, !kept);
}

/** `own`: not to be kept. */
function send(lang: Lang, { head, body }: { head: string; body: string }, status: number, own = false): Response {
  const html = `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;
  const kept = own || status !== 200 ? { 'cache-control': 'no-store' } : {};
  return new Response(html, { status, headers: { ...HEAD, ...kept } });
}

export const GET: RequestHandler = (event) => {
  const sent = event.url.searchParams.get('da-gui');
  return page(event, sent && /^[0-9A-Z]{8}$/.test(sent) ? { sent } : event.url.searchParams.has('da-ghi') ? { placed: true } : {});
};

/** Back to the page by GET, so that a reload sends nothing twice. */
const back = (event: RequestEvent, note: string): Response =>
  new Response(null, { status: 303, headers: { location: `${event.url.pathname}?${note}`, 'cache-control': 'no-store' } });

async function within(limit: RateLimiterMemory, address: string): Promise<boolean> {
  return limit.consume(limitKey(address)).then(
    () => true,
    () => false,
  );
}

export const POST: RequestHandler = async (event) => {
  const { locals, url } = event;
  const { app, lang } = locals;
  const w = scanWords(lang);
  const form = await formOf(event.request);
  const of = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const { address } = originOf(event);
  const [id = '', , serial] = decoded(event);
  const product = app.catalogue.product(id);
  if (of('viec') === 'noi') {
    if (!(await within(places, address))) return page(event, { error: w.tooManyPlaces }, 429);
    const province = app.territory.province(of('tinh'), 34);
    if (product && serial && province) await noteScan(app.ctx(locals.actor), { productId: id, serial, province: province.code });
    return back(event, 'da-ghi=1');
  }
  const typed = { kind: of('loai'), text: of('noi-dung'), contact: of('lien-he') };
  if (!(await within(reports, address))) return page(event, { error: w.tooMany, typed }, 429);
  try {
    const codeRead = (url.searchParams.get('ma') ?? localPath(url.pathname, 'vi')).slice(0, 100);
    const kind = KINDS.find((k) => k === typed.kind) ?? 'other';
    const report = { kind, text: typed.text, contact: typed.contact || undefined, codeRead };
    const sent = form.get('anh');
    const photo =
      sent instanceof File && sent.size > 0
        ? await intake(new Uint8Array(await sent.arrayBuffer()), { allow: PICTURES, maxBytes: MAX_PHOTO, clamd: app.config.clamd })
        : undefined;
    const { id: no } = await takeReport(app.ctx(locals.actor), { ...report, productId: product?.id }, photo);
    const rest = url.searchParams.get('ma');
    return back(event, `${rest ? `ma=${encodeURIComponent(rest)}&` : ''}da-gui=${no}`);
  } catch (e) {
    if (e instanceof AppError) return page(event, { error: [e.detail[lang], ...e.faults.map((f) => f.message[lang])].join(' '), typed });
    throw e;
  }
};
