import type { Command } from '#server/platform/command.ts';
import { verifyChain } from './index.ts';

export const auditCommands: Record<string, Command<unknown>> = {
  'audit verify': {
    usage: 'audit verify · kiểm tra chuỗi nhật ký / check the chain of the record',
    run: async (ctx) => {
      const result = await verifyChain(ctx.db);
      const broken = result.brokenAt !== undefined;
      return {
        ok: !broken,
        result,
        text: broken
          ? `gãy ở số ${result.brokenAt} / broken at ${result.brokenAt}`
          : `${result.acts} việc, chuỗi liền / acts, chain intact`,
      };
    },
  },
};
