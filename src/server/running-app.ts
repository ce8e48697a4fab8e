// What src/web.ts finds on globalThis: the app made by hooks.server.ts inside the page bundle (one copy of everything per process).
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';
import type { Config } from '#server/platform/config.ts';

export type RunningApp = App & {
  config: Config;
  api: OpenAPIHono;
  openapi: () => object;
  health: () => { ready: boolean; body: object };
  answerHot: (url: string, acceptLanguage: string | undefined) => { head: string[]; bytes: string } | undefined;
  /** Names this build and these units: with the change number it names any ready answer. */
  edition: () => string;
  close: () => Promise<void>;
};
