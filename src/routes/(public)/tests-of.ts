import { publishedTests, type TestView, testedProducts } from '#server/modules/supervision/index.ts';
import type { RunningApp } from '#server/running-app.ts';

/** Who has results, as of a change number: a new result raises it, so that one question serves all pages until the next change. */
const tested = new WeakMap<object, { change: number; ids: Set<string> }>();

/** The published laboratory results of a product; no question to the database for the many that have none. */
export function testsOf(app: RunningApp, id: string): TestView[] | Promise<TestView[]> {
  const known = tested.get(app);
  if (known?.change === app.catalogue.change && !known.ids.has(id)) return [];
  return (async () => {
    const { change } = app.catalogue;
    const db = await app.reader();
    if (known?.change !== change) tested.set(app, { change, ids: await testedProducts(db) });
    return tested.get(app)?.ids.has(id) ? publishedTests(db, id) : [];
  })();
}
