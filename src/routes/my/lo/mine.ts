// What the pages of lots share: whose lots, names, amounts.
import { error } from '@sveltejs/kit';
import type { App } from '#server/app-port.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import { findLot, type LotView } from '#server/modules/traceability/index.ts';
import type { Lang } from '#shared/lang.ts';
import { LOTS } from '#shared/messages/lots.ts';
import { ownProducers } from '../own-producers.ts';

export type Choice = { value: string; label: string };

/** The producers of the signed-in person and the one asked for (?chu-the=), else the first. */
export async function mine(locals: App.Locals, url: URL): Promise<{ producer: string | undefined; producers: Choice[] }> {
  const { app } = locals;
  const ids = ownProducers(locals);
  const producers = await Promise.all(ids.map(async (value) => ({ value, label: (await findProducer(app.db, value))?.name ?? value })));
  const asked = url.searchParams.get('chu-the');
  return { producer: asked !== null && ids.includes(asked) ? asked : ids[0], producers };
}

/** What a lot is called: its product, else its own name. */
export const lotName = (app: App, lot: Pick<LotView, 'productId' | 'name' | 'code' | 'epc'>): string =>
  (lot.productId ? app.catalogue.product(lot.productId)?.name : undefined) ?? lot.name ?? lot.code ?? lot.epc;

/** The number to say beside the name; nothing where the name is the number. */
export const codeBeside = (app: App, lot: Parameters<typeof lotName>[1]): string =>
  lotName(app, lot) === lot.code ? '' : (lot.code ?? '');

/** The lot of a page, or its 404. */
export async function lotOf(locals: App.Locals, params: { id: string; lot: string }): Promise<LotView> {
  const lot = await findLot(locals.app.db, params.id, params.lot);
  if (!lot) error(404, { message: LOTS[locals.lang].unknown, code: 'not_found' });
  return lot;
}

const FORMATS: Record<Lang, Intl.NumberFormat> = {
  vi: new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 3 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 }),
};
export const shownAmount = (n: number, lang: Lang): string => FORMATS[lang].format(n);
export const shownUnit = (unit: string, lang: Lang): string => LOTS[lang].units[unit] ?? unit;
