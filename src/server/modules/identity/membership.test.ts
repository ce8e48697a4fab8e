import { beforeAll, describe, expect, it } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import {
  actingFor,
  consentToMembership,
  createAccount,
  endMembership,
  ensureOrganisation,
  grantRole,
  listMembers,
  listProxies,
  may,
  type Person,
  proposeMember,
  type Role,
  revokeRole,
} from './index.ts';
import { loadAssignments } from './queries/load-person.ts';

const base = testDatabase();
const TODAY = '2026-11-22';
const root = (): Ctx => testCtx(base.db, `${TODAY}T08:00:00+07:00`);
let ground: Territory;
let commune = '';
let province = '';
let coop = '';
let house = '';

async function as(account: string, more: Partial<Person> = {}): Promise<Ctx> {
  const row = await base.db.selectFrom('identity.account').select(['id', 'name']).where('account', '=', account).executeTakeFirstOrThrow();
  const actor = {
    kind: 'person' as const,
    ...row,
    account,
    sample: false,
    mustChange: false,
    assignments: await loadAssignments(base.db, row.id),
  };
  return { ...root(), actor: { ...actor, ...more } as Person };
}
const give = (account: string, role: Role, unit: string, organisation?: string) =>
  grantRole(root(), { account, role, unit, organisation, from: '2026-01-01', basis: 'QĐ' }, ground);
const actsFor = async (account: string, producer: string) =>
  may(ground, (await as(account)).actor, 'act_for_producer', { unit: commune, producer }, TODAY);

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  province = ground.provinces(34)[0]?.code ?? '';
  commune = ground.communesOf(province)[0]?.code ?? '';
  const other = ground.communesOf(province)[1]?.code ?? '';
  for (const account of ['thu-ky', 'chu-ho', 'nguoi-khac', 'can-bo-xa', 'can-bo-xa-khac', 'co-quan'])
    await createAccount(root(), { account, name: account }, ground);
  coop = (await ensureOrganisation(root(), { producer: 'COOP', name: 'HTX', unit: commune }, ground)).id;
  house = (await ensureOrganisation(root(), { producer: 'HOUSE', name: 'Hộ', unit: commune }, ground)).id;
  await give('thu-ky', 'secretary', commune, coop);
  await give('chu-ho', 'producer', commune, house);
  await give('can-bo-xa', 'commune_officer', commune);
  await give('can-bo-xa-khac', 'commune_officer', other);
  await give('co-quan', 'province_body', province);
});

const HOUSE = () => ({ id: 'HOUSE', name: 'Hộ', unit: commune });
const propose = async (by: string, more: object = {}) =>
  proposeMember(await as(by), { organisation: coop, producer: HOUSE(), from: TODAY, basis: 'Đơn 1', ...more }, ground);
const key = (from = TODAY) => ({ organisation: coop, member: house, from });

