import { readFileSync, writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import type { Territory } from '#server/modules/territory/index.ts';
import { type Command, wrongUsage } from '#server/platform/command.ts';
import { isDay } from '#shared/dates.ts';
import { type ExportLayout, FORMS } from './exports/columns.ts';
import { type ExportInput, exportProducts } from './exports/export-products.ts';
import { LAYOUTS } from './imports/headings.ts';
import { type ImportInput, type ImportReport, importProducts } from './imports/import-products.ts';

const IMPORT =
  'import products FILE [--layout auto|annex|workbook21|csv|ptnt] [--issuer …] [--decided-on YYYY-MM-DD] [--map "Heading=field,…"] [--sheet NAME] [--dry-run] [--strict] [--json] · nạp danh sách sản phẩm / load a list of products';
const EXPORT =
  'export products FILE.xlsx|.csv [--layout workbook21|ptnt|csv] [--as-of YYYY-MM-DD] [--province CODE] · xuất danh sách sản phẩm / write a list of products';
const SHOWN = 30;

/** Parses strictly; whatever node:util refuses is wrong usage. */
function parsed<T>(usage: string, read: () => T): T {
  try {
    return read();
  } catch (e) {
    if (!(e as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) throw e;
    const message = (e as Error).message;
    throw wrongUsage(usage, { vi: message, en: message });
  }
}

type ImportOrder = Omit<ImportInput, 'file' | 'fileName'> & { path: string };

function importOrder(args: string[]): ImportOrder {
  const { values, positionals } = parsed(IMPORT, () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        layout: { type: 'string' },
        issuer: { type: 'string' },
        'decided-on': { type: 'string' },
        map: { type: 'string' },
        sheet: { type: 'string' },
        'dry-run': { type: 'boolean' },
        strict: { type: 'boolean' },
      },
    }),
  );
  const [path, ...more] = positionals;
  if (!path || more.length > 0) throw wrongUsage(IMPORT, { vi: 'Cần đúng một tệp.', en: 'Exactly one file is needed.' });
  const layout = LAYOUTS.find((l) => l === (values.layout ?? 'auto'));
  if (!layout) throw wrongUsage(IMPORT, { vi: `Không có dạng "${values.layout}".`, en: `There is no layout "${values.layout}".` });
  const decidedOn = values['decided-on'];
  if (decidedOn !== undefined && !isDay(decidedOn)) {
    throw wrongUsage(IMPORT, { vi: `--decided-on: "${decidedOn}" không phải ngày.`, en: `--decided-on: "${decidedOn}" is not a day.` });
  }
  return {
    path,
    layout,
    issuer: values.issuer,
    decidedOn,
    map: values.map,
    sheet: values.sheet,
    dryRun: values['dry-run'] ?? false,
    strict: values.strict ?? false,
  };
}

type ExportOrder = ExportInput & { path: string };

function exportOrder(args: string[]): ExportOrder {
  const { values, positionals } = parsed(EXPORT, () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { layout: { type: 'string' }, 'as-of': { type: 'string' }, province: { type: 'string' } },
    }),
  );
  const [path, ...more] = positionals;
  const format = path && { '.xlsx': 'xlsx' as const, '.csv': 'csv' as const }[extname(path).toLowerCase()];
  if (!path || !format || more.length > 0)
    throw wrongUsage(EXPORT, { vi: 'Cần đúng một tệp .xlsx hoặc .csv.', en: 'Exactly one file .xlsx or .csv is needed.' });
  const layout = values.layout ?? (format === 'csv' ? 'csv' : 'workbook21');
  if (!Object.hasOwn(FORMS, layout)) throw wrongUsage(EXPORT, { vi: `Không có dạng "${layout}".`, en: `There is no layout "${layout}".` });
  const asOf = values['as-of'];
  if (asOf !== undefined && !isDay(asOf))
    throw wrongUsage(EXPORT, { vi: `--as-of: "${asOf}" không phải ngày.`, en: `--as-of: "${asOf}" is not a day.` });
  return { path, format, layout: layout as ExportLayout, asOf, province: values.province };
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (e) {
    const { code } = e as { code?: string };
    throw wrongUsage(IMPORT, { vi: `Không đọc được tệp "${path}" (${code}).`, en: `File "${path}" cannot be read (${code}).` });
  }
}

function textOf(report: ImportReport): string {
  const more = (n: number) => (n > SHOWN ? [`  … ${n - SHOWN} (--json)`] : []);
  const went = report.refused
    ? 'KHÔNG NẠP: có dòng lỗi (--strict) / refused: faulty rows (--strict)'
    : report.dryRun
      ? 'chạy thử, không ghi gì / dry run, nothing written'
      : undefined;
  return [
    ...(went ? [went] : []),
    `dạng / layout: ${report.layout} · dòng / rows: ${report.rows}`,
    `mới / created: ${report.created} · cập nhật / updated: ${report.updated} · không đổi / unchanged: ${report.unchanged}`,
    `cần người xem / needs a person: ${report.needsPerson.length}`,
    ...report.needsPerson
      .slice(0, SHOWN)
      .map(
        (x) =>
          `  dòng/row ${x.row} [${x.reason}] ${x.message} / ${x.messageEn} → ${x.candidates.map((c) => `${c.name} (${c.id})`).join('; ')}`,
      ),
    ...more(report.needsPerson.length),
    `bị từ chối / rejected: ${report.rejected.length}`,
    ...report.rejected.slice(0, SHOWN).map((x) => `  dòng/row ${x.row} ${x.field} [${x.code}] ${x.message} / ${x.messageEn}`),
    ...more(report.rejected.length),
    `cảnh báo / warnings: ${report.warnings.length}`,
    ...report.warnings.slice(0, SHOWN).map((x) => `  ${x.row ? `dòng/row ${x.row} ` : ''}[${x.code}] ${x.message} / ${x.messageEn}`),
    ...more(report.warnings.length),
  ].join('\n');
}

export const registryCommands: Record<string, Command<{ territory: Territory }>> = {
  'import products': {
    usage: IMPORT,
    check: (args) => {
      read(importOrder(args).path);
    },
    run: async (ctx, args, { territory }) => {
      const { path, ...order } = importOrder(args);
      const result = await importProducts(ctx, { ...order, file: read(path), fileName: basename(path) }, { territory });
      return { ok: !result.refused && result.created + result.updated + result.unchanged > 0, result, text: textOf(result) };
    },
  },
  'export products': {
    usage: EXPORT,
    check: (args) => {
      exportOrder(args);
    },
    run: async (ctx, args, { territory }) => {
      const { path, ...order } = exportOrder(args);
      const { file, ...result } = await exportProducts(ctx, order, { territory });
      writeFileSync(path, file);
      const text = `${path}: ${result.products} sản phẩm / products, ${result.rows} dòng / rows, ${result.asOf}`;
      return { ok: true, result: { file: path, layout: order.layout, format: order.format, ...result }, text };
    },
  },
};
