import { certificatePaper } from '#server/modules/assessment/index.ts';
import { pdfAnswer } from '../../../../files.ts';
import { certified } from '../certified.ts';
import type { RequestHandler } from './$types';

/** The certificate to print, with the standing of today on it. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { app } = locals;
  const { certificate, no } = await certified(locals, params.no);
  const address = `${app.origin ?? url.origin}/chung-nhan/${certificate.id}`;
  const bytes = await certificatePaper({ certificate, no, address, day: app.catalogue.day });
  // without a set address the code in it follows the asker's: not for others
  const cache = app.origin ? 'public, max-age=0, must-revalidate' : 'private, no-store';
  return pdfAnswer(bytes, `chung-nhan-${certificate.id}.pdf`, cache);
};
