// The app with its API, as the page bundle starts it.
import { sql } from 'kysely';
import { createApi } from '#server/api.ts';
import { createApp } from '#server/app.ts';
import { createItemPages } from '#server/http/item-pages.ts';
import { answerHot } from '#server/modules/catalogue/hot.ts';
import { PUBLIC } from '#server/modules/identity/index.ts';
import { createLooks, isCodeTarget, resolverOf } from '#server/modules/traceability/hot.ts';
import type { StartedApp } from '#server/running-app.ts';
import { BUILD, VERSION } from '#server/version.ts';

export async function startApp(): Promise<StartedApp> {
  const app = await createApp();
  const { api, openapi } = createApi(app);
  const resolver = resolverOf(app);
  // asked for at every request: the same text as long as the units are the same
  let named = { units: app.unitsRead(), edition: `${BUILD}${app.unitsRead()}` };
  const edition = () => {
    const units = app.unitsRead();
    if (units !== named.units) named = { units, edition: `${BUILD}${units}` };
    return named.edition;
  };
  const items = createItemPages(() => app.catalogue.change, edition);
  app.onLots(items.heard);
  const looks = createLooks(() => app.ctx(PUBLIC));
  // in the role of the pages and on one of their connections: what they would meet now
  let asking: Promise<boolean> | undefined;
  const answers = () => {
    asking ??= sql`select 1`
      .execute(app.db)
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  const { close } = app;
  return Object.assign(app, {
    items,
    looks,
    close: async () => {
      await looks.flush();
      await close();
    },
    api,
    openapi,
    edition,
    answerHot: (url: string, acceptLanguage: string | undefined) => answerHot(app, url, acceptLanguage),
    answerCode: (url: string, asked: { host: string | undefined; accept: string | undefined; language: string | undefined }) =>
      isCodeTarget(url) ? resolver.resolve({ ...asked, target: url, origin: app.origin ?? `http://${asked.host}` }) : undefined,
    health: async () => {
      const { catalogue } = app;
      const ready = catalogue.ready && (await answers());
      return {
        ready,
        body: {
          status: ready ? 'ok' : 'starting',
          database: ready ? 'ok' : 'unreachable',
          catalogue: { change: catalogue.change, products: catalogue.inForce },
          version: VERSION,
        },
      };
    },
  });
}
