import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { type ImportInput, type ImportReport, importProducts } from './import-products.ts';

const base = testDatabase();
let units: Territory | undefined;

beforeEach(async () => {
  units ??= await loadTerritory(base.db);
  await empty();
});
const empty = async () => {
  for (const table of ['recognition', 'product_version', 'product', 'producer'])
    await sql`delete from ${sql.table(`registry.${table}`)}`.execute(base.db);
};

const run = (file: Uint8Array | string, more: Partial<ImportInput> = {}): Promise<ImportReport> =>
  importProducts(testCtx(base.db), { file: Buffer.from(file), fileName: 'list.csv', ...more }, { territory: units as Territory });
const HEAD = 'name;producer;commune;district;province;stars;score;decision_no;decision_date;issuer;product_code;product_group;phone';
const csv = (...rows: string[]): string => [HEAD, ...rows].join('\n');
const counts = (r: ImportReport) => [r.created, r.updated, r.unchanged, r.needsPerson.length, r.rejected.length];
const acts = async () =>
  (await base.db.selectFrom('audit.act').select(['no', 'verb', 'detail']).orderBy('no').execute()).filter(
    (a) => a.verb === 'importProducts',
  );
const all = async () => {
  const tables = ['registry.producer', 'registry.product', 'registry.recognition', 'registry.product_version', 'registry.change'];
  return JSON.stringify(
    await Promise.all(tables.map(async (t) => (await sql`select * from ${sql.table(t)} order by 1, 2`.execute(base.db)).rows)),
  );
};

const RICE = 'Gạo thơm;HTX Tân Cương;xã Tân Cương;TP. Thái Nguyên;tỉnh Thái Nguyên;4;;12/QĐ-UBND;2024-03-31;UBND tỉnh Thái Nguyên;;;';

