// An official file becomes a ruleset: checked as a whole, kept as dated data, never changed afterwards.
import { createHash } from 'node:crypto';
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { AppError, conflict, fault } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { once } from '../request.ts';
import { checkFile } from './check-file.ts';
import { findRuleset } from './known.ts';
import { loadRulesets } from './store.ts';

export type RulesetImport = {
  id: string;
  instrument: string;
  from: string;
  sets: number;
  criteria: number;
  imported: boolean;
  dryRun: boolean;
};

/** `file`: the text of a JSON file. The same file again changes nothing and says so; another one under a known id is refused. */
export async function importRuleset(ctx: Ctx, input: { file: string; dryRun?: boolean }, ground: Ground): Promise<RulesetImport> {
  const sha256 = createHash('sha256').update(input.file).digest();
  return once(
    ctx,
    { verb: 'import_ruleset', key: undefined, subject: { kind: 'ruleset', id: sha256.toString('hex').slice(0, 16) } },
    async (tx) => {
      assertMay(ground, ctx.actor, 'publish', { unit: NATION }, dayOf(ctx.now));
      let body: unknown;
      try {
        body = JSON.parse(input.file);
      } catch (e) {
        throw invalid([fault('file', 'malformed', 'Tệp không phải JSON.', `The file is not JSON: ${(e as Error).message}`)]);
      }
      const { ruleset, faults } = checkFile(body);
      if (!ruleset) throw invalid(faults);
      const { id } = ruleset;
      const told = {
        id,
        instrument: ruleset.instrument,
        from: ruleset.from,
        sets: ruleset.sets.size,
        criteria: [...ruleset.sheets.values()].reduce((n, s) => n + s.criteria.length, 0),
        dryRun: input.dryRun === true,
      };
      const there = await tx.selectFrom('assessment.ruleset').select('sha256').where('id', '=', id).executeTakeFirst();
      if (there?.sha256.equals(sha256)) return { ...told, imported: false };
      const used = await tx.selectFrom('assessment.dossier').select('id').where('ruleset', '=', id).limit(1).executeTakeFirst();
      if (there || findRuleset(id))
        throw conflict(
          used
            ? `Bộ quy định “${id}” đang được hồ sơ sử dụng: không bao giờ thay đổi. Văn bản mới cần mã mới.`
            : `Đã có bộ quy định “${id}”: không thay được. Văn bản mới cần mã mới.`,
          used
            ? `Ruleset “${id}” is used by dossiers and never changes: a new text needs a new id.`
            : `There is a ruleset “${id}” already and it never changes: a new text needs a new id.`,
          [fault('ruleset.id', used ? 'in_use' : 'taken', 'Mã đã dùng.', 'The id is taken.')],
        );
      if (input.dryRun) return { ...told, imported: false };
      await tx
        .insertInto('assessment.ruleset')
        .values({ id, valid_from: ruleset.from, body: JSON.stringify(body), sha256, imported_at: ctx.now, imported_by: ctx.actor.id })
        .execute();
      const detail = { ...told, sha256: sha256.toString('hex') };
      await recordAct(tx, ctx, { verb: 'import_ruleset', subjectKind: 'ruleset', subjectId: id, detail });
      return { ...told, imported: true };
    },
  ).then(async (done) => {
    if (done.imported) await loadRulesets(ctx.db);
    return done;
  });
}

const invalid = (faults: ReturnType<typeof fault>[]) =>
  new AppError(
    'invalid',
    { vi: 'Tệp bộ quy định có chỗ chưa đúng: không nạp gì.', en: 'The ruleset file has faults: nothing was imported.' },
    faults,
  );
