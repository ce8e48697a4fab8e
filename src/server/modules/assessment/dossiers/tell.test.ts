import { beforeAll, expect, it } from 'vitest';
import { createAccount, ensureOrganisation, grantRole, type Role } from '#server/modules/identity/index.ts';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { transact } from '#server/platform/db.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import type { State } from './rules/states.ts';
import { tellOfMove } from './tell.ts';

const base = testDatabase();
const ctx = () => testCtx(base.db, '2026-11-22T08:00:00+07:00');
const people = new Map<string, string>();
let dossier = { id: 'D1', producer_id: 'P1', producer_name: 'Hộ Sáu', product_name: 'Mật ong', commune_code: '', province_code: '' };

beforeAll(async () => {
  const ground = await loadTerritory(base.db);
  const province = ground.provinces(34)[0]?.code ?? '';
  const commune = ground.communesOf(province)[0]?.code ?? '';
  dossier = { ...dossier, commune_code: commune, province_code: province };
  const { id } = await ensureOrganisation(ctx(), { producer: 'P1', name: 'Hộ Sáu', unit: commune }, ground);
  const roles: [string, Role, string, string?][] = [
    ['chu-the', 'producer', commune, id],
    ['xa', 'commune_officer', commune],
    ['tinh', 'province_body', province],
    ['tu-van', 'province_adviser', province],
    ['uy-vien', 'province_council_member', province],
    ['chu-tich', 'province_chair', province],
    ['trung-uong', 'ministry_officer', 'VN'],
    ['hoi-dong-tw', 'central_council_member', 'VN'],
  ];
  for (const [account, role, unit, organisation] of roles) {
    people.set((await createAccount(ctx(), { account: `a.${account}`, name: account }, ground)).id, account);
    await grantRole(ctx(), { account: `a.${account}`, role, unit, organisation, basis: 'QĐ' }, ground);
  }
});

let no = 0;
async function told(state: State): Promise<string[]> {
  no++;
  await transact(base.db, (tx) => tellOfMove(tx, ctx(), { ...dossier, state }, no, 'Thiếu phiếu kiểm nghiệm'));
  const rows = await base.db.selectFrom('notices.notice').selectAll().where('key', '=', `dossier D1 ${no}`).execute();
  return rows.map((r) => `${people.get(r.account_id)} ${r.href?.split('/')[1]}`).sort();
}

it('tells the next office when a dossier arrives, and the producer when it comes back or is decided', async () => {
  expect(await told('submitted')).toEqual(['xa desk']);
  expect(await told('returned')).toEqual(['chu-the my']);
  expect(await told('sent_to_province')).toEqual(['tinh desk', 'tu-van desk']);
  expect(await told('advisory_review')).toEqual(['tu-van desk']);
  expect(await told('council')).toEqual(['uy-vien desk']);
  expect(await told('approved_for_centre')).toEqual(['trung-uong desk']);
  expect(await told('central_council')).toEqual(['hoi-dong-tw desk']);
  expect(await told('back_to_province')).toEqual(['chu-tich desk']);
  expect(await told('decided')).toEqual(['chu-the my']);
  for (const quiet of ['draft', 'commune_review', 'intake', 'withdrawn'] as const) expect(await told(quiet)).toEqual([]);
  const returned = await base.db.selectFrom('notices.notice').select('text_vi').where('key', '=', 'dossier D1 2').executeTakeFirstOrThrow();
  expect(returned.text_vi).toContain('Thiếu phiếu kiểm nghiệm');
});
