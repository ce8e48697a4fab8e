import { listDossiers } from '#server/modules/assessment/index.ts';
import { inEffect, NATION, unitsKept, type Verb, verbsOf } from '#server/modules/identity/index.ts';
import { countUnread } from '#server/modules/notices/index.ts';
import { listExpiring } from '#server/modules/supervision/index.ts';
import { dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { identityWords } from '#shared/messages/identity.ts';
import { noticeWords } from '#shared/messages/notices.ts';
import { isOfficial } from '../dang-nhap/session.ts';
import { DESK_DOORS, doorsFor } from '../doors.ts';
import { personOf } from '../my/person.ts';
import type { PageServerLoad } from './$types';
import { unitName } from './units.ts';

/** As many dossiers are looked at for a light; the urgent ones come first. */
const LOOKED_AT = 50;

/** An official's roles of today, each with its unit, the pages that serve it and what waits there. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app, lang } = locals;
  const person = personOf(locals);
  const ctx = app.ctx(person);
  const today = dayOf(ctx.now);
  const words = identityWords(lang);
  if (!isOfficial(person, app.territory, today)) return { keeps: false, letters: undefined, roles: [] };
  const held = person.assignments.filter((a) => inEffect(app.territory, a, today));
  const sees = held.some((a) => verbsOf(a).includes('view_dossiers'));
  const [{ unread }, queue] = await Promise.all([
    countUnread(ctx),
    sees ? listDossiers(ctx, { view: 'desk', page: 1, pageSize: LOOKED_AT }, app.territory) : undefined,
  ]);
  const late = queue?.items.filter((d) => d.light === 'red').length ?? 0;
  const doors = async (unit: string, verbs: readonly Verb[]) => {
    const ending = verbs.includes('view_dossiers') ? await listExpiring(app.db, { unit, day: today, page: 1, pageSize: 1 }) : undefined;
    const waits: Record<string, { text: string; urgent: boolean } | undefined> = {
      '/desk/ho-so': queue && { text: words.desk.dossiers(queue.total, late), urgent: late > 0 },
      '/desk/giam-sat': ending && {
        text: words.desk.ending(ending.counts.over + ending.counts.late + ending.counts.file, ending.counts.over + ending.counts.late),
        urgent: ending.counts.over > 0,
      },
    };
    return doorsFor(DESK_DOORS, verbs, unit).map((d) => ({
      path: d.path,
      label: d.label[lang],
      text: d.text[lang],
      waits: waits[d.path],
      href: `${localPath(d.path, lang)}${d.path === '/desk/giam-sat' ? `?don-vi=${unit}` : ''}`,
    }));
  };
  return {
    keeps: unitsKept(app.territory, person, today).length > 0,
    letters: unread > 0 ? noticeWords(lang).unread(unread) : undefined,
    roles: await Promise.all(
      held.map(async (a) => {
        const province = app.territory.commune(a.unit)?.provinceCode ?? a.unit;
        const query = province === NATION ? '' : `?province=${province}`;
        return {
          id: a.id,
          role: words.role[a.role],
          lent: a.source !== null,
          unit: unitName(app.territory, a.unit, lang),
          organisation: a.organisation?.name,
          until: a.until,
          verbs: verbsOf(a).map((v) => words.verb[v]),
          doors: await doors(a.unit, verbsOf(a)),
          open: [
            { label: words.desk.products, href: `${localPath('/tim', lang)}${query}` },
            { label: words.desk.figures, href: `${localPath('/thong-ke', lang)}${query}` },
          ],
        };
      }),
    ),
  };
};
