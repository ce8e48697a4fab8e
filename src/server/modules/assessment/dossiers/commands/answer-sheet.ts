// The producer fills forms 01 and 02 and scores itself; every number is made here.
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { fault } from '#server/platform/errors.ts';
import { refuseIf } from '../../request.ts';
import type { Score } from '../../rules/score.ts';
import { scoreSheet } from '../../score-sheet.ts';
import { type MoveInput, moveDossier } from '../moving.ts';
import { DETAILS } from '../rules/completeness.ts';

export type FilledDossier = MoveInput & {
  answers: Record<string, string>;
  notApplicable?: Record<string, string> | undefined;
  knockouts?: string[] | undefined;
  details?: Record<string, string> | undefined;
};
const LONGEST = 5_000;

/** Replaces the whole sheet; fields of the forms are replaced where given. */
export async function answerSheet(ctx: Ctx, input: FilledDossier, ground: Ground): Promise<Score> {
  return moveDossier(ctx, ground, input, 'edit', async (_tx, dossier) => {
    const { answers, notApplicable = {}, knockouts = [] } = input;
    const score = scoreSheet({ ruleset: dossier.ruleset, set: dossier.set_no, answers, notApplicable, knockouts });
    const known: readonly string[] = DETAILS;
    const given = Object.entries(input.details ?? {});
    refuseIf(
      given.flatMap(([field, text]) => {
        if (!known.includes(field)) return [fault(`details.${field}`, 'unknown', 'Không có mục này.', 'There is no such field.')];
        return text.length > LONGEST ? [fault(`details.${field}`, 'too_long', 'Mục này quá dài.', 'This field is too long.')] : [];
      }),
    );
    const details = { ...dossier.details, ...Object.fromEntries(given.map(([f, text]) => [f, text.trim().normalize()])) };
    return {
      set: {
        answers: JSON.stringify(answers),
        not_applicable: JSON.stringify(notApplicable),
        knockouts: JSON.stringify(knockouts),
        details: JSON.stringify(details),
        total: score.total,
        star: score.star,
      },
      detail: { total: score.total, star: score.star },
      result: score,
    };
  });
}
