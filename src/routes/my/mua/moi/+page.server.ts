import {
  buysFor,
  type DemandInput,
  listBuyers,
  listProfiles,
  listStores,
  PAPERS,
  postDemand,
  UNITS,
} from '#server/modules/sourcing/index.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { type Lang, localPath } from '#shared/lang.ts';
import { act } from '../../../act.ts';
import { closed, text } from '../../../dang-nhap/session.ts';
import { personOf } from '../../person.ts';
import { producersNamed } from '../../producers.ts';
import type { Actions, PageServerLoad } from './$types';

const LINES = 8;

export const load: PageServerLoad = async ({ locals }) => {
  const { app, lang } = locals;
  const ids = buysFor(app.territory, personOf(locals), dayOf(app.clock())).map((o) => o.id);
  const buyers = (await listBuyers(app.db, ids)).filter((b) => b.verifiedAt !== null);
  if (buyers.length === 0) closed(lang);
  const today = dayOf(app.clock());
  const stores = (await Promise.all(buyers.map((b) => listStores(app.db, b.organisationId)))).flat();
  return {
    requestId: newId(),
    buyers,
    stores,
    profiles: listProfiles().filter((p) => buyers.some((b) => b.profile === p.key)),
    units: UNITS,
    papers: PAPERS.filter((p) => p !== 'invoice'),
    provinces: app.territory.provinces(34).map(({ code, name }) => ({ code, name })),
    lines: Array.from({ length: LINES }, (_, i) => i + 1),
    today,
    closesOn: addDays(today, 14),
  };
};

/** Numbers as people type them in a number field; nothing typed = null. */
const numberOr = (form: FormData, name: string): number | null => {
  const typed = text(form, name).trim().replace(',', '.');
  return typed === '' ? null : Number(typed);
};

function read(form: FormData, lang: Lang): Omit<DemandInput, 'invited'> {
  const lines = Array.from({ length: LINES }, (_, i) => i + 1);
  const percent = (name: string) => {
    const value = numberOr(form, name);
    return value === null ? null : value / 100;
  };
  return {
    organisation: text(form, 'organisation'),
    title: text(form, 'title'),
    wanted: text(form, 'wanted'),
    set: numberOr(form, 'set'),
    specification: text(form, 'specification'),
    unit: text(form, 'unit') as DemandInput['unit'],
    deliveries: lines.flatMap((n) => {
      const dueOn = text(form, `dueOn-${n}`);
      const quantity = numberOr(form, `quantity-${n}`);
      if (dueOn === '' && quantity === null) return [];
      const store = text(form, `store-${n}`) || null;
      return [{ dueOn, quantity: quantity ?? 0, store, place: text(form, `place-${n}`), province: text(form, `province-${n}`) || null }];
    }),
    ceilingPrice: numberOr(form, 'ceilingPrice'),
    minStar: Number(text(form, 'minStar') || 3) as 3,
    papers: form.getAll('paper').map(String) as DemandInput['papers'],
    packing: text(form, 'packing'),
    checklist: [
      ...form.getAll('point').map(String),
      ...text(form, 'points')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ],
    maxSuppliers: numberOr(form, 'maxSuppliers'),
    maxShare: percent('maxShare'),
    smallShare: percent('smallShare'),
    allowShort: form.has('allowShort'),
    needsInvoice: form.has('needsInvoice'),
    visibility: text(form, 'visibility') === 'private' ? 'private' : 'public',
    sealed: form.has('sealed'),
    repeats: (text(form, 'repeats') || null) as DemandInput['repeats'],
    closesOn: text(form, 'closesOn'),
    profile: text(form, 'profile') || null,
    language: text(form, 'language') === 'en' ? 'en' : lang,
  };
}

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      async ({ ctx, ground, form, of, key }) => {
        const invited = await producersNamed(event.locals, of('invited'), 'invited');
        return postDemand(ctx, { ...read(form, event.locals.lang), invited: invited.map((p) => p.id) }, ground, key);
      },
      ({ id }: { id: string }) => `${localPath(`/my/mua/${id}`, event.locals.lang)}?xong=1`,
    ),
};
