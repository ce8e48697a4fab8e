import { beforeAll, describe, expect, it } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { TEST_BOX } from '../../../../tests/support/secrets.ts';
import { loadSamplePeople } from './fixtures.ts';
import {
  actorOf,
  assertMay,
  createIdentity,
  delegateRole,
  type Grant,
  grantRole,
  type Identity,
  isPerson,
  listRoles,
  listSamplePeople,
  may,
  type Person,
  revokeRole,
  signInAsSample,
} from './index.ts';
import { issueSampleToken } from './sample/act-as.ts';

const base = testDatabase();
const TODAY = '2026-11-22';
let territory: Territory;
let identity: Identity;
let provinces: [string, string];
let communes: string[];
const ctx = (): Ctx => testCtx(base.db, `${TODAY}T08:00:00+07:00`);
const tokens = new Map<string, string>();

async function person(account: string): Promise<Person> {
  const token = tokens.get(account) ?? (await issueSampleToken(ctx(), { account, sample: true })).token;
  tokens.set(account, token);
  const actor = await actorOf(
    { db: base.db, identity, clock: () => ctx().now },
    { headers: new Headers({ authorization: `Bearer ${token}` }) },
  );
  if (!isPerson(actor)) throw new Error('nobody');
  return actor;
}
const as = async (account: string): Promise<Ctx> => ({ ...ctx(), actor: await person(account) });

beforeAll(async () => {
  territory = await loadTerritory(base.db);
  identity = createIdentity(base.db, { secrets: TEST_BOX, sample: true });
  const [a, b] = territory.provinces(34).map((p) => p.code);
  provinces = [a ?? '', b ?? ''];
  const facts = [a, b].flatMap((province) =>
    territory.communesOf(province ?? '').flatMap((c, i) =>
      (['cooperative', 'household', 'enterprise'] as const).map((type) => ({
        sample: true,
        producer: { id: `${type}-${c.code}`, name: `${type} ${i}`, type },
        place: { communeCode: c.code, provinceCode: c.provinceCode },
      })),
    ),
  );
  async function* read() {
    yield facts;
  }
  expect(await loadSamplePeople(ctx(), territory, read)).toBe(true);
  expect(await loadSamplePeople(ctx(), territory, read)).toBe(false);
  communes = (await listSamplePeople(ctx(), identity))
    .filter((p) => p.role === 'commune_officer' && territory.commune(p.unit)?.provinceCode === a)
    .map((p) => p.unit);
});

