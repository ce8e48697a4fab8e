import { recallReport } from '#server/modules/traceability/index.ts';
import { LOTS } from '#shared/messages/lots.ts';
import { closed } from '../../../../../dang-nhap/session.ts';
import { pdfAnswer } from '../../../../../files.ts';
import { seen } from '../../../../../seen.ts';
import { ownProducers } from '../../../../own-producers.ts';
import { LOTS_ON_PAPER, recallOf } from '../../../recalls.ts';
import type { RequestHandler } from './$types';

/** The report of a recall as a paper, for the producer that runs it. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { app, lang } = locals;
  const own = ownProducers(locals);
  const found = await seen(lang, () => recallOf(app, lang, params.recall, own, { most: LOTS_ON_PAPER }));
  if (!own.includes(found.recall.producerId)) closed(lang);
  const bytes = await recallReport(found, LOTS[lang], lang, app.clock());
  return pdfAnswer(bytes, `thu-hoi-lo-${params.recall}.pdf`);
};
