import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Territory } from '#server/modules/territory/index.ts';
import { type Command, wrongUsage } from '#server/platform/command.ts';
import { importRuleset } from './rulesets/import-ruleset.ts';

const IMPORT = 'import ruleset FILE [--dry-run] · nạp bộ quy định chính thức, tệp JSON / load an official ruleset, a JSON file';
const MAX_BYTES = 8 * 1024 * 1024;

function order(args: string[]): { path: string; dryRun: boolean } {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { 'dry-run': { type: 'boolean' } } });
    const [path, more] = positionals;
    if (path !== undefined && more === undefined) return { path, dryRun: values['dry-run'] === true };
  } catch {} // an unknown option: said below
  throw wrongUsage(IMPORT, { vi: 'Cần đúng một tệp.', en: 'Name exactly one file.' });
}

function read(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (e) {
    const { code } = e as { code?: string };
    throw wrongUsage(IMPORT, { vi: `Không đọc được tệp "${path}" (${code}).`, en: `File "${path}" cannot be read (${code}).` });
  }
  if (bytes.length > MAX_BYTES) throw wrongUsage(IMPORT, { vi: 'Tệp lớn hơn 8 MB.', en: 'The file is over 8 MB.' });
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

export const assessmentCommands: Record<string, Command<{ territory: Territory }>> = {
  'import ruleset': {
    usage: IMPORT,
    check: (args) => {
      read(order(args).path);
    },
    run: async (ctx, args, { territory }) => {
      const { path, dryRun } = order(args);
      const result = await importRuleset(ctx, { file: read(path), dryRun }, territory);
      const went = result.imported
        ? 'đã nạp / imported'
        : dryRun
          ? 'chạy thử, không ghi gì / dry run, nothing written'
          : 'đã có đúng tệp này / this very file is there already';
      const text = `${result.id} (${result.instrument}), ${result.from}: ${result.sets} bộ / sets, ${result.criteria} tiêu chí / criteria: ${went}`;
      return { ok: true, result, text };
    },
  },
};
