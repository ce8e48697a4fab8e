// One round of pooling as its buyer reads it: who is chosen and why, who is not and what would change that, what else could be chosen.
import type { Reliability, Round } from '#server/modules/sourcing/index.ts';
import { dayOf, isDay, showDay } from '#shared/dates.ts';
import type { Lang } from '#shared/lang.ts';
import { showNumber } from '#shared/messages/index.ts';
import { poolWords } from '#shared/messages/pools.ts';
import { type StarKey, starKey } from '#shared/vocabulary.ts';

type Catalogue = App.Locals['app']['catalogue'];
type ShareState = Round['shares'][number]['state'];
type Slot = { id: string; no: number; dueOn: string };

const SMALL = new Set(['household', 'business_household', 'cooperative_group', 'cooperative', 'farm']);
const GONE = new Set<ShareState>(['declined', 'lapsed', 'released']);
/** Of those not chosen, the nearest ones stand on the page, as many again behind a tap, and the rest is counted. */
const NEAREST = 10;
const SHOWN = 60;

/** '1–4', '2, 4': numbers of deliveries as people say them. */
export function ranges(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const n of sorted) {
    const last = runs.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else runs.push([n, n]);
  }
  return runs.map(([a, b]) => (a === b ? `${a}` : b === a + 1 ? `${a}, ${b}` : `${a}–${b}`)).join(', ');
}

type View = {
  catalogue: Catalogue;
  lang: Lang;
  trust: ReadonlyMap<string, Reliability>;
  /** Days since the supply of a product was stated. */
  stated: ReadonlyMap<string, number>;
};

export function poolView(round: Round, slots: readonly Slot[], { catalogue, lang, trust, stated }: View) {
  const { answer, explained, shares } = round;
  const words = poolWords(lang);
  const productOf = (id: string) => {
    const p = catalogue.product(id);
    return {
      name: p?.name ?? id,
      producer: p?.producer.name ?? '',
      province: p?.place.province ?? '',
      star: p ? starKey(p.star, p.potentialFive) : ('3' as StarKey),
      small: SMALL.has(p?.producer.type ?? ''),
    };
  };
  const total = sum(shares.map((s) => s.quantity));
  const costs = new Map<string, { cost: number; quantity: number }>();
  for (const a of answer.allocations) {
    const c = costs.get(a.supplier) ?? { cost: 0, quantity: 0 };
    costs.set(a.supplier, { cost: c.cost + a.unitCost * a.quantity, quantity: c.quantity + a.quantity });
  }
  const chosen = [...Map.groupBy(shares, (s) => s.productId)].map(([id, list]) => {
    const quantity = sum(list.map((s) => s.quantity));
    const price = Math.max(...list.map((s) => s.unitPrice));
    const cost = costs.get(id);
    const producerId = list[0]?.producerId ?? '';
    return {
      ...{ id, ...productOf(id), producerId, trust: trust.get(producerId), stated: stated.get(id), quantity, price },
      /** Goods and transport, đồng a unit; the goods alone where the plan is not known. */
      delivered: cost && cost.quantity > 0 ? cost.cost / cost.quantity : price,
      deliveries: ranges(list.flatMap((s) => slots.filter((d) => d.id === s.deliveryId).map((d) => d.no))),
      answers: list.map((s) => ({
        no: slots.find((d) => d.id === s.deliveryId)?.no ?? 0,
        ...{ dueOn: s.dueOn, quantity: s.quantity, answered: s.answered, state: s.state, reason: s.reason },
      })),
    };
  });
  chosen.sort((a, b) => b.quantity - a.quantity || a.delivered - b.delivered);
  const cheapest = Math.min(...chosen.map((c) => c.delivered));
  const small = sum(chosen.filter((c) => c.small).map((c) => c.quantity));
  const producers = [...Map.groupBy(chosen, (c) => c.producerId)].map(([id, list]) => ({ id, quantity: sum(list.map((c) => c.quantity)) }));
  const refused = [
    ...answer.refused.map((r) => ({
      supplier: r.supplier,
      why: r.detail[lang],
      change: null as string | null,
      near: r.wouldNeed?.unitPrice === undefined ? 1 : 0,
      price: r.wouldNeed?.unitPrice ?? 0,
    })),
    ...explained.aside.map((a) => ({ supplier: a.supplier, why: a.detail[lang], change: a.change?.[lang] ?? null, near: 2, price: 0 })),
  ]
    .sort((a, b) => a.near - b.near || b.price - a.price)
    .map((r) => ({ ...splitReason(r.why, r.change, words.wouldBe), ...named(productOf(r.supplier)), id: r.supplier }));
  const money = answer.objective === null ? null : answer.objective - (answer.handicaps ?? 0);
  const sent = shares.filter((s) => s.state !== 'proposed');
  const waiting = new Set(sent.filter((s) => s.state === 'offered').map((s) => s.producerId));
  return {
    ...{ id: round.id, round: round.round, state: round.state, strategy: round.strategy, status: answer.status, gap: answer.gap },
    ...{
      relax: (answer.relax ?? []).map((r) => relaxation(r, slots, (id) => productOf(id).name, lang)),
      short: sum(answer.short.map((s) => s.quantity)),
      solvedIn: answer.seconds,
    },
    answerBy: round.answerBy && dayOf(round.answerBy),
    lead: round.leadProducerId === null ? null : (catalogue.producer(round.leadProducerId)?.name ?? round.leadProducerId),
    total,
    unitCost: total > 0 ? (money !== null && money > 0 ? money : sum(chosen.map((c) => c.quantity * c.price))) / total : null,
    smallShare: total > 0 ? small / total : 0,
    producers: producers.sort((a, b) => b.quantity - a.quantity),
    chosen: chosen.map((c) => ({
      ...c,
      why: [
        c.delivered <= cheapest * 1.0001 ? words.why.cheapest : '',
        c.producerId === round.leadProducerId ? words.why.lead : '',
        c.small ? words.why.small : '',
      ].filter(Boolean),
    })),
    answered: { done: new Set(sent.map((s) => s.producerId)).size - waiting.size, of: new Set(sent.map((s) => s.producerId)).size },
    declined: sum(shares.filter((s) => GONE.has(s.state)).map((s) => s.quantity)),
    refused: { nearest: refused.slice(0, NEAREST), more: refused.slice(NEAREST, SHOWN), rest: Math.max(0, refused.length - SHOWN) },
    conditions: explained.conditions,
    alternatives: explained.alternatives,
  };
}
export type ShownPool = ReturnType<typeof poolView>;

