// Imported rulesets stand in PostgreSQL; every process holds them ready beside those that are shipped.
import type { Db } from '#server/platform/db.ts';
import { keepImported, type Ruleset, readRuleset } from './known.ts';
import '../tables.ts';

/** An official file: the ruleset, its sets and the words for their codes. */
export type RulesetFile = { ruleset: unknown; sets: unknown[]; labels: unknown };

export const compileFile = ({ ruleset, sets, labels }: RulesetFile): Ruleset => readRuleset(ruleset, sets, labels);

/** Reads what was imported. Rows were checked when they came; one that no longer fits stops the start with its name. */
export async function loadRulesets(db: Db): Promise<void> {
  const rows = await db.selectFrom('assessment.ruleset').select(['id', 'body']).orderBy('imported_at').orderBy('id').execute();
  keepImported(
    rows.map(({ id, body }) => {
      try {
        return compileFile(body as RulesetFile);
      } catch (e) {
        throw new Error(`imported ruleset ${id}: ${(e as Error).message}`, { cause: e });
      }
    }),
  );
}
