// A list at the desk: read without writing, questions answered, then entered.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { recordAct, recorded } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, NATION } from '#server/modules/identity/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, notFound, refused } from '#server/platform/errors.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { type About, type Answer, CHOICES } from './imports/answers.ts';
import { LAYOUTS } from './imports/headings.ts';
import { type ImportInput, type ImportReport, importProducts } from './imports/import-products.ts';
import type { Choice } from './imports/notes.ts';

export type ListOptions = Pick<ImportInput, 'layout' | 'issuer' | 'decidedOn' | 'map' | 'sheet'>;
export type ListView = {
  id: string;
  unit: string;
  fileName: string;
  state: 'read' | 'entered' | 'put_away';
  options: ListOptions;
  report: ImportReport;
  readBy: string;
  readAt: Date;
  enteredAt: Date | null;
};
/** Rows that ask the same thing, once. */
export type Question = {
  question: string;
  reason: string;
  message: { vi: string; en: string };
  about: About;
  rows: number[];
  candidates: Choice[];
  choices: readonly Answer['choice'][];
};

const LARGEST = 20 * 1024 * 1024;
const withinOf = (unit: string): string | undefined => (unit === NATION ? undefined : unit);

/** What a person must answer, by what is asked. */
export function questionsOf(report: ImportReport): Question[] {
  const found = new Map<string, Question>();
  for (const { question, about, reason, message, messageEn, row, candidates } of report.needsPerson) {
    if (!question || !about) continue;
    const known = found.get(question);
    if (known) known.rows.push(row);
    else {
      const choices = CHOICES[reason] ?? ['leave_out'];
      found.set(question, { question, reason, message: { vi: message, en: messageEn }, about, rows: [row], candidates, choices });
    }
  }
  return [...found.values()];
}

export type ListAnswers = { id: string; answers: readonly { question: string; choice: string; chosenId?: string | undefined }[] };
export type HandIn = ListOptions & { unit: string; file: Uint8Array; fileName: string };

/** Reads a list without writing into the register and keeps it with its report. The same file again is the same list. Needs `import_products` in the unit. */
export const handInList = (ctx: Ctx, input: HandIn, territory: Territory & Ground): Promise<{ id: string }> =>
  recorded(ctx, { verb: 'handInList', subjectKind: 'unit', subjectId: input.unit }, () => readIn(ctx, input, territory));

