// biome-ignore-all lint/performance/useDomNodeTextContent: what counts is what a person sees
// From an authority's conclusion to a star withdrawn everywhere at once, by the people of each office, in a real browser without scripts.
import { describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#shared/dates.ts';
import { journey, noBrowser } from '../support/journey.ts';

describe.skipIf(noBrowser)('thu hồi', () => {
  const site = journey();
  const { as, api } = site;
  const today = dayOf(new Date());
  type Answer = { total: number };
  type Page500 = { entries: { body: string }[]; head: { no: number } };

  it('Cơ quan tham mưu đề xuất, Chủ tịch tỉnh quyết định; sản phẩm mất sao ở mọi nơi; tỉnh khác không làm được gì', async () => {
    const [province, other] = [...new Set(site.accounts.filter((a) => a.startsWith('chu-tich.')).map((a) => a.slice(-2)))];
    const body = await as(`ocop.${province}`);
    await body.goto('/desk/giam-sat');
    const href = (await body.locator('.watch-rows li:not(:has-text("5 sao")) b a').first().getAttribute('href')) ?? '';
    const id = href.split('/').at(-1) ?? '';
    const before = {
      valid: (await api<Answer>('/statistics')).total,
      found: (await api<Answer>('/products?status=valid&pageSize=1')).total,
      record: (await api<Page500>('/record?after=999999')).head.no,
    };

    await body.goto(`/desk/giam-sat/thu-hoi?san-pham=${id}`);
    await body.getByLabel('Nguyên nhân').selectOption({ label: 'd) Dùng sai nhãn hiệu OCOP' });
    await body.getByLabel('Số văn bản kết luận hoặc xác nhận').fill('12/KL-TTr');
    await body.getByLabel('Cơ quan ban hành').fill('Thanh tra tỉnh');
    await body.getByLabel('Ngày ban hành').fill(addDays(today, -3));
    await body.getByLabel('Ghi chú').fill('Dán nhãn lên hàng khác');
    await body.getByRole('button', { name: 'Mở hồ sơ' }).click();
    await body.locator('.watch-rows b a').first().click();
    const address = new URL(body.url()).pathname;
    for (const act of ['Ghi kết quả xác minh', 'Đề xuất thu hồi']) {
      const form = body.getByRole('form', { name: act });
      await form.getByLabel('Ghi chú').fill('Đã làm');
      await form.getByRole('button').click();
      await body.getByRole('status').waitFor();
    }
    expect(await body.getByRole('form', { name: 'Quyết định thu hồi' }).count()).toBe(0);

    const stranger = await as(`chu-tich.${other}`);
    expect((await stranger.goto(address))?.status()).toBe(403);

    const chair = await as(`chu-tich.${province}`, { width: 360 });
    await chair.goto(address);
    const decide = chair.getByRole('form', { name: 'Quyết định thu hồi' });
    await decide.getByLabel('Số quyết định').fill('77/QĐ-UBND');
    await decide.getByLabel('Ngày quyết định').fill(today);
    await decide.getByRole('button').click();
    expect(await chair.locator('main').innerText()).toContain('Đã thu hồi');

    const gone = async () => (await api<{ status: string }>(`/products/${id}`)).status;
    await expect.poll(gone, { timeout: 2000 }).toBe('revoked');
    await chair.goto(href);
    expect(await chair.locator('.verdict').innerText()).toContain('Sao đã bị thu hồi');
    expect((await api<Answer>('/statistics')).total).toBe(before.valid - 1);
    expect((await api<Answer>('/products?status=valid&pageSize=1')).total).toBe(before.found - 1);
    const { entries } = await api<Page500>(`/record?after=${before.record}`);
    expect(entries.map((e) => JSON.parse(e.body)).filter((e) => e.kind === 'withdrawn' && e.product === id).length).toBeGreaterThan(0);
  });

  it('Các trang giám sát vừa màn hình điện thoại và máy bàn, đạt kiểm tra tiếp cận, có tiếng Anh', async () => {
    const ministry = site.accounts.find((a) => a === 'bo.chuyen-vien') ?? '';
    const officer = await as(ministry);
    for (const path of ['/desk/giam-sat', '/en/desk/giam-sat/thu-hoi', '/en/desk/giam-sat/kiem-tra']) await site.sound(path, officer);
    expect(await officer.goto('/en/desk/giam-sat/kiem-tra').then(() => officer.locator('main').innerText())).toContain('Draw a plan');
  });
});
