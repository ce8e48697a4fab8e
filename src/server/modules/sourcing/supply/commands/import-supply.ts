// Supply by spreadsheet: a cooperative states it for all its members at once.
import { parse } from 'csv-parse/sync';
import { type Ground, may } from '#server/modules/identity/index.ts';
import { type ProductFacts, readFacts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, type Bilingual } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { fold } from '#shared/text/fold.ts';
import { listSupply } from '../queries/list-supply.ts';
import { supplyInput } from '../schema.ts';
import { writeSupply } from './state-supply.ts';

export type SupplyImport = { rows: number; stated: number; rejected: { row: number; field: string; message: Bilingual }[] };

const LARGEST = 5 * 1024 * 1024;
const COLUMNS: Record<string, string> = {
  product: 'productId',
  'ma san pham': 'productId',
  id: 'productId',
  unit: 'unit',
  'don vi': 'unit',
  'don vi tinh': 'unit',
  price: 'unitPrice',
  'unit price': 'unitPrice',
  gia: 'unitPrice',
  'don gia': 'unitPrice',
  stock: 'stock',
  'ton kho': 'stock',
  'min lot': 'minLot',
  'lo toi thieu': 'minLot',
  'lot step': 'lotStep',
  'buoc lo': 'lotStep',
  'lead days': 'leadDays',
  'so ngay giao': 'leadDays',
};
const UNIT_WORDS: Record<string, string> = {
  kg: 'kg',
  l: 'l',
  lit: 'l',
  litre: 'l',
  piece: 'piece',
  cai: 'piece',
  chiec: 'piece',
  'san pham': 'piece',
};

/** '1.250,5' and '1,250.5' and '1250.5'. */
export function readNumber(text: string): number | undefined {
  const t = text.trim().replace(/\s/g, '');
  if (t === '') return undefined;
  const grouped = /^\d{1,3}([.,]\d{3})+$/.test(t)
    ? t.replace(/[.,]/g, '')
    : /^\d{1,3}(\.\d{3})+,\d+$/.test(t)
      ? t.replace(/\./g, '').replace(',', '.')
      : /^\d{1,3}(,\d{3})+\.\d+$/.test(t)
        ? t.replace(/,/g, '')
        : t.replace(',', '.');
  return /^\d+(\.\d+)?$/.test(grouped) ? Number(grouped) : Number.NaN;
}

/** '2026-12', '12/2026', 'T12/2026', 'tháng 12/2026' → '2026-12'. */
function monthOf(heading: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})$/.exec(heading.trim());
  const local = /^(?:t|tháng|th)?\s*(\d{1,2})\s*[/-]\s*(\d{4})$/i.exec(heading.trim().normalize('NFC'));
  const [y, m] = iso ? [iso[1], iso[2]] : local ? [local[2], local[1]] : [];
  return y && m && Number(m) >= 1 && Number(m) <= 12 ? `${y}-${m.padStart(2, '0')}` : undefined;
}

/**
 * Sound rows are stated in one transaction, faulty ones stay out and are named. What a column does not say stays as stated before; a new
 * statement needs unit and price. Only products the actor may act for.
 */
