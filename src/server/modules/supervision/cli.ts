import type { Command } from '#server/platform/command.ts';
import { readConfig } from '#server/platform/config.ts';
import { signingKey, writeCheckpoint } from './checkpoints.ts';
import { writeReminders } from './commands/write-reminders.ts';
import { holds, type Verified, verifyRecord } from './verify-record.ts';

function tell(v: Verified): string {
  if (holds(v))
    return `${v.entries} mục công khai, ${v.acts} việc, ${v.checkpoints} mốc: khớp / entries, acts, checkpoints: all fit, and so does the register`;
  return [
    ...(v.brokenAt === undefined ? [] : [`sổ công khai gãy ở số ${v.brokenAt} / public record broken at ${v.brokenAt}`]),
    ...(v.actsBrokenAt === undefined ? [] : [`nhật ký gãy ở số ${v.actsBrokenAt} / record of acts broken at ${v.actsBrokenAt}`]),
    ...v.unfit.map((no) => `mốc ${no} không khớp / checkpoint at ${no} does not fit`),
    ...v.register.map(
      (r) => `sản phẩm ${r.product}${r.validFrom ? ` từ ${r.validFrom}` : ''} khác sổ công khai / is not what the record says`,
    ),
  ].join('\n');
}

export const supervisionCommands: Record<string, Command<unknown>> = {
  'record sign': {
    usage: 'record sign [--json] · ký một mốc của sổ công khai / sign a checkpoint of the public record',
    run: async (ctx) => {
      const checkpoint = await writeCheckpoint(ctx, signingKey(readConfig(process.env).data));
      return { ok: true, result: checkpoint, text: `${checkpoint.body}\n${checkpoint.keyId} ${checkpoint.signature}` };
    },
  },
  'record verify': {
    usage:
      'record verify [--json] · sổ công khai, nhật ký, mốc đã ký và sổ đăng ký có khớp nhau / do record, acts, checkpoints, register fit',
    run: async (ctx) => {
      const result = await verifyRecord(ctx.db);
      return { ok: holds(result), result, text: tell(result) };
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
