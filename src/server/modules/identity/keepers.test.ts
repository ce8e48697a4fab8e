import { beforeAll, describe, expect, it } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import {
  createAccount,
  ensureOrganisation,
  grantRole,
  listRoles,
  may,
  mayGrant,
  type Person,
  ROLE_RULES,
  ROLES,
  type Role,
  resetPassword,
  unitsKept,
} from './index.ts';
import { loadAssignments } from './queries/load-person.ts';

const base = testDatabase();
const TODAY = '2026-11-22';
const root = (): Ctx => testCtx(base.db, `${TODAY}T08:00:00+07:00`);
let territory: Territory;
let here = '';
let there = '';
let commune = '';

async function as(account: string, more: Partial<Person> = {}): Promise<Ctx> {
  const row = await base.db.selectFrom('identity.account').select(['id', 'name']).where('account', '=', account).executeTakeFirstOrThrow();
  const known = { kind: 'person' as const, ...row, account, sample: false, mustChange: false };
  const actor: Person = { ...known, assignments: await loadAssignments(base.db, row.id), ...more };
  return { ...root(), actor };
}
const give = (by: Ctx, account: string, role: Role, unit: string, organisation?: string) =>
  grantRole(by, { account, role, unit, organisation, basis: 'Quyết định thử' }, territory);

beforeAll(async () => {
  territory = await loadTerritory(base.db);
  const [a, b] = territory.provinces(34);
  here = a?.code ?? '';
  there = b?.code ?? '';
  commune = territory.communesOf(here)[0]?.code ?? '';
  for (const account of ['tinh.nay', 'tinh.kia', 'cua.bo', 'cua.xa']) await createAccount(root(), { account, name: account }, territory);
  await give(root(), 'tinh.nay', 'province_body', here);
  await give(root(), 'tinh.kia', 'province_body', there);
  await give(root(), 'cua.bo', 'ministry_officer', 'VN');
  await give(root(), 'cua.xa', 'commune_officer', commune);
});

describe('keepers of people', () => {
  it('are the provincial bodies in their province, the ministry everywhere, and no API client', async () => {
    const kept = async (account: string, more?: Partial<Person>) => unitsKept(territory, (await as(account, more)).actor, TODAY);
    expect(await kept('tinh.nay')).toEqual([here]);
    expect(await kept('cua.bo')).toEqual(['VN']);
    expect(await kept('cua.xa')).toEqual([]);
    expect(await kept('cua.bo', { scopes: ['read'] })).toEqual([]);
  });

  it('give accounts; others do not', async () => {
    const made = await createAccount(await as('tinh.nay'), { account: 'can.bo.moi', name: 'Cán bộ mới' }, territory);
    expect(made.password.length).toBeGreaterThan(20);
    await expect(createAccount(await as('cua.xa'), { account: 'khong', name: 'x' }, territory)).rejects.toThrow(/forbidden/);
    await expect(createAccount(await as('cua.bo', { scopes: ['read'] }), { account: 'khong', name: 'x' }, territory)).rejects.toThrow(
      /forbidden/,
    );
  });

  it('reset only the passwords of those whose every role they could have given', async () => {
    const reset = async (by: string, account: string) => resetPassword(await as(by), { account }, territory);
    await reset('tinh.nay', 'cua.xa');
    await expect(reset('tinh.kia', 'cua.xa')).rejects.toThrow(/forbidden/);
    await expect(reset('tinh.nay', 'cua.bo')).rejects.toThrow(/forbidden/);
    await expect(reset('tinh.nay', 'tinh.nay')).rejects.toThrow(/forbidden/);
    await expect(reset('tinh.nay', 'can.bo.moi')).rejects.toThrow(/forbidden/); // nobody's yet: the operator's
    await expect(reset('cua.xa', 'can.bo.moi')).rejects.toThrow(/forbidden/);
    await reset('cua.bo', 'tinh.nay');
    await give(await as('cua.bo'), 'cua.xa', 'inspector', there);
    await expect(reset('tinh.nay', 'cua.xa')).rejects.toThrow(/forbidden/);
  });

  it('tie a producer of their province to its organisation, once', async () => {
    const input = { producer: 'ABCD1234', name: 'Cơ sở thử', unit: here };
    const one = await ensureOrganisation(await as('tinh.nay'), input, territory);
    expect(await ensureOrganisation(await as('cua.bo'), input, territory)).toEqual(one);
    await expect(ensureOrganisation(await as('tinh.kia'), { ...input, producer: 'EFGH1234' }, territory)).rejects.toThrow(/forbidden/);
    await give(await as('tinh.nay'), 'can.bo.moi', 'producer', here, one.id);
    const { actor } = await as('can.bo.moi');
    expect(may(territory, actor, 'act_for_producer', { unit: here, producer: 'ABCD1234' }, TODAY)).toBe(true);
    expect(may(territory, actor, 'act_for_producer', { unit: here, producer: 'EFGH1234' }, TODAY)).toBe(false);
  });

  it('see the roles of their units, found by part of a name; signs of patterns are letters', async () => {
    const within = [here, ...territory.communesOf(here).map((c) => c.code)];
    const seen = await listRoles(root(), { within });
    expect(new Set(seen.map((r) => r.account))).toEqual(new Set(['tinh.nay', 'cua.xa', 'can.bo.moi']));
    expect((await listRoles(root(), { q: 'Tinh.N' })).map((r) => r.account)).toEqual(['tinh.nay']);
    expect(await listRoles(root(), { q: '%' })).toEqual([]);
    expect(await listRoles(root(), { q: '_inh' })).toEqual([]);
    expect(await listRoles(root(), {}, 2)).toHaveLength(2);
  });

  it('cannot raise anybody above themselves: whatever a role may give, it or its giver already decides less', async () => {
    for (const role of ROLES) {
      const grants = ROLE_RULES[role].grants ?? [];
      expect(grants, role).not.toContain(role);
      expect(grants, role).not.toContain('minister_office');
      expect(grants, role).not.toContain('ministry_officer');
      if (role !== 'ministry_officer') expect(grants, role).not.toContain('province_chair');
    }
    const { actor } = await as('tinh.nay');
    const given = ROLES.filter((r) => mayGrant(territory, actor, r, here, TODAY));
    expect(given).toEqual(ROLES.filter((r) => ROLE_RULES.province_body.grants?.includes(r)));
    expect(ROLES.filter((r) => mayGrant(territory, actor, r, there, TODAY))).toEqual([]);
  });
});
