import { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';
import { engineApi } from './engine/api.ts';

/** Under /api/v1. */
export function sourcingApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono();
  api.route('/', engineApi(app));
  return api;
}
