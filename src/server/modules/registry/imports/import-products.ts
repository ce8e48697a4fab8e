// Takes an official list into the register: one transaction; sound rows go in, the others are named.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import { mapInTurns } from '#server/platform/turns.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { nameKey } from '../rules/names.ts';
import { type Answers, loadAnswers } from './answers.ts';
import { type Applying, applyRow, type Change, type Outcome } from './apply-row.ts';
import type { Defaults } from './cells.ts';
import { type LAYOUTS, type Layout, readOverride } from './headings.ts';
import { type NeedsPerson, type Rejection, type Warning, warning, withCell } from './notes.ts';
import { createLocator, type Located } from './places.ts';
import type { List } from './read-list.ts';
import { readListAside } from './read-list-aside.ts';
import { type Reading, type RowFacts, readRow } from './read-row.ts';
import { forgetRows, loadRegister, type Sought } from './register.ts';
import { writeRegister } from './write-register.ts';

export type ImportInput = {
  file: Uint8Array;
  fileName: string;
  layout?: (typeof LAYOUTS)[number];
  /** For rows that name no issuer. */
  issuer?: string | undefined;
  /** For rows that give no day. */
  decidedOn?: string | undefined;
  /** The same work, rolled back. */
  dryRun?: boolean;
  /** Any row that cannot go in refuses the whole file. */
  strict?: boolean;
  /** 'Heading=field,…' */
  map?: string | undefined;
  /** The sheet of a workbook that holds several lists. */
  sheet?: string | undefined;
  /** A province of today: rows of others stay out. */
  within?: string | undefined;
};

export type ImportReport = {
  /** Data rows that are not empty = created + updated + unchanged + needsPerson + rejected. */
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  needsPerson: NeedsPerson[];
  rejected: Rejection[];
  warnings: Warning[];
  layout: Layout;
  sheet: string;
  dryRun: boolean;
  /** Strict, and something stayed out: nothing was written. */
  refused: boolean;
};

/** Ends the transaction without writing. */
class RolledBack extends Error {}

/** `afterwards` runs in the same transaction, after the rows and their act are written. */
type Surroundings = { territory: Territory; afterwards?: (tx: Tx, report: ImportReport) => Promise<void> };

export async function importProducts(ctx: Ctx, input: ImportInput, { territory, afterwards }: Surroundings): Promise<ImportReport> {
  const { dryRun = false, strict = false } = input;
  if (input.decidedOn !== undefined && !isDay(input.decidedOn)) {
    const message = { vi: '--decided-on phải là ngày có thật, dạng YYYY-MM-DD.', en: '--decided-on must be a real day, YYYY-MM-DD.' };
    throw new AppError('invalid', message, [{ path: 'decidedOn', code: 'date_form', message }]);
  }
  const { readings, defaults, ...list } = await readAll(ctx, input, territory);
  // a retry after a collision starts from nothing again
  let report: ImportReport | undefined;
  try {
    await transact(ctx.db, async (tx) => {
      report = emptyReport(list, readings.length, dryRun);
      const changes = await work(tx, ctx, { readings, territory, defaults, report, within: input.within });
      report.refused = strict && report.needsPerson.length + report.rejected.length > 0;
      if (dryRun || report.refused) throw new RolledBack();
      if (report.created + report.updated > 0) {
        await recordAct(tx, ctx, {
          verb: 'importProducts',
          subjectKind: 'list',
          subjectId: input.fileName,
          detail: detailOf(input, report, changes),
        });
      }
      await afterwards?.(tx, report);
    });
  } catch (e) {
    if (!(e instanceof RolledBack)) throw e;
  }
  if (!report) throw new Error('no report');
  return report;
}

/** The rows of the file as facts; its cells are let go. */
async function readAll(ctx: Ctx, input: ImportInput, territory: Territory) {
  const provinces = [...new Set(([34, 63] as const).flatMap((map) => territory.provinces(map).map((p) => p.name)))];
  const list = await readListAside(input.file, input.layout ?? 'auto', readOverride(input.map), input.sheet, provinces);
  const { rows, layout, sheet, warnings } = list;
  const defaults: Defaults = { layout, issuer: input.issuer?.trim() || null, decidedOn: input.decidedOn ?? null, today: dayOf(ctx.now) };
  return { readings: await mapInTurns(rows, (row) => readRow(row, defaults)), defaults, layout, sheet, warnings };
}

type Read = Pick<List, 'layout' | 'sheet' | 'warnings'>;
const emptyReport = (list: Read, rows: number, dryRun: boolean): ImportReport => ({
  rows,
  created: 0,
  updated: 0,
  unchanged: 0,
  needsPerson: [],
  rejected: [],
  warnings: [...list.warnings],
  layout: list.layout,
  sheet: list.sheet,
  dryRun,
  refused: false,
});

type Work = { readings: Reading[]; territory: Territory; defaults: Defaults; report: ImportReport; within: string | undefined };

