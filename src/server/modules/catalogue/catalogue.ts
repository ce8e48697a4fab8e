// The living catalogue of a process: loads, follows the register's changes and the calendar, answers from memory.
import { changedSince, currentChange, type ProductFacts, readFacts } from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Db } from '#server/platform/db.ts';
import { listen } from '#server/platform/listen.ts';
import type { Log } from '#server/platform/log.ts';
import { addDays, dayOf, daysBetween, untilMidnight } from '#shared/dates.ts';
import { MOST_FACTS, SearchIndex } from './search-index.ts';
import { type PlaceNames, placeNames, suggest } from './suggest.ts';
import type { Catalogue } from './types.ts';

/** More changed products than this at once: building anew is cheaper than changing. */
const MANY = 2000;
/** Reads between two breaths of the event loop while building in the background. */
const BREATH = 250;
/** Products whose texts are made ahead in one step: about a millisecond. */
const WARM_STEP = 50;
const POLL_MS = 5000;
/** Without a connection that hears notices, looking often must do. */
const POLL_DEAF_MS = 400;
const FIRST_DAY = '2020-01-01';

export type CatalogueOptions = {
  territory: () => Territory;
  clock: () => Date;
  log: Log;
  /** For LISTEN; without it the catalogue polls. */
  connectionString?: string;
};

/** From one byte per character back to text. */
const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString();

/** Reads the register and keeps up with it until closed. */
export async function createCatalogue(db: Db, options: CatalogueOptions): Promise<Catalogue> {
  const { clock, log } = options;
  const listeners = new Set<() => void>();
  let ready = false;
  let closed = false;
  let index: SearchIndex;
  let names: PlaceNames;
  let turnsAt = 0;
  let daysBehind = 0;
  let midnight: NodeJS.Timeout | undefined;
  let warming: NodeJS.Timeout | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let last: { change: number; day: string } | undefined;

  /** One piece of work at a time touches the index. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work);
    queue = done.catch(() => {});
    return done;
  };

  const tell = () => {
    if (last && last.change === index.registryChange && last.day === index.day) return;
    last = { change: index.registryChange, day: index.day };
    for (const listener of listeners) listener();
  };

  const setDay = (now: Date) => {
    turnsAt = now.getTime() + untilMidnight(now);
    daysBehind = daysBetween(FIRST_DAY, index.day);
    clearTimeout(midnight);
    midnight = setTimeout(() => void current(), Math.min(untilMidnight(now) + 5, 2 ** 31 - 1)).unref();
  };

  /** The index, on today's day whatever the timer does. */
  const current = (): SearchIndex => {
    const now = clock();
    if (now.getTime() >= turnsAt) {
      const missing = index.turnTo(dayOf(now));
      setDay(now);
      warm(0);
      if (missing.length > 0) void inTurn(() => replace(missing)).catch((e) => log.error({ err: e }, 'the turn of the day failed'));
      tell();
    }
    return index;
  };

  /** In small steps between requests, so that the first reader of a product waits for nothing. */
  const warm = (slot: number, of = index) => {
    clearTimeout(warming);
    warming = setTimeout(() => {
      if (closed || of !== index) return;
      const next = of.warm(slot, WARM_STEP);
      if (next !== undefined) warm(next, of);
    }, 1).unref();
  };

  const replace = async (ids: string[], change?: number) => {
    const facts: ProductFacts[] = [];
    for await (const batch of readFacts(db, ids)) facts.push(...batch);
    if (closed) return;
    const found = new Set(facts.map((f) => f.id));
    index.apply(
      facts,
      ids.filter((id) => !found.has(id)),
    );
    if (change !== undefined) index.registryChange = change;
    current();
    tell();
  };

  const build = async () => {
    const registryChange = await currentChange(db);
    const { count } = await db
      .selectFrom('registry.product')
      .select((e) => e.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const now = clock();
    const fresh = new SearchIndex(options.territory(), dayOf(now), count <= MOST_FACTS);
    for await (const batch of readFacts(db)) {
      for (let i = 0; i < batch.length; i += BREATH) {
        fresh.add(batch.slice(i, i + BREATH));
        if (ready) await new Promise(setImmediate);
        if (closed) return;
      }
    }
    fresh.registryChange = registryChange;
    fresh.finish();
    names = placeNames(fresh.store);
    index = fresh;
    setDay(now);
    current();
    warm(0);
    if (ready) tell();
  };

  const follow = () =>
    inTurn(async () => {
      if (closed) return;
      try {
        const { change, ids } = await changedSince(db, index.registryChange);
        ready = true;
        if (change === index.registryChange) return;
        if (ids.length > MANY) await build();
        else await replace(ids, change);
        if (index.worn) await build();
      } catch (e) {
        if (closed) return;
        ready = false;
        log.error({ err: e }, 'the catalogue cannot follow the register');
      }
    });

  await build();
  await follow();
  tell();
  const ear =
    options.connectionString === undefined ? undefined : await listen(options.connectionString, log, { registry_change: () => follow() });
  await follow();
  const poll = setInterval(() => void follow(), ear ? POLL_MS : POLL_DEAF_MS).unref();
  const change = () => current().registryChange + daysBehind;

  return {
    get change() {
      return change();
    },
    get day() {
      return current().day;
    },
    get inForce() {
      return current().store.inForce;
    },
    get ready() {
      return ready;
    },
    get keepsFacts() {
      return current().store.keepsFacts;
    },
    search: (query, lang) => current().search(query, lang, change()),
    searchJson: (query, lang) => textOf(current().searchBytes(query, lang, change()).bytes),
    searchBytes: (query, lang) => {
      const now = current();
      return now.searchBytes(query, lang, now.registryChange + daysBehind);
    },
    product: (id, facts) => current().product(id, facts),
    productJson: (id, lang, facts) => {
      const bytes = current().productBytes(id, lang, change(), facts);
      return bytes === undefined ? undefined : textOf(bytes);
    },
    productBytes: (id, lang, facts) => current().productBytes(id, lang, change(), facts),
    producer: (id) => current().producer(id),
    suggest: (q, limit) => suggest(current().engine, index.store, names, q, limit),
    newest: (n) => current().newest(n),
    sitemap: () => current().sitemap((n) => addDays('2015-01-01', n)),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    rebuild: () => inTurn(build),
    close: async () => {
      closed = true;
      clearInterval(poll);
      clearTimeout(midnight);
      clearTimeout(warming);
      await ear?.close();
      await queue;
    },
  };
}