describe('importProducts', () => {
  it('creates producer, product, version and recognition, and the second time nothing', async () => {
    expect(counts(await run(csv(RICE)))).toEqual([1, 0, 0, 0, 0]);
    const product = await base.db.selectFrom('registry.product').selectAll().executeTakeFirstOrThrow();
    expect(product).toMatchObject({
      name: 'Gạo thơm',
      province_code: '19',
      commune_written: 'xã Tân Cương',
      district_written: 'TP. Thái Nguyên',
      mapped_by: 'import',
    });
    const recognition = await base.db.selectFrom('registry.recognition').selectAll().executeTakeFirstOrThrow();
    expect(recognition).toMatchObject({
      star: 4,
      valid_from: '2024-03-31',
      valid_until: '2027-03-31',
      decision_no: '12/QĐ-UBND',
      decision_key: '12/QD-UBND',
    });
    expect(await base.db.selectFrom('registry.product_version').select(['version', 'valid_from', 'recorded_by']).execute()).toEqual([
      { version: 1, valid_from: '2024-03-31', recorded_by: 'operator' },
    ]);
    const [before, recorded] = [await all(), (await acts()).length];
    expect(counts(await run(csv(RICE)))).toEqual([0, 0, 1, 0, 0]);
    expect(await all()).toBe(before);
    expect((await acts()).length).toBe(recorded);
  });

  it('knows a producer under any spelling of its name at the same place', async () => {
    const report = await run(
      csv(
        RICE,
        RICE.replace('Gạo thơm', 'Chè').replace('HTX', 'Hợp tác xã'),
        RICE.replace('Gạo thơm', 'Mật ong').replace('HTX Tân Cương', 'HOP TAC XA TAN CUONG'),
        RICE.replace('Gạo thơm', 'Nếp').replace('HTX Tân Cương', 'HTX Tân Cương 2'),
      ),
    );
    expect(counts(report)).toEqual([4, 0, 0, 0, 0]);
    expect((await base.db.selectFrom('registry.producer').select('name').orderBy('name').execute()).map((p) => p.name)).toEqual([
      'HTX Tân Cương',
      'HTX Tân Cương 2',
    ]);
  });

  it('asks a person about the same name elsewhere in the province, and creates it in another province', async () => {
    await run(csv(RICE));
    const report = await run(
      csv(
        RICE.replaceAll('xã Tân Cương', 'xã Phúc Trìu'),
        RICE.replace('xã Tân Cương;TP. Thái Nguyên;tỉnh Thái Nguyên', ';;tỉnh Lâm Đồng'),
      ),
    );
    expect(counts(report)).toEqual([1, 0, 0, 1, 0]);
    expect(report.needsPerson[0]).toMatchObject({
      row: 2,
      reason: 'same_name_elsewhere',
      candidates: [{ kind: 'producer', name: 'HTX Tân Cương' }],
    });
  });

  it('sees inside one file what earlier rows created', async () => {
    const report = await run(csv(RICE, RICE, RICE.replace(';4;', ';3;'), RICE.replaceAll('xã Tân Cương', 'xã Phúc Trìu')));
    expect(counts(report)).toEqual([1, 0, 1, 2, 0]);
    expect(report.needsPerson.map((n) => [n.row, n.reason])).toEqual([
      [4, 'contradiction'],
      [5, 'same_name_elsewhere'],
    ]);
    expect(report.warnings.map((w) => w.code)).toContain('repeated');
    expect(counts(await run(csv(RICE, RICE, RICE.replace(';4;', ';3;'), RICE.replaceAll('xã Tân Cương', 'xã Phúc Trìu'))))).toEqual([
      0, 0, 2, 2, 0,
    ]);
  });

  it('tells dưa from dứa, takes a bare name for either when there is one only', async () => {
    const melon = RICE.replace('Gạo thơm', 'Dưa lưới');
    await run(csv(melon));
    const bare = await run(csv(RICE.replace('Gạo thơm', 'DUA LUOI')));
    expect(counts(bare)).toEqual([0, 0, 1, 0, 0]);
    expect(bare.warnings).toMatchObject([{ row: 2, field: 'name', code: 'product_marks' }]);
    expect((await run(csv(RICE.replace('Gạo thơm', 'Dứa lưới')))).needsPerson[0]).toMatchObject({ reason: 'product_marks' });
  });

  it('updates the recognition it is about and supersedes the older one when a newer begins', async () => {
    await run(csv(RICE));
    expect(counts(await run(csv(RICE.replace(';4;;', ';4;85,5;'))))).toEqual([0, 1, 0, 0, 0]);
    expect(counts(await run(csv(RICE.replace('2024-03-31', '2024-04-01'))))).toEqual([0, 1, 0, 0, 0]);
    expect(counts(await run(csv(RICE.replace(';4;;12/QĐ-UBND;2024-03-31', ';5;;377/QĐ-BNN-VPĐP;2026-01-17'))))).toEqual([0, 1, 0, 0, 0]);
    const found = await base.db
      .selectFrom('registry.recognition')
      .select(['star', 'score', 'valid_from', 'valid_until', 'ended_on', 'ended_by'])
      .orderBy('valid_from')
      .execute();
    expect(found).toEqual([
      { star: 4, score: 85.5, valid_from: '2024-04-01', valid_until: '2027-04-01', ended_on: '2026-01-17', ended_by: 'superseded' },
      { star: 5, score: null, valid_from: '2026-01-17', valid_until: '2029-01-17', ended_on: null, ended_by: null },
    ]);
    const detail = (await acts()).at(-2)?.detail as unknown as { changes: { before: unknown; after: unknown }[] };
    expect(detail.changes[0]).toMatchObject({ before: { validFrom: '2024-03-31' }, after: { validFrom: '2024-04-01' } });
    // the older list again: nothing is undone
    expect(counts(await run(csv(RICE.replace('2024-03-31', '2024-04-01'))))).toEqual([0, 0, 1, 0, 0]);
  });

  it('trusts product codes first and asks where they disagree', async () => {
    const coded = RICE.replace(';;;', ';83-829-28780-3-2022;;').replace('Thái Nguyên;;;', 'Thái Nguyên;83-829-28780-3-2022;;');
    await run(csv(coded));
    expect((await base.db.selectFrom('registry.product').select('old_code').executeTakeFirstOrThrow()).old_code).toBe(
      '83-829-28780-3-2022',
    );
    const moved = coded.replace('xã Tân Cương', 'xã Phúc Trìu');
    expect(counts(await run(csv(moved)))).toEqual([0, 0, 1, 0, 0]);
    expect((await run(csv(coded.replace('Gạo thơm', 'Kẹo')))).needsPerson[0]).toMatchObject({ reason: 'code_conflict' });
    expect((await run(csv(coded.replace('HTX Tân Cương', 'HTX Khác')))).needsPerson[0]).toMatchObject({ reason: 'code_conflict' });
  });

  it('rejects what cannot be entered, each with row, field and reason in both languages', async () => {
    const bad = (from: string, to: string) => RICE.replace(from, to);
    const report = await run(
      csv(
        bad('Gạo thơm', ''), bad('HTX Tân Cương', '-'), bad(';4;', ';;'), bad(';4;', ';2;'), bad('2024-03-31', '30/02/2024'), bad('2024-03-31', ''),
        bad(';4;;', ';;49,9;'), bad('12/QĐ-UBND', '12/QĐ-UBND (thu hồi)'),
        bad('xã Tân Cương;TP. Thái Nguyên;tỉnh Thái Nguyên', ';;tỉnh Nam Kha').replace('UBND tỉnh Thái Nguyên', ''), '', RICE,
      ),
    ); // biome-ignore format: a table
    expect(report.rejected.map((r) => [r.row, r.field, r.code])).toEqual([
      [2, 'name', 'missing'],
      [3, 'producer', 'missing'],
      [4, 'star', 'missing'],
      [5, 'star', 'not_recognised'],
      [6, 'decidedOn', 'date_impossible'],
      [7, 'decidedOn', 'missing'],
      [8, 'score', 'not_recognised'],
      [9, 'decisionNo', 'withdrawal'],
      [10, 'province', 'province_unknown'],
    ]);
    const cells = ['A2', 'B3', 'F4', 'F5', 'I6', 'I7', 'G8', 'H9', 'E10'];
    expect(report.rejected.map((r) => /^Ô ([A-Z]\d+)/.exec(r.message)?.[1])).toEqual(cells);
    expect(report.rejected.map((r) => /^Cell ([A-Z]\d+)/.exec(r.messageEn)?.[1])).toEqual(cells);
    expect(report.rejected.every((r) => r.message !== '' && r.messageEn !== '')).toBe(true);
    expect([report.rows, report.created]).toEqual([10, 1]);
  });

  it('warns about odd issuers, days, places and groups, and lets the row in', async () => {
    const report = await run(
      csv(
        RICE.replace(';4;', ';5;'),
        RICE.replace('Gạo thơm', 'Ngô').replace('UBND tỉnh Thái Nguyên;;;', 'UBND huyện X;;Đồ gỗ;'),
        RICE.replace('Gạo thơm', 'Lúa').replace('2024-03-31', '2027-01-01'),
        'Chè;HTX A;;;tỉnh Lâm Đồng;3;;1/QĐ-UBND;2024-01-01;;;;',
      ),
    );
    expect(counts(report)).toEqual([4, 0, 0, 0, 0]);
    expect(report.warnings.map((w) => [w.row, w.code])).toEqual([
      [2, 'issuer_odd'],
      [3, 'issuer_odd'],
      [4, 'date_future'],
      [5, 'province_level'],
      [undefined, 'group_unknown'],
    ]);
  });

  it('takes the day and the issuer from the caller where rows have none', async () => {
    const bare = 'Gạo;HTX A;;;;4;;;;;;;';
    const report = await run(csv(bare), { decidedOn: '2024-05-05', issuer: 'UBND tỉnh Lâm Đồng' });
    expect(counts(report)).toEqual([1, 0, 0, 0, 0]);
    expect(report.warnings.map((w) => w.code)).toContain('province_from_issuer');
    expect(await base.db.selectFrom('registry.recognition').select(['issuer', 'decided_on']).execute()).toEqual([
      { issuer: 'UBND tỉnh Lâm Đồng', decided_on: '2024-05-05' },
    ]);
    await expect(run(csv(bare), { decidedOn: '2024-02-30' })).rejects.toThrow(/decided-on/);
  });

  it('knows the same written place again after a person settled where it is', async () => {
    await run(csv(RICE));
    await base.db.updateTable('registry.producer').set({ place_key: 'by hand', commune_code: '05500' }).execute();
    expect(counts(await run(csv(RICE)))).toEqual([0, 0, 1, 0, 0]);
    expect((await run(csv(RICE.replaceAll('xã Tân Cương', 'xã Phúc Trìu')))).needsPerson).toHaveLength(1);
  });

  it('takes the province from the address, rejects an unknown one, and asks where place and issuer disagree', async () => {
    const head = 'Tên sản phẩm;Tên chủ thể;Xã/phường;Địa chỉ;Hạng sao;Ngày công nhận;Cơ quan ban hành';
    const rest = '4 sao;15/3/2024;UBND tỉnh Cà Mau';
    const report = await run(
      [
        head,
        `Muối;HTX A;xã Đông Hải;xã Long Điền Đông, huyện Đông Hải, tỉnh Bạc Liêu;${rest}`,
        `Rượu;HTX B;xã Trí Phải;xã Trí Phải, tỉnh Atlantis;${rest}`,
        `Chè;HTX C;xã Tân Cương;;${rest}`,
        `Chè;HTX D;xã Tân Cương;tỉnh Thái Nguyên;${rest}`,
        'TỔNG CỘNG;;;;4;;',
      ].join('\n'),
    );
    expect(counts(report)).toEqual([2, 0, 0, 1, 1]);
    expect(report.rejected).toMatchObject([{ row: 3, field: 'province', code: 'province_unknown' }]);
    expect(report.needsPerson).toMatchObject([{ row: 4, reason: 'place_ambiguous' }]);
    expect(report.warnings).toMatchObject([
      { row: 5, code: 'issuer_elsewhere' },
      { row: 6, code: 'not_a_product' },
    ]);
  });

  it('leaves out section titles and a sum whose word stands in the column of numbers', async () => {
    const report = await run(
      'STT;Tên sản phẩm;Tên chủ thể;Tỉnh;Hạng sao;Ngày công nhận\nI;Thực phẩm;;;;\n1;Gạo;HTX A;Cà Mau;4;15/3/2024\nTỔNG CỘNG;;;;1;',
    );
    expect([report.rows, report.created]).toEqual([1, 1]);
  });

  it('reads an annex: points for stars, the province from the issuer', async () => {
    const file = await writeExcelFile([
      [{ value: 'Phụ lục: Danh sách sản phẩm được công nhận', columnSpan: 5 }],
      [],
      ['TT', 'Sản phẩm', 'Chủ thể', 'Địa chỉ', 'Kết quả chấm điểm'],
      [1, 'Rổ tre', { value: 'HTX Mây tre A', rowSpan: 2 }, { value: 'Thôn 1, xã Quảng Phú, huyện Quảng Điền', rowSpan: 2 }, 92.5],
      [2, 'Đèn tre', null, null, '72,4'],
      [3, 'Nón lá', 'HKD B', 'xã Phú Hồ, huyện Phú Vang', '3 sao'],
      [4, 'Tương', 'Hộ kinh doanh', 'xã Phú Hồ, huyện Phú Vang', 60],
    ]).toBuffer();
    const report = await run(file, { issuer: 'UBND tỉnh Thừa Thiên Huế', decidedOn: '2022-08-01', layout: 'annex' });
    expect(report.layout).toBe('annex');
    expect(report.rejected.map((r) => [r.row, r.code])).toEqual([[7, 'form_only']]);
    expect(counts(report)).toEqual([3, 0, 0, 0, 1]);
    const rows = await base.db
      .selectFrom('registry.recognition')
      .select(['star', 'potential_five', 'score', 'issuer'])
      .orderBy('id')
      .execute();
    expect(rows.map((r) => [r.star, r.potential_five, r.score])).toEqual([
      [4, true, 92.5],
      [4, false, 72.4],
      [3, false, null],
    ]);
    expect(await base.db.selectFrom('registry.producer').select('province_code').distinct().execute()).toEqual([{ province_code: '46' }]);
  });

  it('writes nothing on a dry run and nothing on a strict one with a fault', async () => {
    const before = await all();
    expect(await run(csv(RICE), { dryRun: true })).toMatchObject({ created: 1, dryRun: true });
    expect(await run(csv(RICE, RICE.replace(';4;', ';;')), { strict: true })).toMatchObject({ created: 1, refused: true });
    expect(await all()).toBe(before);
    expect(await run(csv(RICE), { strict: true })).toMatchObject({ created: 1, refused: false });
  });

  it('lets two imports of one list at once create each product once', async () => {
    const [a, b] = await Promise.all([run(csv(RICE)), run(csv(RICE))]);
    expect([a.created + b.created, a.unchanged + b.unchanged]).toEqual([1, 1]);
  });

  it('reads the two rounds of a working list', async () => {
    const blank = Array(4).fill(null);
    const top = ['STT', 'Tên sản phẩm', 'Tên chủ thể', 'Địa chỉ', 'Hạng sao hiện tại', 'Ngày hết hạn'].map((value) => ({
      value,
      rowSpan: 2,
    }));
    const sub = ['Sao', 'Ngày', 'Năm', 'Số quyết định', 'Cơ quan'];
    const file = await writeExcelFile([
      [{ value: 'DANH SÁCH', columnSpan: 16 }],
      [],
      [...top, { value: 'Lần công nhận 1', columnSpan: 5 }, ...blank, { value: 'Lần công nhận 2', columnSpan: 5 }, ...blank],
      [...Array(6).fill(null), ...sub, ...sub],
      [1, 'Muối hạt', 'HTX Muối', 'xã Cần Giờ, Thành phố Hồ Chí Minh', '4 sao', { value: new Date('2027-06-01T00:00:00Z'), type: Date, format: 'dd/mm/yyyy' },
        '3 sao', '01/02/2022', 2021, '10/QĐ-UBND', 'UBND huyện Cần Giờ', '4 sao', '01-06-2024', 2024, '20/QĐ-UBND', 'UBND Thành phố Hồ Chí Minh'],
    ]).toBuffer(); // biome-ignore format: a table
    const report = await run(file);
    expect(report.layout).toBe('workbook21');
    expect(counts(report)).toEqual([1, 0, 0, 0, 0]);
    expect(report.warnings.map((w) => [w.row, w.code, w.field])).toEqual([[5, 'year_differs', 'year1']]);
    expect(
      await base.db
        .selectFrom('registry.recognition')
        .select(['star', 'valid_from', 'ended_on', 'ended_by'])
        .orderBy('valid_from')
        .execute(),
    ).toEqual([
      { star: 3, valid_from: '2022-02-01', ended_on: '2024-06-01', ended_by: 'superseded' },
      { star: 4, valid_from: '2024-06-01', ended_on: null, ended_by: null },
    ]);
    expect(counts(await run(file))).toEqual([0, 0, 1, 0, 0]);
  });

  const cell = <T>(...values: T[]) => fc.constantFrom(...values);
  const line = fc
    .tuple(
      cell('Gạo', 'gao', 'Dưa', 'Dứa', ''), cell('HTX A', 'Hợp tác xã A', 'HTX Â', 'Cty TNHH B', ''), cell('xã Tân Cương', 'xã Phúc Trìu', ''), cell('TP. Thái Nguyên', ''),
      cell('tỉnh Thái Nguyên', 'Lâm Đồng', 'tỉnh Không Có', ''), cell('3', '4 sao', '5 sao tiềm năng', '5', '1', ''), cell('', '72,5', '95'), cell('1/QĐ-UBND', '2', '3/QĐ-UBND (thu hồi)', ''),
      cell('2022-01-01', '01/06/2023', '2023-06-02', '31/04/2023', ''), cell('UBND tỉnh Thái Nguyên', ''), cell('', '83-829-28780-3-2022', '19-05503-1-2026'), cell('', 'Đồ uống', 'x'), cell('', '0912'),
    ) // biome-ignore format: a table
    .map((cells) => cells.join(';'));

  it('accounts for every row of any list, and changes nothing the second time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 25 }), async (lines) => {
        await empty();
        const first = await run(csv(...lines));
        expect(counts(first).reduce((a, b) => a + b, 0)).toBe(first.rows);
        const before = await all();
        const second = await run(csv(...lines));
        expect(await all()).toBe(before);
        expect([second.created, second.updated, counts(second).reduce((a, b) => a + b, 0)]).toEqual([0, 0, first.rows]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

const REAL = '../shared/data/products-real.csv';
describe('a list of real products from the press', () => {
  it.skipIf(!existsSync(REAL))('goes in, every row accounted for', async () => {
    const file = readFileSync(REAL);
    const report = await run(file, { decidedOn: '2024-06-01' });
    const why = (list: { code?: string; reason?: string; field?: string }[]) => {
      const by: Record<string, number> = {};
      for (const x of list) by[x.reason ?? `${x.field} ${x.code}`] = (by[x.reason ?? `${x.field} ${x.code}`] ?? 0) + 1;
      return by;
    };
    expect(report).toMatchObject({ layout: 'csv', rows: 389, updated: 0, unchanged: 0 });
    expect(why(report.rejected)).toEqual({
      'producer missing': 56,
      'star missing': 34,
      'status not_recognised': 10,
      'decisionNo withdrawal': 5,
    });
    expect(why(report.needsPerson)).toMatchObject({ same_name_elsewhere: 3 });
    expect(counts(report).reduce((a, b) => a + b, 0)).toBe(389);
    // three scored by the province at 90 and more: potential fives
    const score = await base.db
      .selectFrom('registry.recognition')
      .select(['star', 'potential_five'])
      .where('score', '>=', 90)
      .where('decision_key', '=', '1810/QD-UBND')
      .execute();
    expect(score).toEqual([1, 2, 3].map(() => ({ star: 4, potential_five: true })));
    expect(counts(await run(file, { decidedOn: '2024-06-01' }))).toEqual([
      0,
      0,
      report.created,
      report.needsPerson.length,
      report.rejected.length,
    ]);
  });
});
