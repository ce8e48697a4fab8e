import { error, redirect } from '@sveltejs/kit';
import {
  actorOfLink,
  answerPool,
  BANKS,
  listAccountNumbers,
  listAgreements,
  listPools,
  producerOfLink,
  recordPayment,
  signAgreement,
  stateAccountNumber,
} from '#server/modules/sourcing/index.ts';
import { type Ctx, PUBLIC } from '#server/platform/ctx.ts';
import { dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { poolWords } from '#shared/messages/pools.ts';
import { agreementOf, paymentIn, ship } from '../../../agreement-view.ts';
import { invitationOf, readAnswers } from '../../../answer-view.ts';
import { refusalOf, text } from '../../../dang-nhap/session.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Who holds the link answers for the producer it was made for; nothing else is shown. */
async function linked(locals: App.Locals, token: string) {
  const link = await producerOfLink(locals.app.ctx(PUBLIC), token);
  const invitation = link && (await invitationOf(locals, link.poolId, link.producerId));
  if (!link || !invitation) error(404, { message: poolWords(locals.lang).badLink, code: 'not_found' });
  return { link, invitation };
}

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const { link, invitation } = await linked(locals, params.token);
  // not no-referrer: a form would then come from nowhere and be refused
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'same-origin', 'x-robots-tag': 'noindex' });
  const ctx = locals.app.ctx(actorOfLink(link, dayOf(locals.app.clock())));
  const [pool] = await listPools(locals.app.db, { id: link.poolId });
  const agreements = (await listAgreements(locals.app.db, { producers: [link.producerId] })).filter((a) => a.demandId === pool?.demandId);
  return {
    invitation,
    agreements: await Promise.all(agreements.map((a) => agreementOf(locals, ctx, a.id))),
    producerId: link.producerId,
    account: (await listAccountNumbers(locals.app.db, [link.producerId]))[0],
    banks: Object.entries(BANKS).map(([bin, name]) => ({ bin, name })),
    today: dayOf(locals.app.clock()),
    done: url.searchParams.has('xong'),
  };
};

/** What the holder of a link does for its producer, under the same rights as people with accounts. */
async function act({ locals, params, request, url }: RequestEvent, work: (ctx: Ctx, form: FormData) => Promise<unknown>) {
  const form = await request.formData();
  const { link } = await linked(locals, params.token);
  try {
    await work(locals.app.ctx(actorOfLink(link, dayOf(locals.app.clock()))), form);
  } catch (e) {
    return refusalOf(e, locals.lang, form, url);
  }
  redirect(303, `${localPath(`/tra-loi/${params.token}`, locals.lang)}?xong=1`);
}

export const actions: Actions = {
  sign: (event) => act(event, (ctx, form) => signAgreement(ctx, { id: text(form, 'agreement') }, event.locals.app.territory)),
  ship: (event) => act(event, (ctx, form) => ship(event.locals, ctx, form)),
  pay: (event) =>
    act(event, (ctx, form) =>
      recordPayment(
        ctx,
        { ...paymentIn(form), agreementId: text(form, 'agreement'), producerId: text(form, 'producer') },
        event.locals.app.territory,
      ),
    ),
  account: (event) =>
    act(event, async (ctx, form) => {
      const { link } = await linked(event.locals, event.params.token);
      const input = { producerId: link.producerId, bin: text(form, 'bin'), number: text(form, 'number'), holder: text(form, 'holder') };
      await stateAccountNumber(ctx, input, event.locals.app.territory);
    }),
  answer: async ({ locals, params, request, url }) => {
    const form = await request.formData();
    const { link } = await linked(locals, params.token);
    try {
      const input = { ...link, answers: readAnswers(form), reason: text(form, 'reason'), token: params.token };
      await answerPool(locals.app.ctx(PUBLIC), input, locals.app.territory);
    } catch (e) {
      return refusalOf(e, locals.lang, form, url);
    }
    redirect(303, `${localPath(`/tra-loi/${params.token}`, locals.lang)}?xong=1`);
  },
};
