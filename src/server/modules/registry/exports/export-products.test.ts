import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { importProducts } from '../imports/import-products.ts';
import { exportProducts, guard } from './export-products.ts';

const LIST = `product_code,name,producer,producer_type_stated,address,commune,district,province,product_group,stars,score,decision_no,decision_date,issuer,valid_until,representative,phone,ended_on,ended_by,cause
,"Gạo thơm, túi 5 kg",HTX Tân Cương,HTX,"Xóm 1, xã Tân Cương",xã Tân Cương,TP. Thái Nguyên,tỉnh Thái Nguyên,Đồ ăn nhanh,4,85.5,12/QĐ-UBND,2021-03-31,UBND tỉnh Thái Nguyên,,Trần Thị A,'+84912000111,,,
,"Gạo thơm, túi 5 kg",HTX Tân Cương,HTX,"Xóm 1, xã Tân Cương",xã Tân Cương,TP. Thái Nguyên,tỉnh Thái Nguyên,Đồ ăn nhanh,Tiềm năng 5 sao,91,99/QĐ-UBND,2024-02-29,UBND tỉnh Thái Nguyên,,Trần Thị A,'+84912000111,,,
83-829-28780-3-2022,'=Kẹo dừa,Công ty TNHH SXKD Đông Á,,,,,tỉnh Bến Tre,Đồ gỗ,5,,2361/QĐ-BNNMT,2025-06-26,Bộ Nông nghiệp và Môi trường,,,,,,
,Dưa lưới,HTX Gia Phú,HTX,,,,tỉnh Lào Cai,,3,,1/QĐ-UBND,2023-05-05,UBND tỉnh Lào Cai,2026-05-01,,,2024-01-02,revoked,Dừng sản xuất
`;