async function readIn(ctx: Ctx, input: HandIn, territory: Territory & Ground): Promise<{ id: string }> {
  const { unit, file, fileName } = input;
  assertMay(territory, ctx.actor, 'import_products', { unit }, dayOf(ctx.now));
  if (file.length === 0) throw refused('file', 'Chưa chọn tệp.', 'No file was chosen.', 'missing');
  if (file.length > LARGEST) throw new AppError('too_large', { vi: 'Tệp lớn hơn 20 MB.', en: 'The file is larger than 20 MB.' });
  if (input.layout !== undefined && !LAYOUTS.includes(input.layout))
    throw refused('layout', 'Không có dạng danh sách này.', 'There is no such layout.');
  if (input.decidedOn !== undefined && !isDay(input.decidedOn))
    throw refused('decidedOn', 'Ngày quyết định không đúng.', 'The day of the decision is not a day.', 'date_form');
  const { layout = 'auto', issuer, decidedOn, map, sheet } = input;
  const options: ListOptions = { layout, issuer, decidedOn, map, sheet };
  const report = await importProducts(ctx, { ...options, file, fileName, dryRun: true, within: withinOf(unit) }, { territory });
  const sha256 = createHash('sha256').update(file).digest('hex');
  return transact(ctx.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`registry.list ${unit} ${sha256}`}))`.execute(tx);
    const same = await sql<{ id: string }>`
      select id from registry.list where unit = ${unit} and sha256 = ${sha256} and options = ${JSON.stringify(options)}::jsonb and state <> 'put_away'`.execute(
      tx,
    );
    const known = same.rows[0]?.id;
    if (known) {
      await sql`update registry.list set report = ${JSON.stringify(report)}::jsonb where id = ${known}`.execute(tx);
      return { id: known };
    }
    const id = newId();
    await sql`insert into registry.list (id, unit, file_name, sha256, file, options, report, read_by, read_at)
      values (${id}, ${unit}, ${fileName.normalize('NFC').slice(0, 200)}, ${sha256}, ${Buffer.from(file)}, ${JSON.stringify(options)}::jsonb,
        ${JSON.stringify(report)}::jsonb, ${ctx.actor.id}, ${ctx.now})`.execute(tx);
    await recordAct(tx, ctx, {
      verb: 'handInList',
      subjectKind: 'list',
      subjectId: id,
      detail: { unit, fileName, sha256, rows: report.rows },
    });
    return { id };
  });
}

type Row = Omit<ListView, 'report'> & { report: ImportReport; file: Buffer };

async function held(ctx: Ctx, id: string, ground: Ground): Promise<Row> {
  const { rows } = await sql<Row>`
    select id, unit, file_name as "fileName", state, options, report, read_by as "readBy", read_at as "readAt", entered_at as "enteredAt", file
    from registry.list where id = ${id}`.execute(ctx.db);
  const list = rows[0];
  if (!list) throw notFound(id, { vi: 'danh sách', en: 'list' });
  assertMay(ground, ctx.actor, 'import_products', { unit: list.unit }, dayOf(ctx.now));
  return list;
}

/** One list with its report. Throws not_found, forbidden. */
export async function getList(ctx: Ctx, id: string, ground: Ground): Promise<ListView> {
  const { file: _, ...view } = await held(ctx, id, ground);
  return view;
}

/** The lists of a unit, newest first. */
export async function listLists(ctx: Ctx, unit: string, ground: Ground): Promise<ListView[]> {
  assertMay(ground, ctx.actor, 'import_products', { unit }, dayOf(ctx.now));
  const { rows } = await sql<ListView>`
    select id, unit, file_name as "fileName", state, options, report, read_by as "readBy", read_at as "readAt", entered_at as "enteredAt"
    from registry.list where unit = ${unit} and state <> 'put_away' order by read_at desc limit 50`.execute(ctx.db);
  return rows;
}

/** Enters the sound rows of a list; again after more answers: what is in stays as it is. */
export const enterList = (ctx: Ctx, list: { id: string }, territory: Territory & Ground): Promise<ImportReport> =>
  recorded(ctx, { verb: 'enterList', subjectKind: 'list', subjectId: list.id }, () => enter(ctx, list, territory));

async function enter(ctx: Ctx, { id }: { id: string }, territory: Territory & Ground): Promise<ImportReport> {
  const list = await held(ctx, id, territory);
  refusePutAway(list);
  return importProducts(
    ctx,
    { ...list.options, file: list.file, fileName: list.fileName, within: withinOf(list.unit) },
    {
      territory,
      afterwards: async (tx, report) => {
        const { rows } = await sql<{ report: ImportReport | null; state: string }>`
          select report, state from registry.list where id = ${id} for update`.execute(tx);
        // what earlier runs brought in is still said
        const before = rows[0]?.state === 'entered' ? rows[0].report : null;
        const said = before
          ? { ...report, created: before.created + report.created, unchanged: report.unchanged - before.created }
          : report;
        await sql`update registry.list set state = 'entered', report = ${JSON.stringify(said)}::jsonb, entered_by = ${ctx.actor.id}, entered_at = ${ctx.now}
          where id = ${id}`.execute(tx);
      },
    },
  );
}

/** Keeps answers to questions of a list and reads it again. An answer must be one of those offered. */
export const answerList = (ctx: Ctx, input: ListAnswers, territory: Territory & Ground): Promise<ImportReport> =>
  recorded(ctx, { verb: 'answerList', subjectKind: 'list', subjectId: input.id }, () => answer(ctx, input, territory));

async function answer(ctx: Ctx, { id, answers }: ListAnswers, territory: Territory & Ground): Promise<ImportReport> {
  const list = await held(ctx, id, territory);
  refusePutAway(list);
  const asked = new Map(questionsOf(list.report).map((q) => [q.question, q]));
  const faults = answers.flatMap(({ question, choice, chosenId }) => {
    const q = asked.get(question);
    const offered = q?.choices.find((c) => c === choice);
    const named = q?.candidates.some((c) => c.kind === choice && c.id === chosenId) ?? false;
    const plain = choice === 'new' || choice === 'leave_out';
    if (q && offered && (plain ? chosenId === undefined : named)) return [];
    const message = {
      vi: 'Câu trả lời không có trong các lựa chọn của dòng này.',
      en: 'The answer is not one of those offered for this row.',
    };
    return [{ path: q ? `row ${q.rows[0]}` : 'question', code: 'not_offered', message }];
  });
  if (faults.length > 0) throw new AppError('invalid', { vi: 'Có câu trả lời không hợp lệ.', en: 'Some answers do not fit.' }, faults);
  await transact(ctx.db, async (tx) => {
    for (const { question, choice, chosenId } of answers) {
      const q = asked.get(question);
      await sql`insert into registry.list_answer (question, reason, choice, chosen_id, about, answered_by, answered_at)
        values (${question}, ${q?.reason ?? ''}, ${choice}, ${chosenId ?? null}, ${JSON.stringify(q?.about ?? {})}::jsonb, ${ctx.actor.id}, ${ctx.now})
        on conflict (question) do update set choice = excluded.choice, chosen_id = excluded.chosen_id, answered_by = excluded.answered_by,
          answered_at = excluded.answered_at`.execute(tx);
    }
    await recordAct(tx, ctx, { verb: 'answerList', subjectKind: 'list', subjectId: id, detail: { answers } });
  });
  if (list.state === 'entered') return enter(ctx, { id }, territory);
  const input = { ...list.options, file: list.file, fileName: list.fileName, dryRun: true, within: withinOf(list.unit) };
  const report = await importProducts(ctx, input, { territory });
  await sql`update registry.list set report = ${JSON.stringify(report)}::jsonb where id = ${id} and state = 'read'`.execute(ctx.db);
  return report;
}

/** Takes a list that was not entered off the desk. */
export const putAwayList = (ctx: Ctx, list: { id: string }, ground: Ground): Promise<void> =>
  recorded(ctx, { verb: 'putAwayList', subjectKind: 'list', subjectId: list.id }, () => putAway(ctx, list, ground));

async function putAway(ctx: Ctx, { id }: { id: string }, ground: Ground): Promise<void> {
  await held(ctx, id, ground);
  await transact(ctx.db, async (tx) => {
    const done = await sql`update registry.list set state = 'put_away' where id = ${id} and state = 'read'`.execute(tx);
    if (Number(done.numAffectedRows ?? 0) > 0)
      await recordAct(tx, ctx, { verb: 'putAwayList', subjectKind: 'list', subjectId: id, detail: {} });
  });
}

function refusePutAway(list: Pick<Row, 'state'>): void {
  if (list.state === 'put_away') throw new AppError('conflict', { vi: 'Danh sách này đã cất đi.', en: 'This list was put away.' });
}