describe('the sample people', () => {
  it('are there for every role, in two provinces, the ministry and three kinds of producer', async () => {
    const people = await listSamplePeople(ctx(), identity);
    const count = (role: string, unit?: string) => people.filter((p) => p.role === role && (unit === undefined || p.unit === unit)).length;
    for (const p of provinces) {
      expect([
        count('province_body', p),
        count('province_council_member', p),
        count('province_council_chair', p),
        count('province_chair', p),
      ]).toEqual([1, 5, 1, 1]);
      expect([count('province_adviser', p), count('inspector', p), count('outlet', p), count('promotion_officer', p)]).toEqual([
        1, 1, 1, 1,
      ]);
    }
    expect(communes).toHaveLength(2);
    expect(count('commune_officer')).toBe(4);
    expect([count('ministry_officer'), count('central_council_member'), count('central_council_chair'), count('minister_office')]).toEqual([
      1, 5, 1, 1,
    ]);
    expect([count('producer'), count('secretary'), count('buyer'), count('integrator')]).toEqual([3, 1, 2, 1]);
    expect(new Set(people.map((p) => p.account)).size).toBe(people.length);
  });

  it('act only where the data is sample data', async () => {
    expect(await listSamplePeople(ctx(), { sample: false })).toEqual([]);
    await expect(issueSampleToken(ctx(), { account: 'bo.lanh-dao', sample: false })).rejects.toThrow(/forbidden/);
    await expect(signInAsSample(ctx(), { account: 'bo.lanh-dao', sample: false })).rejects.toThrow(/forbidden/);
    const { token } = await issueSampleToken(ctx(), { account: 'bo.lanh-dao', sample: true });
    const elsewhere = { db: base.db, identity: createIdentity(base.db, { secrets: TEST_BOX, sample: false }), clock: () => ctx().now };
    await expect(actorOf(elsewhere, { headers: new Headers({ authorization: `Bearer ${token}` }) })).rejects.toThrow(/unauthorized/);
    await expect(issueSampleToken(ctx(), { account: 'khong-co', sample: true })).rejects.toThrow(/not_found/);
  });

  it('hold their verbs in their unit and nowhere else', async () => {
    const [one, two] = communes;
    const elsewhere = territory.communesOf(provinces[1])[0]?.code ?? '';
    const officer = await person(`xa.${one}`);
    const does = (p: Person, verb: Parameters<typeof may>[2], unit: string | undefined, producer?: string) =>
      may(territory, p, verb, { unit: unit ?? '', ...(producer ? { producer } : {}) }, TODAY);
    expect(does(officer, 'receive_dossier', one)).toBe(true);
    for (const unit of [two, provinces[0], elsewhere, 'VN', '']) expect(does(officer, 'receive_dossier', unit)).toBe(false);
    const chair = await person(`chu-tich.${provinces[0]}`);
    expect([does(chair, 'decide', one), does(chair, 'decide', elsewhere), does(chair, 'decide_centre', one)]).toEqual([true, false, false]);
    const minister = await person('bo.lanh-dao');
    expect([does(minister, 'decide_centre', one), does(minister, 'decide', one), does(minister, 'revoke', one)]).toEqual([
      true,
      false,
      false,
    ]);
    const member = await person('bo.hoi-dong-1');
    expect([does(member, 'score_centre', one), does(member, 'score', one)]).toEqual([true, false]);
    const household = (await person('chu-the.ho')).assignments[0]?.producers[0]?.id ?? '';
    const secretary = await person('thu-ky.hop-tac-xa');
    expect(does(secretary, 'act_for_producer', one, household)).toBe(true);
    expect(does(await person('chu-the.hop-tac-xa'), 'act_for_producer', one, household)).toBe(false);
    expect(does(await person('chu-the.ho'), 'act_for_producer', one, household)).toBe(true);
    expect(() => assertMay(territory, officer, 'decide', { unit: one ?? '' }, TODAY)).toThrow(/forbidden/);
    expect(() => assertMay(territory, { kind: 'public', id: 'public', name: '' }, 'decide', { unit: one ?? '' }, TODAY)).toThrow(
      /unauthorized/,
    );
  });
});

