import type { Command } from '#server/platform/command.ts';
import { wrongUsage } from '#server/platform/command.ts';
import { importUnits } from './import-units.ts';

const usage = 'import units DIR · nạp danh mục đơn vị hành chính chính thức / load official lists of units';
const SHOWN = 20;

function folder(args: string[]): string {
  const [dir, ...more] = args;
  if (!dir || dir.startsWith('-') || more.length > 0)
    throw wrongUsage(usage, { vi: 'Cần đúng một thư mục.', en: 'Exactly one folder is needed.' });
  return dir;
}

export const territoryCommands: Record<string, Command<unknown>> = {
  'import units': {
    usage,
    check: (args) => {
      folder(args);
    },
    run: async (ctx, args) => {
      const result = await importUnits(ctx, folder(args));
      const { units, successions, rejected, warnings } = result;
      const named = (list: typeof rejected) =>
        list.slice(0, SHOWN).map((f) => `  ${f.file}:${f.row} ${f.field} [${f.code}] ${f.message.vi} / ${f.message.en}`);
      const more = (n: number) => (n > SHOWN ? [`  … ${n - SHOWN} (--json)`] : []);
      const text = [
        `đơn vị / units: +${units.added} ~${units.updated} =${units.unchanged}`,
        `kế thừa / successions: +${successions.added} -${successions.removed} =${successions.unchanged}, bị chia / divided: ${successions.divided}`,
        `mã huyện / district codes: ${result.districtCodes} · tâm xã / centres: ${result.centres}`,
        `dòng bị từ chối / rejected: ${rejected.length}`,
        ...named(rejected),
        ...more(rejected.length),
        `cảnh báo / warnings: ${warnings.length}`,
        ...named(warnings),
        ...more(warnings.length),
      ].join('\n');
      const nothing =
        rejected.length > 0 && units.added + units.updated + units.unchanged + successions.added + successions.unchanged === 0;
      return { ok: !nothing, result, text };
    },
  },
};
