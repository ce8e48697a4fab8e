import { recallReport } from '#server/modules/traceability/index.ts';
import { LOTS } from '#shared/messages/lots.ts';
import { closed } from '../../../../dang-nhap/session.ts';
import { pdfAnswer } from '../../../../files.ts';
import { LOTS_ON_PAPER, recallOf } from '../../../../my/lo/recalls.ts';
import { seen } from '../../../../seen.ts';
import { coversProvince, recallUnits } from '../../authority.ts';
import type { RequestHandler } from './$types';

/** The report of a recall as a paper. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { app, lang } = locals;
  const units = recallUnits(locals);
  const found = await seen(lang, () => recallOf(app, lang, params.recall, [], { most: LOTS_ON_PAPER, official: true }));
  if (!coversProvince(units, found.recall.provinceCode)) closed(lang);
  const bytes = await recallReport(found, LOTS[lang], lang, app.clock());
  return pdfAnswer(bytes, `thu-hoi-lo-${params.recall}.pdf`);
};
