import type { Ctx } from '#server/platform/ctx.ts';
import { AppError } from '#server/platform/errors.ts';

/** One command of the command line. `ok: false` = refused with reasons (exit 1). `Extra` is what the assembler lends it. */
export type Command<Extra = never> = {
  usage: string;
  /** Throws a usage fault before anything is opened. */
  check?: (args: string[]) => void;
  run: (ctx: Ctx, args: string[], extra: Extra) => Promise<{ ok: boolean; result: unknown; text: string }>;
};

/** Wrong usage: exit 2. */
export const wrongUsage = (usage: string, why: { vi: string; en: string }) =>
  new AppError('invalid', { vi: `${why.vi}\n${usage}`, en: `${why.en}\n${usage}` }, [{ path: 'arguments', code: 'usage', message: why }]);
