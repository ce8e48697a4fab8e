import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { officer } from '../../../../tests/support/recognised.ts';
import { row, workbookOf } from './imports/workbook-fixture.ts';
import { answerList, enterList, getList, handInList, listLists, putAwayList, questionsOf } from './lists.ts';

const base = testDatabase();
let ground: Territory;
beforeAll(async () => {
  ground = await loadTerritory(base.db);
});
beforeEach(async () => {
  for (const table of ['list_answer', 'list', 'recognition', 'product_version', 'product', 'producer'])
    await sql`delete from ${sql.table(`registry.${table}`)}`.execute(base.db);
});
const body = officer('body', 'province_body', '19');
const as = (who = body) => testCtx(base.db, undefined, who);
const HEAD = 'name;producer;commune;district;province;stars;decision_no;decision_date;issuer';
const line = (name: string, producer: string, commune: string, district: string, province = 'tỉnh Thái Nguyên') =>
  `${name};${producer};${commune};${district};${province};4;12/QĐ-UBND;2024-03-31;UBND ${province}`;
const csv = (...rows: string[]) => Buffer.from([HEAD, ...rows].join('\n'));
const handIn = (file: Uint8Array, who = body) => handInList(as(who), { unit: '19', file, fileName: 'Danh sách.csv' }, ground);
const products = async () => (await sql<{ n: number }>`select count(*)::int as n from registry.product`.execute(base.db)).rows[0]?.n;
const KNOWN = line('Trà', 'HTX Chè', 'xã Tân Cương', 'TP. Thái Nguyên');
const ELSEWHERE = line('Trà nõn', 'HTX Chè', 'xã La Bằng', 'huyện Đại Từ');

test('a list is read without a trace, entered once, and entering again changes nothing', async () => {
  const { id } = await handIn(csv(KNOWN));
  expect(await products()).toBe(0);
  expect(await handIn(csv(KNOWN))).toEqual({ id });
  expect((await listLists(as(), '19', ground)).map((l) => [l.id, l.state, l.report.created])).toEqual([[id, 'read', 1]]);
  expect((await enterList(as(), { id }, ground)).created).toBe(1);
  expect((await enterList(as(), { id }, ground)).unchanged).toBe(1);
  const list = await getList(as(), id, ground);
  expect([list.state, list.report.created, list.report.unchanged, await products()]).toEqual(['entered', 1, 0, 1]);
});

test('a person says once that the producer of the same name elsewhere is another one; later lists know it', async () => {
  await enterList(as(), await handIn(csv(KNOWN)), ground);
  const { id } = await handIn(csv(ELSEWHERE, line('Trà búp', 'HTX Chè', 'xã La Bằng', 'huyện Đại Từ')));
  const [question, ...more] = questionsOf((await getList(as(), id, ground)).report);
  expect(more).toEqual([]);
  expect(question).toMatchObject({ reason: 'same_name_elsewhere', rows: [2, 3], about: { producer: 'HTX Chè' } });
  const answer = { question: question?.question ?? '', choice: 'new' };
  expect((await answerList(as(), { id, answers: [answer] }, ground)).needsPerson).toEqual([]);
  expect((await enterList(as(), { id }, ground)).created).toBe(2);
  expect((await sql`select 1 from registry.producer`.execute(base.db)).rows).toHaveLength(2);
  const again = await getList(as(), (await handIn(csv(line('Trà đinh', 'HTX Chè', 'xã La Bằng', 'huyện Đại Từ')))).id, ground);
  expect(questionsOf(again.report)).toEqual([]);
});

test('or that it is the known one: the product joins it, under lock and without a second producer', async () => {
  await enterList(as(), await handIn(csv(KNOWN)), ground);
  const { id } = await handIn(csv(ELSEWHERE));
  await enterList(as(), { id }, ground);
  const [q] = questionsOf((await getList(as(), id, ground)).report);
  const known = q?.candidates[0]?.id ?? '';
  const answers = [{ question: q?.question ?? '', choice: 'producer', chosenId: known }];
  const report = await answerList(as(), { id, answers }, ground);
  expect([report.created, report.needsPerson.length]).toEqual([1, 0]);
  const owners = await sql<{ id: string }>`select distinct producer_id as id from registry.product`.execute(base.db);
  expect(owners.rows).toEqual([{ id: known }]);
});

