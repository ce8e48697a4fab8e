import { listDossiers } from '#server/modules/assessment/index.ts';
import { inEffect, verbsOf } from '#server/modules/identity/index.ts';
import { countUnread } from '#server/modules/notices/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import { buysFor, listShares, listTurns } from '#server/modules/sourcing/index.ts';
import { addDays, dayOf, daysBetween } from '#shared/dates.ts';
import { STATE_NAMES } from '#shared/messages/dossiers.ts';
import { identityWords } from '#shared/messages/identity.ts';
import { holds, statusLine } from '#ui/view.ts';
import { doorsFor, MY_DOORS } from '../doors.ts';
import type { PageServerLoad } from './$types';
import { ownProducers } from './own-producers.ts';
import { personOf } from './person.ts';

const MOST = 100;
const FIRST = 5;
/** A delivery is the producer's turn this many days before it is due. */
const SHIP_AHEAD = 14;

/** A re-assessment is filed 180 to 120 days before the last day (QĐ 26/2026, Điều 5). The next day that matters, and how near it is. */
function nextDay(until: string, today: string): { step: 'opens' | 'closes' | 'late'; day: string } {
  const left = daysBetween(today, until);
  if (left > 180) return { step: 'opens', day: addDays(until, -180) };
  return left >= 120 ? { step: 'closes', day: addDays(until, -120) } : { step: 'late', day: until };
}

/** The home of one's own work: what waits, where to go, how the own products stand. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app, lang } = locals;
  const person = personOf(locals);
  const ctx = app.ctx(person);
  const today = dayOf(ctx.now);
  const held = person.assignments.filter((a) => inEffect(app.territory, a, today));
  const verbs = held.flatMap((a) => verbsOf(a));
  const ids = ownProducers(locals);
  const found = await Promise.all(ids.slice(0, MOST).map((id) => findProducer(ctx.db, id)));
  const sides = { organisations: buysFor(app.territory, person, today).map((o) => o.id), producers: ids };
  const [{ unread }, turns, shares, open] = await Promise.all([
    countUnread(ctx),
    listTurns(app.db, sides, addDays(today, SHIP_AHEAD)),
    ids.length > 0 ? listShares(app.db, { producerIds: ids }) : [],
    ids.length > 0 ? listDossiers(ctx, { view: 'own', page: 1, pageSize: MOST }, app.territory) : undefined,
  ]);
  const words = identityWords(lang);
  const own = found.flatMap((p) => {
    if (!p) return [];
    const products = (app.catalogue.producer(p.id)?.products ?? []).map((card) => ({
      id: card.id,
      name: card.name,
      star: card.star,
      potentialFive: card.potentialFive,
      status: card.status,
      until: card.validUntil,
      line: statusLine(card, lang),
      next: holds(card.status) ? nextDay(card.validUntil, today) : undefined,
    }));
    // what holds comes first, nearest end on top
    const order = (c: (typeof products)[number]) => `${holds(c.status) ? 0 : 1}${c.until}`;
    return [{ id: p.id, name: p.name, products: products.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)) }];
  });
  return {
    name: person.name,
    account: person.account,
    samplePerson: person.sample,
    hasRole: held.length > 0,
    unread,
    turns,
    invited: new Set(shares.flatMap((s) => (s.state === 'offered' ? [s.poolId] : []))).size,
    doors: doorsFor(MY_DOORS, verbs).map((d) => ({ path: d.path, label: d.label[lang], text: d.text[lang] })),
    dossiers: (open?.items ?? [])
      .filter((d) => d.state !== 'decided' && d.state !== 'withdrawn')
      .map((d) => ({ id: d.id, product: d.product, step: STATE_NAMES[d.state][lang], due: d.due })),
    producers: own,
    late: own
      .flatMap((p) => p.products.flatMap(({ id, name, next }) => (next && next.step !== 'opens' ? [{ id, name, ...next }] : [])))
      .slice(0, FIRST),
    roles: held.map((a) => words.role[a.role]),
  };
};