describe('exportProducts', () => {
  const base = testDatabase();
  const rows = async (table: string) =>
    (await base.db
      .selectFrom(table as 'registry.recognition')
      .selectAll()
      .orderBy('id')
      .execute()) as unknown[];

  it('writes lists that change nothing when they come back', async () => {
    const territory = await loadTerritory(base.db);
    const ctx = testCtx(base.db);
    const first = await importProducts(ctx, { file: Buffer.from(LIST), fileName: 'a.csv' }, { territory });
    expect(first).toMatchObject({ rows: 4, created: 3, updated: 1, rejected: [], needsPerson: [] });
    const before = JSON.stringify([await rows('registry.producer'), await rows('registry.product'), await rows('registry.recognition')]);
    for (const [layout, format] of [
      ['csv', 'csv'],
      ['csv', 'xlsx'],
      ['workbook21', 'xlsx'],
      ['workbook21', 'csv'],
      ['ptnt', 'xlsx'],
      ['ptnt', 'csv'],
    ] as const) {
      const list = await exportProducts(ctx, { layout, format }, { territory });
      expect(list.products).toBe(3);
      const back = await importProducts(ctx, { file: list.file, fileName: `b.${format}` }, { territory });
      const clean = { created: 0, updated: 0, rejected: [], needsPerson: [], rows: list.rows, unchanged: list.rows };
      expect(back, `${layout} ${format}`).toMatchObject({ layout, ...clean });
    }
    expect(JSON.stringify([await rows('registry.producer'), await rows('registry.product'), await rows('registry.recognition')])).toBe(
      before,
    );
  });

  it('carries everything into an empty register', async () => {
    const territory = await loadTerritory(base.db);
    const ctx = testCtx(base.db);
    const facts = async () =>
      await base.db
        .selectFrom('registry.recognition')
        .select([
          'star',
          'potential_five',
          'score',
          'decision_key',
          'issuer',
          'valid_from',
          'valid_until',
          'extended_until',
          'ended_on',
          'ended_by',
          'cause',
        ])
        .orderBy('valid_from')
        .execute();
    await sql`update registry.recognition set extended_until = valid_until + 90 where ended_on is null`.execute(base.db);
    const before = await facts();
    expect(before.filter((r) => r.extended_until !== null).length).toBeGreaterThan(0);
    const list = await exportProducts(ctx, { layout: 'csv', format: 'csv' }, { territory });
    await base.db.deleteFrom('registry.recognition').execute();
    await base.db.deleteFrom('registry.product_version').execute();
    await base.db.deleteFrom('registry.product').execute();
    await base.db.deleteFrom('registry.producer').execute();
    expect(await importProducts(ctx, { file: list.file, fileName: 'c.csv' }, { territory })).toMatchObject({
      created: 3,
      updated: 1,
      rejected: [],
      needsPerson: [],
    });
    expect(await facts()).toEqual(before);
  });

  it('shows what was known on the day', async () => {
    const territory = await loadTerritory(base.db);
    const ctx = testCtx(base.db);
    const past = Buffer.from(
      (await exportProducts(ctx, { layout: 'csv', format: 'csv', asOf: '2023-12-31' }, { territory })).file,
    ).toString();
    expect(past).not.toContain('99/QĐ-UBND');
    expect(past).not.toContain('Dừng sản xuất');
    expect(past).toContain('12/QĐ-UBND');
    expect((await exportProducts(ctx, { layout: 'csv', format: 'csv', province: '15' }, { territory })).products).toBe(1);
    await expect(exportProducts(ctx, { layout: 'csv', format: 'csv', province: '99' }, { territory })).rejects.toThrow(/province/);
    const tomorrow = addDays(dayOf(ctx.now), 1);
    await expect(exportProducts(ctx, { layout: 'csv', format: 'csv', asOf: tomorrow }, { territory })).rejects.toThrow(/after/);
  });

  it('neutralises what a spreadsheet would run', async () => {
    for (const bad of ['=1+1', '+84', '-x', '@a']) expect(guard(bad)).toBe(`'${bad}`);
    expect(guard('Gạo = cơm')).toBe('Gạo = cơm');
    const territory = await loadTerritory(base.db);
    const { file } = await exportProducts(testCtx(base.db), { layout: 'csv', format: 'csv' }, { territory });
    expect(Buffer.from(file).toString()).toContain(",'=Kẹo dừa,");
    const { rows: names } = { rows: await base.db.selectFrom('registry.product').select('name').execute() };
    expect(names.map((n) => n.name)).toContain('=Kẹo dừa');
  });

  it('brings back a former code as it is, even where it looks like another product’s code of today', async () => {
    const territory = await loadTerritory(base.db);
    const ctx = testCtx(base.db);
    const code = '01-09865-1-2025';
    const set = (name: string, codes: { code: string | null; old_code: string | null }) =>
      base.db.updateTable('registry.product').set(codes).where('name', '=', name).execute();
    await set('Dưa lưới', { code: null, old_code: code });
    await set('=Kẹo dừa', { code, old_code: null });
    const codes = async () => await base.db.selectFrom('registry.product').select(['id', 'code', 'old_code']).orderBy('id').execute();
    const before = await codes();
    for (const format of ['csv', 'xlsx'] as const) {
      const list = await exportProducts(ctx, { layout: 'csv', format }, { territory });
      const back = await importProducts(ctx, { file: list.file, fileName: `d.${format}` }, { territory });
      expect(back).toMatchObject({ created: 0, updated: 0, needsPerson: [], rejected: [], unchanged: list.rows });
    }
    expect(await codes()).toEqual(before);
    // without our own id the name decides between the two, and neither name is a question
    const row = (name: string, producer: string, province: string) =>
      `name;producer;province;stars;decision_date;product_code\n${name};${producer};${province};3;2023-05-05;${code}`;
    const taken = await importProducts(
      ctx,
      { file: Buffer.from(row('Dưa lưới', 'HTX Gia Phú', 'tỉnh Lào Cai')), fileName: 'e.csv' },
      { territory },
    );
    expect(taken).toMatchObject({ unchanged: 1, needsPerson: [] });
    const other = await importProducts(
      ctx,
      { file: Buffer.from(row('Dưa hấu', 'HTX Gia Phú', 'tỉnh Lào Cai')), fileName: 'f.csv' },
      { territory },
    );
    expect(other.needsPerson).toMatchObject([{ reason: 'code_conflict' }]);
  });
});
