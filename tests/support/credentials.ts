// The credentials' rooms over a real database, and the pinned schemas and contexts they are held against.
import { existsSync, readFileSync } from 'node:fs';
import { createApi } from '#server/api.ts';
import type { App } from '#server/app-port.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import type { Actor } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { silentLog } from '#server/platform/log.ts';
import { openSecretBox } from '#server/platform/secret-box.ts';
import { testCtx } from './context.ts';

export const KEK = '5a'.repeat(32);
export const CONFORMANCE = '../shared/conformance';
/** The pinned schemas lie beside the product, not in it. */
export const pinned = existsSync(CONFORMANCE);

export type TestApp = {
  app: App;
  territory: Territory;
  at: (now: string) => void;
  fetch: (path: string, init?: RequestInit) => Promise<Response>;
};

/** An app with a clock that the test sets. */
export async function credentialsApp(db: Db, options: { origin?: string; signer?: App['signer'] } = {}): Promise<TestApp> {
  const territory = await loadTerritory(db);
  const origin = options.origin ?? 'https://sanvat.example';
  let now = '2026-11-22T09:00:00+07:00';
  const app = {
    db,
    reader: async () => db,
    log: silentLog,
    catalogue: {},
    territory,
    secrets: openSecretBox({ data: '/nowhere', kek: KEK }),
    signer: options.signer,
    clock: () => new Date(now),
    ctx: (actor: Actor) => testCtx(db, now, actor),
    origin,
  } as unknown as App;
  const { api } = createApi(app);
  return {
    app,
    territory,
    at: (day) => {
      now = day;
    },
    fetch: async (path, init) => api.fetch(new Request(origin + path, init)),
  };
}

export const readPinned = <T>(file: string): T => JSON.parse(readFileSync(`${CONFORMANCE}/${file}`, 'utf8')) as T;
