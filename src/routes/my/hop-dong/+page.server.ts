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
import { act } from '../../act.ts';
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
  draw: (event) =>
    act(
      event,
      ({ ctx, ground, form, of }) => drawContract(ctx, { demandId: of('demand'), short: form.has('short') }, ground),
      ({ id }: { id: string }) => localPath(`/my/hop-dong/${id}`, event.locals.lang),
    ),
  memorandum: (event) =>
    act(
      event,
      ({ ctx, ground, of, maybe }) =>
        drawMemorandum(
          ctx,
          {
            organisation: of('organisation'),
            producerId: of('producer'),
            title: of('title'),
            amount: Number(maybe('amount') ?? 0),
            endsOn: of('endsOn'),
          },
          ground,
        ),
      ({ id }: { id: string }) => localPath(`/my/hop-dong/${id}`, event.locals.lang),
    ),
  account: (event) =>
    act(event, ({ ctx, ground, of }) =>
      stateAccountNumber(ctx, { producerId: of('producer'), bin: of('bin'), number: of('number'), holder: of('holder') }, ground),
    ),
};
