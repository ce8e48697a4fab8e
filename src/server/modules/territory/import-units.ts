import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { type FileName, type RowFault, readFiles } from './import-files.ts';
import type { Pair, Plan } from './import-ground.ts';
import { planImport } from './import-plan.ts';
import { readUnits } from './load-territory.ts';
import { insertUnits } from './load-units.ts';
import { TWO_TIERS } from './reference.ts';

export type UnitsReport = {
  files: Partial<Record<FileName, number>>;
  units: { added: number; updated: number; unchanged: number };
  /** Old districts that got their official code. */
  districtCodes: number;
  successions: { added: number; removed: number; unchanged: number; divided: number };
  centres: number;
  rejected: RowFault[];
  warnings: RowFault[];
};

const LOCK = 7_260_002;

/** Brings official lists in, in one transaction: sound rows go in, every other row is named. Twice changes nothing. */
export async function importUnits(ctx: Ctx, dir: string): Promise<UnitsReport> {
  const { files, present, missing, rejected } = readFiles(dir);
  return transact(ctx.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx);
    const plan = planImport(await readUnits(tx), files);
    await insertUnits(tx, plan.inserts);
    await renameDistricts(tx, plan.districtCodes);
    await updateUnits(tx, plan.updates);
    const successions = await setSuccessions(tx, plan.pairs);
    await setCentres(tx, plan.centres);
    const report: UnitsReport = {
      files: Object.fromEntries(present.map((f) => [f, files[f].length + rejectedRows(rejected, f)])),
      units: { added: plan.inserts.length, updated: plan.updates.length, unchanged: plan.unchanged },
      districtCodes: plan.districtCodes.length,
      successions: { ...successions, divided: new Set(plan.pairs.filter((p) => p.divided).map((p) => p.old)).size },
      centres: plan.centres.length,
      rejected: [...rejected, ...plan.rejected],
      warnings: [...missing.map(absent), ...plan.warnings],
    };
    if (plan.inserts.length + plan.updates.length + successions.added + successions.removed + plan.centres.length > 0) {
      const { rejected: _r, warnings: _w, ...counts } = report;
      await recordAct(tx, ctx, { verb: 'import-units', subjectKind: 'territory', subjectId: 'units', detail: counts });
      await sql`select pg_notify('territory_change', '')`.execute(tx);
    }
    return report;
  });
}

const rejectedRows = (rejected: RowFault[], file: string) => new Set(rejected.filter((r) => r.file === file).map((r) => r.row)).size;

const absent = (file: FileName): RowFault => ({
  file,
  row: 0,
  field: '',
  code: 'missing_file',
  message: { vi: `Không có ${file}: phần này giữ nguyên.`, en: `No ${file}: that part stays as it is.` },
});

/** Communes follow their district to its official code, listed or not. */
async function renameDistricts(tx: Tx, codes: Plan['districtCodes']): Promise<void> {
  if (codes.length === 0) return;
  await sql`
    update territory.unit u set district_code = c.new, parent_code = c.new
    from json_to_recordset(${JSON.stringify(codes)}::json) as c (old text, new text)
    where u.level = 'commune' and u.district_code = c.old`.execute(tx);
}

async function updateUnits(tx: Tx, updates: Plan['updates']): Promise<void> {
  if (updates.length === 0) return;
  await sql`
    update territory.unit u
    set code = c.code, name = c.name, full_name = c.full_name, kind = c.kind, folded = c.folded,
      parent_code = c.parent_code, district_code = c.district_code, province_code = c.province_code, source = 'official list'
    from json_to_recordset(${JSON.stringify(updates)}::json) as c (id integer, code text, name text, full_name text, kind text,
      folded text, parent_code text, district_code text, province_code text)
    where u.id = c.id`.execute(tx);
}

/** Replaces the successors of every old unit that the list names; the others keep theirs. */
async function setSuccessions(tx: Tx, pairs: Pair[]): Promise<{ added: number; removed: number; unchanged: number }> {
  if (pairs.length === 0) return { added: 0, removed: 0, unchanged: 0 };
  await sql`
    create temporary table wanted on commit drop as
    select o.id as old_unit, n.id as new_unit, p.divided
    from json_to_recordset(${JSON.stringify(pairs)}::json) as p (level text, old text, new text, divided boolean)
    join territory.unit o on o.level = p.level and o.code = p.old and o.valid_until = ${TWO_TIERS}::date - 1
    join territory.unit n on n.level = 'commune' and n.code = p.new and n.valid_from = ${TWO_TIERS}::date`.execute(tx);
  const removed = await sql`
    delete from territory.succession s
    where effective = ${TWO_TIERS} and old_unit in (select old_unit from wanted)
      and not exists (select from wanted w where w.old_unit = s.old_unit and w.new_unit = s.new_unit)`.execute(tx);
  await sql`
    update territory.succession s set divided = w.divided, source = 'official list'
    from wanted w where w.old_unit = s.old_unit and w.new_unit = s.new_unit and s.divided <> w.divided`.execute(tx);
  const added = await sql`
    insert into territory.succession (old_unit, new_unit, divided, effective, source)
    select old_unit, new_unit, divided, ${TWO_TIERS}, 'official list' from wanted on conflict do nothing`.execute(tx);
  const counts = { added: Number(added.numAffectedRows ?? 0), removed: Number(removed.numAffectedRows ?? 0) };
  return { ...counts, unchanged: pairs.length - counts.added };
}

async function setCentres(tx: Tx, centres: Plan['centres']): Promise<void> {
  if (centres.length === 0) return;
  await sql`
    update territory.unit u set lat = c.lat, lng = c.lng
    from json_to_recordset(${JSON.stringify(centres)}::json) as c (code text, lat double precision, lng double precision)
    where u.level = 'commune' and u.code = c.code and u.valid_until is null`.execute(tx);
}