async function work(tx: Tx, ctx: Ctx, { readings, territory, defaults, report, within }: Work): Promise<Change[]> {
  // two lists at once would not see each other's producers
  await sql`select pg_advisory_xact_lock(hashtext('registry.import'))`.execute(tx);
  const answers = await loadAnswers(tx);
  const register = await loadRegister(tx, soughtBy(readings, answers), readings.length, !report.dryRun);
  const locate = createLocator(territory, defaults.issuer);
  const applying: Applying = { register, territory, today: defaults.today, warnings: report.warnings, answers, within };
  const changes: Change[] = [];
  const unknownGroups = new Set<string>();
  const byRow = new Map(readings.map((reading) => [reading.row, reading]));
  for (const { rejection, warnings } of readings) {
    report.warnings.push(...warnings);
    if (rejection) report.rejected.push(rejection);
  }
  const outcomes = await settle(applying, await inOrder(readings, locate), changes);
  for (const [facts, outcome] of outcomes) {
    if (outcome.kind === 'rejected') {
      const { row, field } = outcome.rejection;
      report.rejected.push(withCell(outcome.rejection, byRow.get(row)?.cell(field)));
    } else if (outcome.kind === 'person') report.needsPerson.push(outcome.need);
    else {
      report[outcome.kind]++;
      if (facts.group.stated && !facts.group.group) unknownGroups.add(facts.group.stated);
    }
  }
  for (const stated of [...unknownGroups].slice(0, 100)) {
    report.warnings.push(
      warning(
        'group_unknown',
        {
          vi: `Nhóm "${stated}" không thuộc 6 nhóm, 26 bộ; giữ nguyên chữ.`,
          en: `Group "${stated}" is none of the 6 groups and 26 sets; kept as written.`,
        },
        { field: 'group' },
      ),
    );
  }
  await writeRegister(tx, ctx, register);
  for (const list of [report.rejected, report.needsPerson, report.warnings]) list.sort((a, b) => (a.row ?? Infinity) - (b.row ?? Infinity));
  return changes;
}

/** What the rows name, and the producers and products that people named in answers. */
function soughtBy(readings: readonly Reading[], answers: Answers): Sought {
  const all = readings.flatMap(({ facts }) => facts ?? []);
  const chosen = [...answers.values()].flatMap((a) => (a.choice === 'producer' || a.choice === 'product' ? a.id : []));
  return {
    nameKeys: all.map(({ producer }) => nameKey(producer.name)),
    codes: all.flatMap(({ code, oldCode }) => [code ?? [], oldCode ?? []].flat()),
    ids: [...chosen, ...all.flatMap(({ id }) => id ?? [])],
  };
}

type Placed = { facts: RowFacts; located: Located };
const ROUNDS = 5;

/**
 * Goes through the list until a round changes nothing (a row may be known only by the code that a later one brings),
 * so the same list a second time finds nothing to do. A row's first effect is its outcome.
 */
async function settle(applying: Applying, rows: Placed[], changes: Change[]): Promise<Map<RowFacts, Outcome>> {
  const outcomes = new Map<RowFacts, Outcome>();
  for (let round = 1; round <= ROUNDS; round++) {
    let wrote = false;
    forgetRows(applying.register);
    const warnings: Warning[] = [];
    const applied = await mapInTurns(rows, ({ facts, located }) => ({
      facts,
      outcome: applyRow({ ...applying, warnings }, facts, located),
    }));
    for (const { facts, outcome } of applied) {
      const writes = outcome.kind === 'created' || outcome.kind === 'updated';
      if (writes) {
        wrote = true;
        changes.push(...outcome.changes);
      }
      const before = outcomes.get(facts)?.kind;
      if (before !== 'created' && before !== 'updated') outcomes.set(facts, outcome);
    }
    if (round === 1) applying.warnings.push(...warnings);
    if (!wrote) break;
  }
  return outcomes;
}

/**
 * Rows that can stand by themselves first, then those that can only lean on a known product (no day, no sure place).
 * The order depends on the list alone: the same list meets the same register the same way twice.
 */
async function inOrder(readings: Reading[], locate: ReturnType<typeof createLocator>): Promise<Placed[]> {
  const known = readings.flatMap(({ facts }) => facts ?? []);
  const rows = await mapInTurns(known, (facts) => ({ facts, located: locate(facts) }));
  const stands = ({ facts, located }: (typeof rows)[number]) => located.kind === 'known' && facts.rounds.every((r) => r.validFrom !== null);
  return [...rows.filter(stands), ...rows.filter((row) => !stands(row))];
}

const detailOf = (input: ImportInput, report: ImportReport, changes: Change[]) => ({
  sha256: createHash('sha256').update(input.file).digest('hex'),
  layout: report.layout,
  rows: report.rows,
  created: report.created,
  updated: report.updated,
  unchanged: report.unchanged,
  needsPerson: report.needsPerson.length,
  rejected: report.rejected.length,
  changes,
});
