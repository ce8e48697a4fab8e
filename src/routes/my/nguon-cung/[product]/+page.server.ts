import { error } from '@sveltejs/kit';
import { may } from '#server/modules/identity/index.ts';
import { listSupply, stateSupply, UNITS, type Unit } from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { act } from '../../../act.ts';
import { closed } from '../../../dang-nhap/session.ts';
import { monthsIn, numberOf, termsIn } from '../../../supply-fields.ts';
import { personOf } from '../../person.ts';
import type { Actions, PageServerLoad } from './$types';

const AHEAD = 12;
const ROWS = 3;

/** This month and the next eleven, 'YYYY-MM'. */
function monthsFrom(today: string): string[] {
  const [y = 0, m = 1] = today.split('-').map(Number);
  return Array.from({ length: AHEAD }, (_, i) => `${y + Math.floor((m - 1 + i) / 12)}-${String(((m - 1 + i) % 12) + 1).padStart(2, '0')}`);
}

export const load: PageServerLoad = async ({ locals, params }) => {
  const { app, lang } = locals;
  const product = app.catalogue.product(params.product);
  if (!product) error(404, { message: params.product, code: 'not_found' });
  const today = dayOf(app.clock());
  const place = { unit: product.place.provinceCode, producer: product.producer.id };
  if (!may(app.territory, personOf(locals), 'act_for_producer', place, today)) closed(lang);
  const [supply] = await listSupply(app.db, { productIds: [product.id], from: today.slice(0, 7) });
  const pad = <T>(list: T[] | undefined): (T | undefined)[] =>
    [...(list ?? []), ...Array<undefined>(ROWS)].slice(0, Math.max(ROWS, (list?.length ?? 0) + 1));
  return {
    product: { id: product.id, name: product.name, producer: product.producer.name },
    units: UNITS,
    supply: supply && {
      unit: supply.unit,
      stock: supply.stock,
      unitPrice: supply.unitPrice,
      minLot: supply.minLot,
      lotStep: supply.lotStep,
      leadDays: supply.leadDays,
      published: supply.published,
    },
    months: monthsFrom(today).map((month) => ({ month, stated: supply?.months[month], held: supply?.held[month] ?? 0 })),
    tiers: pad(supply?.tiers),
    packs: pad(supply?.packs),
  };
};

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      ({ ctx, ground, form, of }) => {
        const pairs = <T>(first: string, second: string, make: (a: string, b: string) => T): T[] => {
          const others = form.getAll(second).map(String);
          return form.getAll(first).flatMap((a, i) => (String(a).trim() === '' ? [] : [make(String(a), others[i] ?? '')]));
        };
        return stateSupply(
          ctx,
          {
            productId: event.params.product,
            unit: of('unit') as Unit,
            stock: numberOf(of('stock')),
            ...termsIn(form),
            leadDays: numberOf(of('leadDays')),
            published: form.has('published'),
            months: monthsIn(form, monthsFrom(dayOf(ctx.now))),
            tiers: pairs('tierFrom', 'tierPrice', (a, b) => ({ from: numberOf(a), unitPrice: numberOf(b) })),
            packs: pairs('packQuantity', 'packLabel', (a, b) => ({ quantity: numberOf(a), label: b })),
          },
          ground,
        );
      },
      () => `${localPath('/my/nguon-cung', event.locals.lang)}?xong=1`,
    ),
};
