// What machines ask: calculators under /api/v1, and the addresses that GS1, W3C and UNTP give.
import { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';
import { codesApi, codesRoots } from './codes/api.ts';
import { credentialsApi, credentialsRoots } from './credentials/api.ts';
import { eventsApi, eventsRoots } from './events/api.ts';

/** Under /api/v1. */
export function traceabilityApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono();
  api.route('/', codesApi(app));
  api.route('/', credentialsApi(app));
  api.route('/', eventsApi(app));
  return api;
}

/** Under /: the resolver, credentials, EPCIS. */
export function traceabilityRoots(app: App): OpenAPIHono {
  const api = new OpenAPIHono();
  api.route('/', codesRoots(app));
  api.route('/', credentialsRoots(app));
  api.route('/', eventsRoots(app));
  return api;
}
