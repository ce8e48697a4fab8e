import { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';

/** Under /api/v1: POST /sourcing/solve. */
export function engineApi(_app: App): OpenAPIHono {
  return new OpenAPIHono();
}
