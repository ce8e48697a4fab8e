import { listDossiers, listRulesets, reassessmentWindow, sheetsOn, startDossier } from '#server/modules/assessment/index.ts';
import { dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { KIND_NAMES, STATE_NAMES } from '#shared/messages/dossiers.ts';
import { act, requestKey } from '../../act.ts';
import { registeredProducers } from '../own-producers.ts';
import { personOf } from '../person.ts';
import type { Actions, PageServerLoad } from './$types';

const KINDS = ['first', 'upgrade', 'reassessment'] as const;
const PAGE = 100;

/** The dossiers of one's producers, and what a new one can be opened for. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app, lang } = locals;
  const ctx = app.ctx(personOf(locals));
  const today = dayOf(ctx.now);
  const registered = await registeredProducers(locals);
  const producers = registered.map((p) => ({ id: p.id, name: p.name, province: p.provinceCode, commune: p.communeCode }));
  const { items } = await listDossiers(ctx, { view: 'own', page: 1, pageSize: PAGE }, app.territory);
  const open = new Set(items.filter((d) => d.state !== 'decided').map((d) => d.productId));
  const due = producers.flatMap((p) =>
    (app.catalogue.producer(p.id)?.products ?? []).flatMap((c) => {
      if ((c.status !== 'expiring' && c.status !== 'extended') || open.has(c.id)) return [];
      const { closes } = reassessmentWindow(c.validUntil);
      return [{ id: c.id, name: c.name, producer: p.id, until: c.validUntil, closes, late: today > closes }];
    }),
  );
  const lost = producers.find((p) => p.commune === null);
  return {
    due: due.sort((a, b) => a.until.localeCompare(b.until)),
    producers,
    products: producers.flatMap((p) =>
      (app.catalogue.producer(p.id)?.products ?? []).map((c) => ({ id: c.id, name: c.name, producer: p.id })),
    ),
    sets:
      listRulesets()
        .find((r) => r.id === sheetsOn(today))
        ?.sets.map((s) => ({ no: s.no, name: s.name[lang] })) ?? [],
    communes: lost ? app.territory.communesOf(lost.province).map((c) => ({ code: c.code, name: c.fullName })) : [],
    kinds: KINDS.map((value) => ({ value, label: KIND_NAMES[value][lang] })),
    items: items.map((d) => ({ ...d, kind: KIND_NAMES[d.kind][lang], step: STATE_NAMES[d.state][lang] })),
    requestId: requestKey(),
  };
};

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      async ({ ctx, of, maybe, key }) => {
        const { territory } = event.locals.app;
        const kind = KINDS.find((k) => k === of('kind')) ?? 'first';
        const set = Number(of('set')) || undefined;
        const input = {
          kind,
          producerId: of('producer'),
          productId: maybe('product'),
          productName: maybe('productName'),
          set,
          requestId: key,
        };
        return startDossier(ctx, { ...input, communeCode: maybe('commune') }, territory);
      },
      ({ id }: { id: string }) => localPath(`/my/ho-so/${id}`, event.locals.lang),
    ),
};
