import { listLots, listRecallsFor, listWarnings, STEPS } from '#server/modules/traceability/index.ts';
import type { PageServerLoad } from './$types';
import { lotName, mine, shownAmount, shownUnit } from './mine.ts';

const PAGE_SIZE = 50;

/** The lot register: what a producer has, and what is on the way to it. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const { producer, producers } = await mine(locals, url);
  const page = Math.max(1, Math.min(1_000, Number(url.searchParams.get('trang')) || 1));
  const product = url.searchParams.get('san-pham') || undefined;
  const all = url.searchParams.has('het');
  const found = producer
    ? await listLots(app.db, { producer, productId: product, page, pageSize: PAGE_SIZE, all })
    : { items: [], more: false };
  const recalls = producer ? (await listRecallsFor(app.db, [producer])).filter((r) => r.closedOn === null) : [];
  return {
    producer,
    producers,
    product,
    all,
    page,
    more: found.more,
    products: producer ? (app.catalogue.producer(producer)?.products ?? []).map((p) => ({ value: p.id, label: p.name })) : [],
    steps: STEPS.filter((s) => s !== 'receive'),
    recalls: recalls.length,
    lots: found.items.map((l) => ({
      ...l,
      title: lotName(app, l),
      leftText: shownAmount(l.left, lang),
      arrivingText: shownAmount(l.arriving, lang),
      unitText: shownUnit(l.unit, lang),
    })),
    done: url.searchParams.has('xong'),
    warnings: producer
      ? (await listWarnings(app.db, url.searchParams.get('lan') ?? '', producer)).slice(0, 5).map((x) => x.message[lang])
      : [],
  };
};
