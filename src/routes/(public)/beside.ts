// What stands on the pages of products and producers without being in the register: laboratory results, and where the producer can be met.
import { type Appearance, appearances } from '#server/modules/promotion/index.ts';
import { publishedTests, type TestView, testedProducts } from '#server/modules/supervision/index.ts';
import type { RunningApp } from '#server/running-app.ts';

type Beside = { tests: TestView[]; met: Appearance[] };

/** Who has any, as of a change number: each change of them raises it, so that one question serves all pages until the next change. */
type Known = { change: number; tested: Set<string>; met: Map<string, Appearance[]> };
const kept = new WeakMap<object, Known>();

async function read(app: RunningApp): Promise<Known> {
  const { change, day } = app.catalogue;
  const db = await app.reader();
  const [tested, met] = await Promise.all([testedProducts(db), appearances(db, day)]);
  const known = { change, tested, met };
  kept.set(app, known);
  return known;
}

const current = (app: RunningApp): Known | undefined => {
  const known = kept.get(app);
  return known?.change === app.catalogue.change ? known : undefined;
};

/** Of a product; without a question to the database for the many that have no results. */
export function besideProduct(app: RunningApp, id: string, producer: string): Beside | Promise<Beside> {
  const known = current(app);
  if (known && !known.tested.has(id)) return { tests: [], met: known.met.get(producer) ?? [] };
  return (async () => {
    const { tested, met } = known ?? (await read(app));
    return { tests: tested.has(id) ? await publishedTests(await app.reader(), id) : [], met: met.get(producer) ?? [] };
  })();
}

/** The coming events of a producer. */
export function metAt(app: RunningApp, producer: string): Appearance[] | Promise<Appearance[]> {
  const known = current(app);
  return known ? (known.met.get(producer) ?? []) : read(app).then(({ met }) => met.get(producer) ?? []);
}