export async function importSupply(ctx: Ctx, file: Uint8Array, ground: Ground): Promise<SupplyImport> {
  if (file.length > LARGEST) throw new AppError('too_large', { vi: 'Tệp lớn hơn 5 MB.', en: 'The file is larger than 5 MB.' });
  let records: string[][];
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file).normalize('NFC');
    const [head = ''] = text.split('\n', 1);
    records = parse(text, { bom: true, delimiter: head.includes(';') ? ';' : ',', relax_column_count: true, skip_empty_lines: true });
  } catch {
    throw new AppError('invalid', { vi: 'Không đọc được tệp như CSV UTF-8.', en: 'The file cannot be read as UTF-8 CSV.' });
  }
  const [heading = [], ...rows] = records;
  const columns = heading.map((h) => monthOf(h) ?? COLUMNS[fold(h)]);
  if (!columns.includes('productId'))
    throw new AppError('invalid', { vi: 'Thiếu cột mã sản phẩm.', en: 'There is no column with the product id.' }, [
      { path: 'heading', code: 'missing', message: { vi: 'Cần cột “Mã sản phẩm”.', en: 'A column “product” is needed.' } },
    ]);
  const ids = rows.map((r) => r[columns.indexOf('productId')]?.trim().toUpperCase() ?? '');
  const facts = new Map<string, ProductFacts>();
  for await (const batch of readFacts(ctx.db, [...new Set(ids)])) for (const f of batch) facts.set(f.id, f);
  const known = new Map((await listSupply(ctx.db, { productIds: [...facts.keys()] })).map((s) => [s.productId, s]));
  const result: SupplyImport = { rows: rows.length, stated: 0, rejected: [] };
  const today = dayOf(ctx.now);
  const seen = new Set<string>();
  await transact(ctx.db, async (tx) => {
    result.stated = 0;
    result.rejected = [];
    seen.clear();
    for (const [i, cells] of rows.entries()) {
      const row = i + 2;
      const reject = (field: string, vi: string, en: string) => result.rejected.push({ row, field, message: { vi, en } });
      const id = ids[i] ?? '';
      const product = facts.get(id);
      if (!product) {
        reject('productId', `Không có sản phẩm mã “${id.slice(0, 40)}”.`, `There is no product “${id.slice(0, 40)}”.`);
        continue;
      }
      if (!may(ground, ctx.actor, 'act_for_producer', { unit: product.place.provinceCode, producer: product.producer.id }, today)) {
        reject('productId', 'Bạn không thay mặt chủ thể của sản phẩm này.', 'You do not act for the producer of this product.');
        continue;
      }
      if (seen.has(id)) {
        reject('productId', 'Sản phẩm lặp lại trong tệp.', 'The product stands twice in the file.');
        continue;
      }
      const before = known.get(id);
      const stated: Record<string, unknown> = {
        productId: id,
        unit: before?.unit,
        stock: before?.stock ?? 0,
        unitPrice: before?.unitPrice,
        minLot: before?.minLot ?? 0,
        lotStep: before?.lotStep ?? null,
        leadDays: before?.leadDays ?? 0,
        packs: before?.packs ?? [],
        published: before?.published ?? true,
        tiers: before?.tiers ?? [],
        months: {},
      };
      let sound = true;
      for (const [c, name] of columns.entries()) {
        const cell = cells[c]?.trim() ?? '';
        if (!name || name === 'productId' || cell === '') continue;
        const value = name === 'unit' ? (UNIT_WORDS[fold(cell)] ?? cell) : readNumber(cell);
        if (typeof value === 'number' && Number.isNaN(value)) {
          reject(heading[c] ?? name, `“${cell.slice(0, 40)}” không phải số.`, `“${cell.slice(0, 40)}” is not a number.`);
          sound = false;
        } else if (/^\d{4}-/.test(name)) {
          if (name < today.slice(0, 7)) continue; // a month gone by is history, not supply
          (stated.months as Record<string, unknown>)[name] = value;
        } else stated[name] = value;
      }
      if (!sound) continue;
      const read = supplyInput.safeParse(stated);
      if (!read.success) {
        const field = read.error.issues[0]?.path.join('.') ?? '';
        reject(field, `Giá trị của ${field} không hợp lệ hoặc còn thiếu.`, `The value of ${field} does not fit or is missing.`);
        continue;
      }
      try {
        await writeSupply(tx, ctx, product.producer.id, read.data);
      } catch (e) {
        if (!(e instanceof AppError)) throw e;
        throw new AppError(e.code, { vi: `Dòng ${row}: ${e.detail.vi}`, en: `Row ${row}: ${e.detail.en}` }, e.faults);
      }
      seen.add(id);
      result.stated++;
    }
  });
  return result;
}
