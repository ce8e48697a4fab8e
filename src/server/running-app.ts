// What src/web.ts finds on globalThis: the app made by hooks.server.ts inside the page bundle (one copy of everything per process).
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';
import type { ItemPages } from '#server/http/item-pages.ts';
import type { Config } from '#server/platform/config.ts';

/** A whole page of one language: header fields in one flat list (no length, no ETag) and the document. */
export type DirectPage = { head: string[]; body: string };
export type DirectPages = {
  /** The page of an address, or undefined where the framework has to answer. */
  make: (address: string) => DirectPage | undefined | Promise<DirectPage | undefined>;
  /** Takes over how the framework frames a page, from its own answer (200, whole, for anybody). */
  learn: (address: string, head: readonly string[], body: Buffer) => Promise<void>;
};

/** `head` in one flat list; the body is text. */
export type CodeAnswer = { status: number; head: string[]; body: string };

export type StartedApp = App & {
  config: Config;
  api: OpenAPIHono;
  openapi: () => object;
  /** Asks the database as the pages do. */
  health: () => Promise<{ ready: boolean; body: object }>;
  answerHot: (url: string, acceptLanguage: string | undefined) => { head: string[]; bytes: string } | undefined;
  /** The answer for a code on a package; undefined for any other address. */
  answerCode: (
    url: string,
    asked: { host: string | undefined; accept: string | undefined; language: string | undefined },
  ) => CodeAnswer | Promise<CodeAnswer> | undefined;
  /** Names this build and these units: with the change number it names any ready answer. */
  edition: () => string;
  /** Ready pages of lots and single items. */
  items: ItemPages;
  /** Looks at single items, counted a moment later. */
  looks: { note: (item: { productId: string; serial: string }) => void };
  close: () => Promise<void>;
};

/** With the pages, which only the page bundle can make. */
export type RunningApp = StartedApp & { direct: DirectPages };
