import { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';

/** Under /api/v1. */
export function codesApi(_app: App): OpenAPIHono {
  return new OpenAPIHono();
}

/** Under /, at the addresses the standards give. */
export function codesRoots(_app: App): OpenAPIHono {
  return new OpenAPIHono();
}
