import { inEffect, NATION, verbsOf } from '#server/modules/identity/index.ts';
import { handInList, type ListOptions, listLists } from '#server/modules/registry/index.ts';
import { dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { act } from '../../act.ts';
import { closed } from '../../dang-nhap/session.ts';
import { personOf } from '../../my/person.ts';
import { unitName } from '../units.ts';
import type { Actions, PageServerLoad } from './$types';

/** The units whose lists the person may hand in. */
function unitsOf(locals: App.Locals): string[] {
  const { app } = locals;
  const day = dayOf(app.clock());
  const held = personOf(locals).assignments.filter((a) => inEffect(app.territory, a, day) && verbsOf(a).includes('import_products'));
  const units = [...new Set(held.map((a) => a.unit))];
  return units.includes(NATION) ? [NATION, ...app.territory.provinces(34).map((p) => p.code)] : units;
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const units = unitsOf(locals);
  const asked = url.searchParams.get('don-vi');
  const unit = units.find((u) => u === asked) ?? units[0];
  if (!unit) closed(lang);
  const lists = await listLists(app.ctx(personOf(locals)), unit, app.territory);
  return {
    unit,
    units: units.map((value) => ({ value, label: unitName(app.territory, value, lang) })),
    today: dayOf(app.clock()),
    lists: lists.map(({ id, fileName, state, report, readAt }) => ({
      id,
      fileName,
      state,
      rows: report.rows,
      questions: report.needsPerson.length,
      readAt,
    })),
  };
};

export const actions: Actions = {
  read: (event) =>
    act(
      event,
      async ({ ctx, ground, form, of, maybe }) => {
        const file = form.get('file');
        const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
        const layout = maybe('layout') as ListOptions['layout'] & string;
        const list = { unit: of('unit'), file: bytes, fileName: file instanceof File ? file.name : '' };
        const read = { layout, sheet: maybe('sheet'), map: maybe('map'), issuer: maybe('issuer'), decidedOn: maybe('decidedOn') };
        return handInList(ctx, { ...list, ...read }, ground);
      },
      ({ id }: { id: string }) => localPath(`/desk/danh-sach/${id}`, event.locals.lang),
    ),
};
