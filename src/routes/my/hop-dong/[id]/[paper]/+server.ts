import { error } from '@sveltejs/kit';
import {
  contractPaper,
  getAgreement,
  memorandumPaper,
  payoutPaper,
  pickListPaper,
  poolAgreementPaper,
} from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { answered } from '../../../../demand-view.ts';
import { personOf } from '../../../person.ts';
import type { RequestHandler } from './$types';

/** hop-dong.pdf, gom-hang.pdf; soan-hang-<producer>.pdf and chi-tra-<producer>.pdf. Whole papers only for those who see the whole. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { app, lang } = locals;
  const a = await answered(lang, getAgreement(app.ctx(personOf(locals)), params.id, app.territory));
  const [, name = '', producer = ''] = /^(hop-dong|gom-hang|soan-hang|chi-tra)(?:-([\w-]+))?\.pdf$/.exec(params.paper) ?? [];
  const contract = a.kind === 'contract';
  const own = a.shipments.some((s) => s.producerId === producer);
  const write =
    name === 'hop-dong'
      ? () => (contract ? contractPaper(a) : memorandumPaper(a))
      : name === 'gom-hang' && contract
        ? () => poolAgreementPaper(a)
        : name === 'soan-hang' && own
          ? () => pickListPaper(a, producer)
          : name === 'chi-tra' && own
            ? () => payoutPaper(a, producer, dayOf(app.clock()))
            : undefined;
  const whole = a.mine.buyer || a.mine.lead;
  if (!write || ((name === 'hop-dong' || name === 'gom-hang') && !whole && a.mine.producers.length > 0)) error(404);
  return new Response((await write()) as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${name}-${a.id}.pdf"`,
      'cache-control': 'no-store',
    },
  });
};
