import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Territory } from '#server/modules/territory/index.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import * as door from '../index.ts';
import { sheetWorth } from '../route-fixture.ts';
import { type Cast, SET, twoProvinces, type walker } from '../route-walk.ts';

const database = testDatabase();
let ground: Territory;
let cast: Cast;
let walk: ReturnType<typeof walker>;
let dossier: string;
let hearing: string;
const LONG = 'Bộ quà tặng hạt điều rang muối nguyên vỏ lụa, hạt tiêu đen xay mịn và cà phê rang mộc đóng hộp Thử Nghiệm';

beforeAll(async () => {
  const scene = await twoProvinces(database.db);
  ({ ground, cast, walk } = scene);
  stranger = scene.far.officer;
  dossier = await walk.draft(80, { productName: LONG });
});
let stranger: Cast['officer'];

const read = (bytes: Uint8Array) =>
  execFileSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' }).normalize().replace(/\s+/g, ' ');
async function print(who: Cast['officer'], paper: string): Promise<string> {
  const { bytes, name } = await door.printDossier(walk.on(who), { dossier, paper }, ground);
  // a folder to look at them by eye
  if (process.env.SANVAT_SHOW) {
    mkdirSync(process.env.SANVAT_SHOW, { recursive: true });
    writeFileSync(`${process.env.SANVAT_SHOW}/${paper.slice(0, 8)}.pdf`, bytes);
  }
  expect(name).toBe(`${paper}-${dossier}.pdf`);
  return read(bytes);
}
const GONE = { code: 'not_found' };
const CLOSED = { code: 'forbidden' };

describe('the papers of a dossier', () => {
  it('are a draft for the producer until it is sent, and closed to everybody else', async () => {
    expect(await print(cast.producer, 'mau-01')).toContain('BẢN NHÁP');
    await expect(print(cast.officer, 'mau-01')).rejects.toMatchObject(CLOSED);
    await expect(print(cast.producer, 'mau-03')).rejects.toMatchObject(GONE);
    for (const odd of ['mau-04', 'phieu-', '../x', 'bien-ban-12345678'])
      await expect(print(cast.producer, odd)).rejects.toMatchObject(GONE);
  });

  it('are filled from what was sent: forms 01 and 02, and the commune’s form 03', async () => {
    await walk.toProvince(dossier);
    const first = await print(cast.body, 'mau-01');
    for (const said of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', LONG, 'Đại diện', '0900000000', 'Cấp xã', 'bản nộp lần 1', 'giấy.pdf'])
      expect(first).toContain(said);
    expect(first).toContain(`commune_officer ${cast.commune}`);
    const second = await print(cast.producer, 'mau-02');
    const { total } = await door.getDossier(walk.on(cast.producer), dossier, ground);
    expect(second).toContain(`Tổng điểm tự đánh giá: ${total} / 100`);
    const set = door.findSet(door.LIVE_RULESET, SET);
    for (const c of set?.parts.flatMap((p) => p.sections.flatMap((s) => s.criteria)) ?? [])
      expect(second).toContain(c.title.vi.slice(0, 12));
    const third = await print(cast.body, 'mau-03');
    for (const said of ['Tại xã', 'Lao động tại chỗ', 'Của chủ thể', 'Nghề lâu đời', '12/TTr-UBND', 'đề nghị'])
      expect(third).toContain(said);
    await expect(print(stranger, 'mau-01')).rejects.toMatchObject(CLOSED);
  });

  it('of the council: the own sheet while it scores, all of them and the minutes once it has closed', async () => {
    hearing = await walk.toCouncil(dossier);
    const [one] = cast.members;
    if (!one) throw new Error('no member');
    await expect(print(one, `phieu-${hearing}`)).rejects.toMatchObject(GONE);
    await door.submitSheet(walk.on(one), { hearing, round: 1, answers: sheetWorth(SET, 78) }, ground);
    expect((await print(one, `phieu-${hearing}`)).match(/Thành viên chấm/g)).toHaveLength(1);
    await expect(print(cast.chair, `phieu-${hearing}`)).rejects.toMatchObject(GONE);
    await expect(print(cast.chair, `bien-ban-${hearing}`)).rejects.toMatchObject(GONE);
    await walk.score(hearing, [80], [cast.chair, ...cast.members.slice(1)]);
    await door.closeScoring(walk.on(cast.chair), { hearing }, ground);
    expect((await print(cast.chair, `phieu-${hearing}`)).match(/Thành viên chấm/g)).toHaveLength(4);
    const minutes = await print(cast.chair, `bien-ban-${hearing}`);
    expect(minutes).toContain('BIÊN BẢN HỌP HỘI ĐỒNG');
    expect(minutes).toContain('Số phiếu 4');
    expect(minutes).toContain('đề nghị công nhận sản phẩm đạt 4 sao');
    await expect(print(cast.producer, `bien-ban-${hearing}`)).rejects.toThrow();
    await expect(print(cast.producer, `phieu-${hearing}`)).rejects.toThrow();
  });
});
