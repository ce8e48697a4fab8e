import { listDossiers } from '#server/modules/assessment/index.ts';
import { NATION } from '#server/modules/identity/index.ts';
import { listCases, listExpiring, listOpenFindings } from '#server/modules/supervision/index.ts';
import { personOf } from '../../my/person.ts';
import type { PageServerLoad } from './$types';
import { reportOf } from './figures.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app } = locals;
  const report = await reportOf(locals, url);
  const { unit, today } = report;
  const province = unit === NATION ? undefined : unit;
  const [dossiers, cases, findings, expiring] = await Promise.all([
    listDossiers(app.ctx(personOf(locals)), { view: 'desk', page: 1, pageSize: 1 }, app.territory),
    listCases(app.db, { unit, day: today, open: true }),
    province ? listOpenFindings(app.db, province, today) : [],
    listExpiring(app.db, { unit, day: today, page: 1, pageSize: 1 }),
  ]);
  return {
    ...report,
    work: {
      // a queue shows all that its reader sees: the nation's is not that of one province
      ...(report.units[0]?.value === unit ? { dossiers: dossiers.total } : {}),
      cases: cases.length,
      ...(province ? { findings: findings.length } : {}),
      expiring: expiring.total - expiring.counts.wait,
    },
  };
};
