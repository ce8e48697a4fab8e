// biome-ignore-all lint/performance/useDomNodeTextContent: what counts is what a person sees
// A queue worked by keyboard and in bulk: each chosen row has its own transaction and its own answer; the same form twice does nothing twice.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#shared/dates.ts';
import { faults, journey, noBrowser } from '../support/journey.ts';

/** As people type who leave the marks out. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

describe.skipIf(noBrowser)('hàng chờ', () => {
  const site = journey();
  const as = (account: string, width: number) => site.as(account, { width, scripts: true });
  const sound = async (page: Page, name: string) => expect(await faults(page, name)).toEqual([]);
  const moves = async () =>
    (
      await site.database.db
        .selectFrom('assessment.dossier_move')
        .select('dossier_id')
        .where('actor_name', 'like', 'Cơ quan tham mưu%')
        .execute()
    ).length;

  it('Chọn bằng bàn phím, tiếp nhận nhiều hồ sơ một lúc, từng dòng một câu trả lời; lọc theo tên', async () => {
    const body = site.accounts.find((a) => /^ocop\.\d/.test(a)) ?? '';
    const phone = await as(body, 360);
    await phone.goto('/desk/ho-so');
    await sound(phone, 'queue-360');
    const page = await as(body, 1280);
    await page.goto('/desk/ho-so', { waitUntil: 'networkidle' });
    await sound(page, 'queue-1280');
    const boxes = page.locator('input[name=dossier]');
    const ready = await boxes.count();
    expect(ready).toBeGreaterThan(1);
    // by keyboard alone: into the list, down to the first row that can be chosen, chosen
    const rows = page.locator('.queue > li');
    const first = await rows.evaluateAll((all) => all.findIndex((r) => r.querySelector('input')));
    await rows.first().getByRole('link').focus();
    for (let i = 0; i < first; i++) await page.keyboard.press('j');
    await page.keyboard.press('x');
    expect(await boxes.first().isChecked()).toBe(true);
    await page.getByLabel('Chọn cả trang').check();
    const before = await moves();
    const button = page.locator('button[name=move]').first();
    const label = await button.innerText();
    await button.click();
    const said = page.locator('.said');
    await said.waitFor();
    const [, done, all] = /(\d+)\/(\d+)/.exec(await said.innerText()) ?? [];
    expect(Number(all)).toBe(ready);
    expect(Number(done)).toBeGreaterThan(0);
    expect(await moves()).toBe(before + Number(done));
    if (Number(done) < ready) expect(await said.locator('li').count()).toBe(ready - Number(done));
    await sound(page, 'queue-answers');
    expect(label.length).toBeGreaterThan(3);

    const name = (await rows.first().locator('strong').innerText()).slice(0, 12);
    await page.getByLabel('Lọc theo tên').fill(plain(name));
    await page.getByLabel('Lọc theo tên').press('Enter');
    await page.waitForURL(/tim=/);
    expect(await rows.count()).toBeGreaterThan(0);
    for (const row of await rows.all()) expect((await row.innerText()).toLowerCase()).toContain(name.toLowerCase());
  }, 300_000);

  it('Cử kiểm tra nhiều sản phẩm một lúc: mã sai không giữ các mã khác', async () => {
    const inspector = site.accounts.find((a) => a.startsWith('kiem-tra.')) ?? '';
    const page = await as(inspector, 1280);
    await page.goto('/desk/giam-sat/kiem-tra');
    await page.locator('summary', { hasText: 'Kiểm tra đột xuất' }).click();
    // by a producer's name without marks: its products can be ticked
    const shown =
      (await site.api<{ items: { producer: { name: string } }[] }>(`/products?province=${inspector.slice(-2)}&pageSize=1`)).items[0]
        ?.producer.name ?? '';
    await page.getByLabel('Tìm sản phẩm').fill(plain(shown));
    await page.getByRole('button', { name: 'Tìm', exact: true }).click();
    const form = page.locator('form[action^="?/order"]');
    await sound(page, 'order');
    expect(await form.innerText()).toContain(shown);
    const boxes = form.locator('[name=productId]');
    const ids = await boxes.evaluateAll((all) => all.slice(0, 2).map((b) => (b as HTMLInputElement).value));
    expect(ids).toHaveLength(2);
    await boxes.nth(2).evaluate((b) => b.setAttribute('value', 'KHONGCO1'));
    for (const n of [0, 1, 2]) await boxes.nth(n).check();
    await form.getByLabel('Hạn xong').fill(addDays(dayOf(new Date()), 9));
    await form.getByLabel('Vì sao').fill('Tháng cao điểm');
    await form.locator('[type=submit]').click();
    const said = page.locator('.said');
    await said.waitFor();
    expect(await said.innerText()).toContain('2/3');
    expect(await said.locator('li').allInnerTexts()).toEqual([expect.stringContaining('KHONGCO1')]);
    const rows = await site.database.db
      .selectFrom('supervision.inspection')
      .select('product_id')
      .where('note', '=', 'Tháng cao điểm')
      .execute();
    expect(rows.map((r) => r.product_id).sort()).toEqual([...ids].sort());
  }, 120_000);
});
