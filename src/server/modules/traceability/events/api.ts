import { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';

/** Under /api/v1. */
export function eventsApi(_app: App): OpenAPIHono {
  return new OpenAPIHono();
}

/** Under /, at the addresses the standards give. */
export function eventsRoots(_app: App): OpenAPIHono {
  return new OpenAPIHono();
}
