import type { App } from '#server/app-port.ts';
import type { RunningApp } from '#server/running-app.ts';
import { GROUPS, STAR_KEYS } from '#shared/vocabulary.ts';

/** Never taken from a request: these answers are kept and shown to everyone. */
export const siteOrigin = (app: RunningApp): string => app.origin ?? `http://${app.config.host}:${app.config.port}`;

export const PART = 50_000;

/** Every page worth finding: the fixed ones, then the catalogue's. English ones are named as alternates by the pages themselves. */
export function* siteAddresses(app: App): Iterable<{ path: string; day: string }> {
  const day = app.catalogue.day;
  for (const path of ['/', '/tim', '/thong-ke', '/cung-cau', '/nhu-cau', '/su-kien', '/api']) yield { path, day };
  for (const key of STAR_KEYS) yield { path: `/sao/${key}`, day };
  for (const key of GROUPS) yield { path: `/nhom/${key}`, day };
  for (const p of app.territory.provinces(34)) yield { path: `/tinh/${p.code}`, day };
  yield* app.catalogue.sitemap();
}