type Relaxation = NonNullable<Round['answer']['relax']>[number];
/** 'Lượng đợt 2: từ 5.000 thành 3.200', with the product's name where it is about one. */
function relaxation({ rule, at, from, to }: Relaxation, slots: readonly Slot[], nameOf: (id: string) => string, lang: Lang): string {
  const words = poolWords(lang);
  const shares = rule === 'maxShare' || rule === 'smallProducerShare';
  const show = (x: number | string) =>
    typeof x === 'string'
      ? isDay(x)
        ? showDay(x, lang)
        : x
      : showNumber(shares ? Math.round(x * 1000) / 10 : Math.round(x * 1000) / 1000, lang) + (shares ? '%' : '');
  const slot = slots.find((d) => d.id === at);
  const subject = slot ? ` (${showDay(slot.dueOn, lang)})` : typeof at === 'string' && at !== from && !isDay(at) ? ` (${nameOf(at)})` : '';
  return words.relaxLine(`${words.rule[rule as keyof typeof words.rule] ?? rule}${subject}`, show(from), show(to));
}

const named = ({ name, producer, province }: { name: string; producer: string; province: string }) => ({ name, producer, province });
const sum = (list: readonly number[]): number => Math.round(list.reduce((a, b) => a + b, 0) * 1000) / 1000;

/** The engine says cause and remedy in one text; two columns want them apart. */
function splitReason(why: string, change: string | null, marks: readonly string[]): { why: string; change: string | null } {
  if (change !== null) return { why, change };
  for (const mark of marks) {
    const at = why.indexOf(mark);
    if (at > 0) return { why: why.slice(0, at).trim(), change: why.slice(at).trim() };
  }
  return { why, change };
}
export const STRATEGIES = ['cheapest', 'nearest', 'fewest', 'widest'] as const;
