// The app with its API, as the page bundle starts it.
import { createApi } from '#server/api.ts';
import { createApp } from '#server/app.ts';
import { answerHot } from '#server/modules/catalogue/hot.ts';
import type { StartedApp } from '#server/running-app.ts';
import { BUILD, VERSION } from '#server/version.ts';

export async function startApp(): Promise<StartedApp> {
  const app = await createApp();
  const { api, openapi } = createApi(app);
  return Object.assign(app, {
    api,
    openapi,
    edition: () => `${BUILD}${app.unitsRead()}`,
    answerHot: (url: string, acceptLanguage: string | undefined) => answerHot(app, url, acceptLanguage),
    health: () => {
      const { catalogue } = app;
      return {
        ready: catalogue.ready,
        body: {
          status: catalogue.ready ? 'ok' : 'starting',
          database: catalogue.ready ? 'ok' : 'unreachable',
          catalogue: { change: catalogue.change, products: catalogue.inForce },
          version: VERSION,
        },
      };
    },
  });
}
