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
    }
    interface Error {
      message: string;
      code?: string;
      status?: number;
      faults?: { path: string; message: string }[];
    }
  }
}