describe('giving a role', () => {
  const grant = async (by: string, input: Partial<Grant>) =>
    grantRole(await as(by), { account: 'nguoi-mua', role: 'inspector', unit: provinces[0], basis: 'Quyết định thử', ...input }, territory);

  it('takes the right, the level, the unit, the time and a paper', async () => {
    const body = `ocop.${provinces[0]}`;
    await expect(grant(body, { unit: provinces[1] })).rejects.toThrow(/forbidden/);
    await expect(grant(body, { role: 'province_chair' })).rejects.toThrow(/forbidden/);
    await expect(grant(body, { role: 'minister_office', unit: 'VN' })).rejects.toThrow(/forbidden/);
    await expect(grant('bo.chuyen-vien', { role: 'minister_office', unit: 'VN' })).rejects.toThrow(/forbidden/);
    await expect(grant(`xa.${communes[0]}`, { role: 'inspector' })).rejects.toThrow(/forbidden/);
    await expect(grant(body, { account: body, role: 'inspector' })).rejects.toThrow(/oneself/);
    for (const bad of [
      { unit: '98' },
      { role: 'commune_officer' as const },
      { basis: ' ' },
      { from: '2026-02-30' },
      { until: '2020-01-01' },
      { role: 'producer' as const },
    ])
      await expect(grant(body, bad)).rejects.toThrow(/invalid/);
    await expect(grant(body, { account: 'khong-co-ai' })).rejects.toThrow(/not_found/);
  });

  it('works at once, for its time, and its withdrawal works at once', async () => {
    const unit = provinces[0];
    const { id } = await grant(`ocop.${unit}`, { from: '2026-11-20', until: '2026-12-31' });
    const on = async (day: string) => may(territory, await person('nguoi-mua'), 'inspect', { unit: communes[0] ?? '' }, day);
    expect([await on('2026-11-19'), await on('2026-11-20'), await on('2026-12-31'), await on('2027-01-01')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect((await listRoles(ctx(), { account: 'nguoi-mua' })).map((r) => r.role)).toContain('inspector');
    await expect(revokeRole(await as(`ocop.${provinces[1]}`), { assignment: id, reason: 'x' }, territory)).rejects.toThrow(/forbidden/);
    await expect(revokeRole(await as(`ocop.${unit}`), { assignment: id, reason: ' ' }, territory)).rejects.toThrow(/invalid/);
    await revokeRole(await as(`ocop.${unit}`), { assignment: id, reason: 'thôi việc' }, territory);
    expect(await on('2026-11-22')).toBe(false);
    await expect(revokeRole(await as(`ocop.${unit}`), { assignment: id, reason: 'x' }, territory)).rejects.toThrow(/not_found/);
    const acts = await base.db
      .selectFrom('audit.act')
      .select(['verb', 'actor_name'])
      .where('verb', 'in', ['grant_role', 'revoke_role'])
      .orderBy('no')
      .execute();
    expect(acts.map((a) => a.verb)).toEqual(['grant_role', 'revoke_role']);
  });

  it('makes an officer the recorded proxy of a producer of the own commune only', async () => {
    const officer = `xa.${communes[0]}`;
    const own = (await person('chu-the.hop-tac-xa')).assignments[0];
    const other = (await person('chu-the.doanh-nghiep')).assignments[0];
    const input = { account: officer, role: 'proxy' as const, unit: communes[0] ?? '', basis: 'Giấy ủy quyền có chữ ký của chủ thể' };
    await expect(grant(officer, { ...input, organisation: other?.organisation?.id })).rejects.toThrow(/invalid/);
    await grant(officer, { ...input, organisation: own?.organisation?.id });
    const producer = own?.producers[0]?.id ?? '';
    expect(may(territory, await person(officer), 'act_for_producer', { unit: communes[0] ?? '', producer }, TODAY)).toBe(true);
  });
});

describe('lending a role', () => {
  it('gives a part, for a time, and falls with its source', async () => {
    const unit = provinces[0];
    const chair = await as(`chu-tich.${unit}`);
    const own = (chair.actor as Person).assignments[0]?.id ?? '';
    const lend = async (by: Ctx, input: object) =>
      delegateRole(by, { assignment: own, account: `ocop.${unit}`, until: '2026-12-31', basis: 'Giấy ủy quyền', ...input }, territory);
    await expect(lend(await as('bo.lanh-dao'), {})).rejects.toThrow(/forbidden/);
    await expect(lend(chair, { account: `chu-tich.${unit}` })).rejects.toThrow(/oneself/);
    await expect(lend(chair, { unit: provinces[1] })).rejects.toThrow(/invalid/);
    await expect(lend(chair, { from: '2018-01-01' })).rejects.toThrow(/invalid/);
    await expect(lend(chair, { verbs: ['decide_centre'] })).rejects.toThrow(/invalid/);
    const member = await as(`hoi-dong-1.${unit}`);
    await expect(lend(member, { assignment: (member.actor as Person).assignments[0]?.id })).rejects.toThrow(/cannot be delegated/);
    await lend(chair, { verbs: ['revoke'] });
    expect(await listRoles(ctx(), { lentBy: chair.actor.id })).toMatchObject([
      { account: `ocop.${unit}`, role: 'province_chair', until: '2026-12-31' },
    ]);
    expect(await listRoles(ctx(), { lentBy: member.actor.id })).toEqual([]);
    const body = await as(`ocop.${unit}`);
    const loan = (body.actor as Person).assignments.find((a) => a.source)?.id ?? '';
    const does = async (verb: 'revoke' | 'decide', day = TODAY) =>
      may(territory, await person(`ocop.${unit}`), verb, { unit: communes[0] ?? '' }, day);
    expect([await does('revoke'), await does('decide'), await does('revoke', '2027-01-01')]).toEqual([true, false, false]);
    await expect(lend(body, { assignment: loan, account: `tu-van.${unit}` })).rejects.toThrow(/cannot be delegated/);
    await base.db.updateTable('identity.account').set({ disabled_at: new Date() }).where('account', '=', `chu-tich.${unit}`).execute();
    expect(await does('revoke')).toBe(false);
    await base.db.updateTable('identity.account').set({ disabled_at: null }).where('account', '=', `chu-tich.${unit}`).execute();
    expect(await does('revoke')).toBe(true);
    await revokeRole(ctx(), { assignment: own, reason: 'hết nhiệm kỳ' }, territory);
    expect(await does('revoke')).toBe(false);
  });
});