describe('a member of a cooperative', () => {
  it('is recorded by the secretary, served once it agrees, and no longer once it is over', async () => {
    await expect(propose('nguoi-khac')).rejects.toThrow(/forbidden/);
    await expect(propose('chu-ho')).rejects.toThrow(/forbidden/);
    await expect(propose('thu-ky', { basis: ' ' })).rejects.toThrow(/not recorded/);
    await expect(propose('thu-ky', { until: '2026-01-01' })).rejects.toThrow(/not recorded/);
    await expect(propose('thu-ky', { producer: { id: 'COOP', name: 'HTX', unit: commune } })).rejects.toThrow(/invalid/);
    const both = await Promise.allSettled([propose('thu-ky'), propose('thu-ky', { from: '2026-11-01' })]);
    expect(both.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
    const [row] = await listMembers(await as('thu-ky'), { organisations: [coop] });
    const there = key(row?.from);
    expect(row).toMatchObject({ name: 'Hộ', consentedOn: null, basis: 'Đơn 1' });
    expect(await actsFor('thu-ky', 'HOUSE')).toBe(false);
    expect((await actingFor(base.db, 'HOUSE', TODAY)).length).toBe(1);
    for (const by of ['thu-ky', 'nguoi-khac', 'can-bo-xa'])
      await expect(consentToMembership(await as(by), there, ground)).rejects.toThrow(/forbidden/);
    for (const from of ['', '2026-02-30', 'x'])
      await expect(consentToMembership(await as('chu-ho'), { ...there, from }, ground)).rejects.toThrow(/not_found/);
    await consentToMembership(await as('chu-ho'), there, ground);
    await consentToMembership(await as('chu-ho'), there, ground); // harmless twice
    expect(await actsFor('thu-ky', 'HOUSE')).toBe(true);
    expect((await actingFor(base.db, 'HOUSE', TODAY)).length).toBe(2);
    await expect(endMembership(await as('can-bo-xa-khac'), there, ground)).rejects.toThrow(/forbidden/);
    await endMembership(await as('chu-ho'), there, ground);
    expect(await actsFor('thu-ky', 'HOUSE')).toBe(false);
    await expect(endMembership(await as('chu-ho'), there, ground)).rejects.toThrow(/not_found/);
    expect(await listMembers(await as('thu-ky'), { organisations: [coop] })).toEqual([]);
  });

  it('without an account agrees on paper before the officer of its commune', async () => {
    await propose('thu-ky', { from: '2026-11-20' });
    const there = key('2026-11-20');
    expect(await listMembers(root(), { waitingIn: [commune] })).toHaveLength(1);
    await expect(consentToMembership(await as('can-bo-xa-khac'), { ...there, paper: 'Giấy 1' }, ground)).rejects.toThrow(/forbidden/);
    await expect(
      consentToMembership(await as('can-bo-xa', { scopes: ['dossiers'] }), { ...there, paper: 'Giấy 1' }, ground),
    ).rejects.toThrow(/forbidden/);
    await consentToMembership(await as('can-bo-xa'), { ...there, paper: 'Giấy 1' }, ground);
    expect(await listMembers(root(), { waitingIn: [commune] })).toEqual([]);
    expect(await actsFor('thu-ky', 'HOUSE')).toBe(true);
    await endMembership(await as('thu-ky'), there, ground);
    expect(await actsFor('thu-ky', 'HOUSE')).toBe(false);
  });
});

describe('a proxy', () => {
  const record = async (by: string, account = by) => {
    const organisation = await ensureOrganisation(await as(by), { producer: 'OLD', name: 'Cụ Sáu', unit: commune }, ground);
    return grantRole(
      await as(by),
      { account, role: 'proxy', unit: commune, organisation: organisation.id, basis: 'Giấy ủy quyền 1' },
      ground,
    );
  };

  it('is recorded by the officer of the commune, also for oneself, and acts for that producer only', async () => {
    await expect(record('can-bo-xa-khac')).rejects.toThrow(/forbidden/);
    await expect(record('chu-ho')).rejects.toThrow(/forbidden/);
    const { id } = await record('can-bo-xa');
    expect(await actsFor('can-bo-xa', 'OLD')).toBe(true);
    expect(await actsFor('can-bo-xa', 'HOUSE')).toBe(false);
    expect(await listProxies(root(), { units: [commune] })).toMatchObject([{ id, account: 'can-bo-xa', producer: 'OLD' }]);
    await expect(revokeRole(await as('can-bo-xa-khac'), { assignment: id, reason: 'x' }, ground)).rejects.toThrow(/forbidden/);
    await revokeRole(await as('can-bo-xa'), { assignment: id, reason: 'Đổi ý' }, ground);
    expect(await actsFor('can-bo-xa', 'OLD')).toBe(false);
  });

  it('is ended by the producer it serves, by the officer, by the province; by nobody else', async () => {
    const proxy = () => give('nguoi-khac', 'proxy', commune, house);
    for (const by of ['chu-ho', 'can-bo-xa', 'co-quan', 'nguoi-khac']) {
      const { id } = await proxy();
      await expect(revokeRole(await as('thu-ky'), { assignment: id, reason: 'x' }, ground)).rejects.toThrow(/forbidden/);
      await revokeRole(await as(by), { assignment: id, reason: 'x' }, ground);
    }
    // a proxy does not speak for the producer about other proxies
    const { id } = await proxy();
    await give('thu-ky', 'proxy', commune, house);
    await expect(revokeRole(await as('thu-ky'), { assignment: id, reason: 'x' }, ground)).rejects.toThrow(/forbidden/);
  });
});
