import type { RunningApp } from '#server/running-app.ts';
import type { Lang } from '#shared/lang.ts';

declare global {
  namespace App {
    interface Locals {
      app: RunningApp;
      lang: Lang;
    }
    interface Error {
      message: string;
      code?: string;
      status?: number;
      faults?: { path: string; message: string }[];
    }
  }
}
