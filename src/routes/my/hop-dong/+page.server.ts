import { type ActionFailure, redirect } from '@sveltejs/kit';
import {
  BANKS,
  buysFor,
  drawContract,
  drawMemorandum,
  listAccountNumbers,
  listAgreements,
  listDrawable,
  stateAccountNumber,
} from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { refusalOf, type SaidKept, text } from '../../dang-nhap/session.ts';
import { ownProducers } from '../own-producers.ts';
import { personOf } from '../person.ts';
import { findProducers } from '../producers.ts';
import type { Actions, PageServerLoad } from './$types';

/** The agreements of whoever buys, leads or delivers; what waits for a contract; where money goes. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app } = locals;
  const organisations = buysFor(app.territory, personOf(locals), dayOf(app.clock()));
  const producers = ownProducers(locals);
  const ids = organisations.map((o) => o.id);
  const [agreements, drawable, accounts] = await Promise.all([
    listAgreements(app.db, { organisations: ids, producers }),
    ids.length > 0 ? listDrawable(app.db, ids) : [],
    listAccountNumbers(app.db, producers),
  ]);
  return {
    organisations: organisations.map(({ id, name }) => ({ id, name })),
    producers: producers.map((id) => ({
      id,
      name: app.catalogue.producer(id)?.name ?? id,
      account: accounts.find((a) => a.producerId === id),
    })),
    banks: Object.entries(BANKS).map(([bin, name]) => ({ bin, name })),
    agreements: agreements.map((a) => ({
      ...{ id: a.id, kind: a.kind, number: a.number, state: a.state, drawnOn: a.drawnOn, title: a.terms.title },
      ...{ buyer: a.terms.buyer, lead: a.terms.lead, sample: a.sample },
    })),
    drawable,
    found: ids.length > 0 ? findProducers(locals, url.searchParams.get('tim') ?? '') : [],
    q: url.searchParams.get('tim')?.trim() ?? '',
    today: dayOf(app.clock()),
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  draw: async ({ locals, request, url }): Promise<ActionFailure<SaidKept>> => {
    const form = await request.formData();
    let id: string;
    try {
      const input = { demandId: text(form, 'demand'), short: form.has('short') };
      ({ id } = await drawContract(locals.app.ctx(personOf(locals)), input, locals.app.territory));
    } catch (e) {
      return refusalOf(e, locals.lang, form, url);
    }
    redirect(303, localPath(`/my/hop-dong/${id}`, locals.lang));
  },
  memorandum: async ({ locals, request, url }): Promise<ActionFailure<SaidKept>> => {
    const form = await request.formData();
    const input = {
      organisation: text(form, 'organisation'),
      producerId: text(form, 'producer').trim(),
      title: text(form, 'title'),
      amount: Number(text(form, 'amount') || 0),
      endsOn: text(form, 'endsOn'),
    };
    let id: string;
    try {
      ({ id } = await drawMemorandum(locals.app.ctx(personOf(locals)), input, locals.app.territory));
    } catch (e) {
      return refusalOf(e, locals.lang, form, url);
    }
    redirect(303, localPath(`/my/hop-dong/${id}`, locals.lang));
  },
  account: async ({ locals, request, url }): Promise<ActionFailure<SaidKept>> => {
    const form = await request.formData();
    const input = {
      producerId: text(form, 'producer'),
      bin: text(form, 'bin'),
      number: text(form, 'number'),
      holder: text(form, 'holder'),
    };
    try {
      await stateAccountNumber(locals.app.ctx(personOf(locals)), input, locals.app.territory);
    } catch (e) {
      return refusalOf(e, locals.lang, form, url);
    }
    redirect(303, `${localPath('/my/hop-dong', locals.lang)}?xong=1`);
  },
};
