import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import labels from '../../../../../reference/rulesets/qd26-2026/labels.json' with { type: 'json' };
import live from '../../../../../reference/rulesets/qd26-2026/ruleset.json' with { type: 'json' };
import sets1 from '../../../../../reference/rulesets/qd26-2026/sets-01-09.json' with { type: 'json' };
import sets10 from '../../../../../reference/rulesets/qd26-2026/sets-10-18.json' with { type: 'json' };
import sets19 from '../../../../../reference/rulesets/qd26-2026/sets-19-26.json' with { type: 'json' };
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { rulesetOn, scoreSheet, sheetsOn } from '../index.ts';
import { ctxOf, personAs } from '../route-fixture.ts';
import { checkFile } from './check-file.ts';
import { importRuleset } from './import-ruleset.ts';
import { findRuleset, keepImported } from './known.ts';
import { loadRulesets } from './store.ts';
import { findSet, listRulesets } from './view.ts';

const database = testDatabase();
let ground: Territory;
beforeAll(async () => {
  ground = await loadTerritory(database.db);
});
afterAll(() => keepImported([]));

type Edit = (file: ReturnType<typeof fresh>) => void;
const fresh = () =>
  structuredClone({
    ruleset: { ...live, id: 'QD99-2027', instrument: 'QĐ 99/2027/QĐ-TTg', decidedOn: '2027-01-05', from: '2027-03-01', source: 'official' },
    sets: [...sets1.sets, ...sets10.sets, ...sets19.sets],
    labels,
  });
const fileWith = (edit: Edit = () => {}) => {
  const file = fresh();
  edit(file);
  return JSON.stringify(file);
};
const send = (file: string, dryRun = false) => importRuleset(testCtx(database.db, undefined, OPERATOR), { file, dryRun }, ground);
const rows = () => database.db.selectFrom('assessment.ruleset').select('id').execute();

it('finds nothing wrong with the sheets we ship', () => {
  expect(checkFile(JSON.parse(fileWith())).faults).toEqual([]);
});

describe('a file with a fault is refused as a whole, by name', () => {
  const faulty: [string, string, Edit][] = [
    ['parts that do not make 100', 'ruleset.parts:sum', (f) => Object.assign(f.ruleset.parts, { A: 41 })],
    ['bands that do not fall', 'ruleset.bands:order', (f) => Object.assign(f.ruleset.bands[1] ?? {}, { from: 95 })],
    ['an end before its beginning', 'ruleset.until:order', (f) => Object.assign(f.ruleset, { until: '2027-02-28' })],
    ['in force before it was decided', 'ruleset.from:order', (f) => Object.assign(f.ruleset, { from: '2027-01-04' })],
    ['a set that stands twice', 'sets.1:twice', (f) => f.sets.push(structuredClone(f.sets[0] as (typeof f.sets)[0]))],
    ['options that fall', 'sets.1.1.1:option_order', (f) => f.sets[0]?.parts[0]?.sections[0]?.criteria[0]?.options.reverse()],
    ['a section that does not add up', 'sets:contradiction', (f) => Object.assign(f.sets[0]?.parts[0]?.sections[0] ?? {}, { max: 17 })],
    [
      'a condition on a later criterion',
      'sets:contradiction',
      (f) => Object.assign(f.sets[0]?.parts[0]?.sections[0]?.criteria[0] ?? {}, { appliesIf: { criterion: '6.1', minPoints: 1 } }),
    ],
    ['a word that is missing', 'sets:contradiction', (f) => Object.assign(f.labels, { options: {} })],
    ['a field nobody knows', 'sets.0:invalid', (f) => Object.assign(f.sets[0] ?? {}, { total: 100 })],
    [
      'a higher star that asks for less',
      'sets.1.1.5:gate_order',
      (f) => {
        const options = f.sets[0]?.parts[0]?.sections[0]?.criteria[4]?.options as unknown[][];
        Object.assign(options[2] ?? [], { 2: 5 });
        Object.assign(options[3] ?? [], { 2: 4 });
      },
    ],
  ];
  it.each(faulty)('%s', async (_, where, edit) => {
    const refused = await send(fileWith(edit)).catch((e: unknown) => e);
    expect(refused).toMatchObject({ code: 'invalid' });
    expect((refused as { faults: { path: string; code: string }[] }).faults.map((f) => `${f.path}:${f.code}`)).toContain(where);
    expect(await rows()).toEqual([]);
  });

  it('no JSON at all', async () => {
    await expect(send('{')).rejects.toMatchObject({ faults: [{ path: 'file', code: 'malformed' }] });
  });
});

it('is tried without a trace, kept, listed, governs from its day, and scores', async () => {
  expect(await send(fileWith(), true)).toMatchObject({ id: 'QD99-2027', sets: 26, criteria: 787, imported: false, dryRun: true });
  expect(await rows()).toEqual([]);
  const list = listRulesets;
  expect(await send(fileWith())).toMatchObject({ imported: true });
  expect(
    list()
      .map((r) => [r.id, r.source])
      .at(-1),
  ).toEqual(['QD99-2027', 'official']);
  expect(rulesetOn('2027-02-28', 'first')?.id).toBe('QD26-2026');
  expect(rulesetOn('2027-03-01', 'first')?.id).toBe('QD99-2027');
  expect([sheetsOn('2027-02-28'), sheetsOn('2027-03-01'), sheetsOn('2020-01-01')]).toEqual(['QD26-2026', 'QD99-2027', 'QD26-2026']);
  expect(findSet('QD99-2027', 26)?.parts).toHaveLength(3);
  expect(scoreSheet({ ruleset: 'QD99-2027', set: 1, answers: { '1.1': '1.1-3' } }).total).toBe(3);
  // another process, and this one after a restart
  keepImported([]);
  expect(findRuleset('QD99-2027')).toBeUndefined();
  await loadRulesets(database.db);
  expect(findRuleset('QD99-2027')?.sheets.size).toBe(26);
});

it('never changes: the same file again is no change, another one is refused, shipped ones too, and the row cannot be touched', async () => {
  expect(await send(fileWith())).toMatchObject({ imported: false });
  const other = fileWith((f) => Object.assign(f.ruleset, { title: { vi: 'Khác', en: 'Other' } }));
  await expect(send(other)).rejects.toMatchObject({ code: 'conflict', faults: [{ code: 'taken' }] });
  await expect(send(fileWith((f) => Object.assign(f.ruleset, { id: 'QD26-2026' })))).rejects.toMatchObject({ code: 'conflict' });
  await expect(database.db.updateTable('assessment.ruleset').set({ body: '{}' }).execute()).rejects.toThrow(/never changes/);
  expect(await rows()).toEqual([{ id: 'QD99-2027' }]);
});

it('is for the ministry’s publishers', async () => {
  const send = (who: ReturnType<typeof personAs>) =>
    importRuleset(ctxOf(database.db, who), { file: fileWith((f) => Object.assign(f.ruleset, { id: 'X1' })), dryRun: true }, ground);
  await expect(send(personAs('province_body', ground.provinces(34)[0]?.code ?? ''))).rejects.toMatchObject({ code: 'forbidden' });
  expect(await send(personAs('ministry_officer', 'VN'))).toMatchObject({ dryRun: true });
});
