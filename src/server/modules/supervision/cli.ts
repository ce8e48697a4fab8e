import type { Command } from '#server/platform/command.ts';
import { readConfig } from '#server/platform/config.ts';
import { signingKey, writeCheckpoint } from './checkpoints.ts';
import { writeReminders } from './commands/write-reminders.ts';

export const supervisionCommands: Record<string, Command<unknown>> = {
  'record sign': {
    usage: 'record sign [--json] · ký một mốc của sổ công khai / sign a checkpoint of the public record',
    run: async (ctx) => {
      const checkpoint = await writeCheckpoint(ctx, signingKey(readConfig(process.env).data));
      return { ok: true, result: checkpoint, text: `${checkpoint.body}\n${checkpoint.keyId} ${checkpoint.signature}` };
    },
  },
  'reminders write': {
    usage: 'reminders write [--json] · viết lời nhắc trước hạn của hôm nay / write today’s reminders of expiry',
    run: async (ctx) => {
      const result = await writeReminders(ctx);
      return { ok: true, result, text: `${result.written} lời nhắc / reminders` };
    },
  },
};