test('a unit that may be one of several is named by a person; a row may be left out', async () => {
  await sql`delete from registry.list_answer`.execute(base.db);
  const { id } = await handIn(csv(line('Trà', 'HTX Một', '', '', ''), KNOWN));
  const report = (await getList(as(), id, ground)).report;
  expect(report.rejected.length + report.needsPerson.length).toBe(1);
  await enterList(as(), await handIn(csv(KNOWN)), ground);
  const second = await handIn(csv(ELSEWHERE));
  const [q] = questionsOf((await getList(as(), second.id, ground)).report);
  const left = await answerList(as(), { id: second.id, answers: [{ question: q?.question ?? '', choice: 'leave_out' }] }, ground);
  expect(left.rejected).toMatchObject([{ row: 2, code: 'left_out' }]);
});

test('answers that were not offered, other provinces and other people are refused, and nothing is kept', async () => {
  await enterList(as(), await handIn(csv(KNOWN)), ground);
  const { id } = await handIn(csv(ELSEWHERE, line('Mật ong', 'HTX Ong', 'xã Tân Trào', 'huyện Sơn Dương', 'tỉnh Tuyên Quang')));
  const { report } = await getList(as(), id, ground);
  expect(report.rejected).toMatchObject([{ row: 3, code: 'not_your_unit' }]);
  const [q] = questionsOf(report);
  for (const [choice, chosenId] of [
    ['producer', 'NOBODY'],
    ['unit', '19'],
    ['new', 'X'],
    ['whatever', undefined],
  ])
    await expect(
      answerList(as(), { id, answers: [{ question: q?.question ?? '', choice: choice ?? '', chosenId }] }, ground),
    ).rejects.toThrow(/^invalid/);
  await expect(answerList(as(), { id, answers: [{ question: 'other', choice: 'new' }] }, ground)).rejects.toThrow(/^invalid/);
  expect((await sql`select 1 from registry.list_answer`.execute(base.db)).rows).toEqual([]);
  for (const who of [officer('x', 'province_body', '08'), officer('c', 'province_chair', '19')]) {
    await expect(getList(as(who), id, ground)).rejects.toThrow(/^forbidden/);
    await expect(enterList(as(who), { id }, ground)).rejects.toThrow(/^forbidden/);
    await expect(handIn(csv(KNOWN), who)).rejects.toThrow(/^forbidden/);
  }
  await putAwayList(as(), { id }, ground);
  await expect(enterList(as(), { id }, ground)).rejects.toThrow(/^conflict/);
});

test('entering the same list twice at once enters it once', async () => {
  const { id } = await handIn(csv(KNOWN, line('Gạo', 'HTX Gạo', 'xã Tân Cương', 'TP. Thái Nguyên')));
  const both = await Promise.all([enterList(as(), { id }, ground), enterList(as(), { id }, ground)]);
  expect(both.map((r) => r.created).sort()).toEqual([0, 2]);
  expect([await products(), (await getList(as(), id, ground)).report.created]).toEqual([2, 2]);
});

test('a book of several sheets with headings of its own is read by the sheet and the columns that the officer names', async () => {
  const product = (n: number, name: string) => row(n, [name, 'HTX Chè', 'xã Tân Cương, TP. Thái Nguyên, Thái Nguyên', '4', '31/03/2024']);
  const head = (first: string) => row(1, [first, 'Chủ thể', 'Địa chỉ', 'Hạng sao', 'Ngày công nhận']);
  const file = workbookOf({
    'Năm 2023': { data: head('Sản phẩm') + product(2, 'Trà') },
    'Năm 2024': { data: head('Vật phẩm') + product(2, 'Trà đinh') },
  });
  const list = { unit: '19', file, fileName: 'Danh sách.xlsx' };
  const { id } = await handInList(as(), { ...list, sheet: 'năm 2024', map: 'Vật phẩm=name' }, ground);
  expect((await getList(as(), id, ground)).report).toMatchObject({ sheet: 'Năm 2024', created: 1 });
  expect((await enterList(as(), { id }, ground)).created).toBe(1);
  const { rows } = await sql<{ name: string }>`select name from registry.product`.execute(base.db);
  expect(rows).toEqual([{ name: 'Trà đinh' }]);
  await expect(handInList(as(), { ...list, sheet: 'Năm 2022' }, ground)).rejects.toMatchObject({ code: 'invalid' });
});
