import type { Actor } from '#server/modules/identity/index.ts';
import type { RunningApp } from '#server/running-app.ts';
import type { Lang } from '#shared/lang.ts';

declare global {
  namespace App {
    interface Locals {
      app: RunningApp;
      lang: Lang;
      /** Who asks: the public unless a session or a token says otherwise. */
      actor: Actor;
      /** The status of what went wrong with this page, where it is known better than 500. */
      failed?: number;
    }
    interface Error {
      message: string;
      code?: string;
      status?: number;
      faults?: { path: string; message: string }[];
    }
  }
}
