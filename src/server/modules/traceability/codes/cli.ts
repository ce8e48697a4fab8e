import type { Command } from '#server/platform/command.ts';
import { readConfig } from '#server/platform/config.ts';
import { AppError } from '#server/platform/errors.ts';
import { listSampleCodes } from './sample.ts';

export const codesCommands: Record<string, Command<{ sample: boolean }>> = {
  'sample codes': {
    usage: 'sample codes [--json] · mã trên bao bì của dữ liệu mẫu / codes of the sample data',
    run: async (ctx, _args, { sample }) => {
      if (!sample) throw new AppError('forbidden', { vi: 'Đây không phải dữ liệu mẫu.', en: 'This is not sample data.' });
      const result = await listSampleCodes(ctx, readConfig(process.env).origin);
      return { ok: true, result, text: result.map((c) => `${c.status.padEnd(11)} ${c.path.padEnd(20)} ${c.certificateUrl}`).join('\n') };
    },
  },
};
