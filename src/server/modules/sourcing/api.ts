import { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';
import { refuseUnfit } from '#server/platform/refusal.ts';
import { engineApi } from './engine/api.ts';
import { addReads } from './http/reads.ts';
import { addWrites } from './http/writes.ts';

/** Under /api/v1. */
export function sourcingApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseUnfit });
  api.route('/', engineApi(app));
  addReads(api, app);
  addWrites(api, app);
  return api;
}
