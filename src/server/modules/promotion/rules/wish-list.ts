// Wishes as a table of three columns: who, whom, how much. Participants by id, by the register's id, or by their exact name.
import type { Bilingual, Fault } from '#server/platform/errors.ts';

type Known = { id: string; side: string; name: string; producer_id: string | null; organisation_id: string | null };
export type WishRow = { from_id: string; to_id: string; weight: number };
export const MOST_BYTES = 2_000_000;
const MOST_ROWS = 40_000;
const MOST_FAULTS = 50;

/** Cells of delimited text: comma, semicolon or tab, as the first line has it; quoted cells may hold anything. */
export function cells(text: string): string[][] {
  const source = text.replace(/^\uFEFF/, '').normalize('NFC');
  const head = source.slice(0, source.search(/\r?\n|$/));
  const mark = [';', '\t', ','].find((m) => head.includes(m)) ?? ',';
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const close = () => {
    row.push(cell.trim());
    cell = '';
  };
  for (let n = 0; n < source.length; n++) {
    const c = source[n] as string;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (source[n + 1] === '"') cell += source[n++];
      else quoted = false;
    } else if (c === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (c === mark) close();
    else if (c === '\n') {
      close();
      rows.push(row);
      row = [];
    } else if (c !== '\r') cell += c;
  }
  close();
  rows.push(row);
  return rows;
}

/** The wishes, or what is wrong with each row (`rows.3.to`, counted as a spreadsheet counts). A first line of headings is passed over. */
export function readWishes(csv: string, participants: readonly Known[]): { wishes: WishRow[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const fault = (path: string, code: string, message: Bilingual) => {
    if (faults.length < MOST_FAULTS) faults.push({ path, code, message });
  };
  if (csv.length > MOST_BYTES) {
    fault('csv', 'too_large', { vi: 'Tệp lớn hơn 2 MB.', en: 'The file is larger than 2 MB.' });
    return { wishes: [], faults };
  }
  const key = (text: string) => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();
  const known = new Map<string, Known[]>();
  for (const p of participants)
    for (const k of new Set([p.id, p.producer_id, p.organisation_id, p.name].flatMap((x) => (x ? [key(x)] : []))))
      known.set(k, [...(known.get(k) ?? []), p]);
  const rows = cells(csv);
  const found = new Map<string, WishRow>();
  const find = (name: string, path: string): Known | undefined => {
    const who = known.get(key(name)) ?? [];
    if (who.length === 1) return who[0];
    const shown = name.slice(0, 60);
    if (who.length === 0) fault(path, 'unknown', { vi: `Không có đơn vị “${shown}”.`, en: `There is no participant “${shown}”.` });
    else fault(path, 'ambiguous', { vi: `Nhiều đơn vị tên “${shown}”: hãy ghi mã.`, en: `Several are called “${shown}”: give the id.` });
    return undefined;
  };
  if (rows.length > MOST_ROWS) fault('csv', 'too_large', { vi: `Nhiều hơn ${MOST_ROWS} dòng.`, en: `More than ${MOST_ROWS} rows.` });
  else
    rows.forEach((row, n) => {
      if (row.every((c) => c === '')) return;
      const [who = '', whom = '', weight = ''] = row;
      if (n === 0 && !/^[123]$/.test(weight) && !known.has(key(who))) return;
      const path = `rows.${n + 1}`;
      const from = find(who, `${path}.from`);
      const to = find(whom, `${path}.to`);
      if (!/^[123]?$/.test(weight))
        fault(`${path}.weight`, 'invalid', { vi: 'Mức ưu tiên là 1, 2 hoặc 3.', en: 'The weight is 1, 2 or 3.' });
      else if (from && to && from.side === to.side)
        fault(`${path}.to`, 'same_side', { vi: 'Hai đơn vị cùng phía.', en: 'Both are of the same side.' });
      else if (from && to) found.set(`${from.id} ${to.id}`, { from_id: from.id, to_id: to.id, weight: Number(weight || 1) });
    });
  return { wishes: [...found.values()], faults };
}
