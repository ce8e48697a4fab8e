// biome-ignore-all lint/performance/useDomNodeTextContent: what counts is what a person sees
// From an authority's conclusion to a star withdrawn everywhere at once, by the people of each office, in a real browser without scripts.
import { describe, expect, it } from 'vitest';
import { journey, noBrowser } from '../support/journey.ts';
import { proposeTakingBack, takingBack } from '../support/star-taken-back.ts';

describe.skipIf(noBrowser)('thu hồi', () => {
  const site = journey();
  const { as, api } = site;
  type Answer = { total: number };
  type Page500 = { entries: { body: string | null }[]; head: { no: number } };

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

    const address = await proposeTakingBack(body, id);
    expect(await body.getByRole('form', { name: 'Quyết định thu hồi' }).count()).toBe(0);

    const stranger = await as(`chu-tich.${other}`);
    expect((await stranger.goto(address))?.status()).toBe(403);

    const chair = await as(`chu-tich.${province}`, { width: 360 });
    await (await takingBack(chair, address)).decide();
    expect(await chair.locator('main').innerText()).toContain('Đã thu hồi');

    const gone = async () => (await api<{ status: string }>(`/products/${id}`)).status;
    await expect.poll(gone, { timeout: 2000 }).toBe('revoked');
    await chair.goto(href);
    expect(await chair.locator('.verdict').innerText()).toContain('Sao đã bị thu hồi');
    expect((await api<Answer>('/statistics')).total).toBe(before.valid - 1);
    expect((await api<Answer>('/products?status=valid&pageSize=1')).total).toBe(before.found - 1);
    const { entries } = await api<Page500>(`/record?after=${before.record}`);
    const told = entries.flatMap((e) => (e.body === null ? [] : [JSON.parse(e.body)]));
    expect(told.some((e) => e.kind === 'withdrawn' && e.product === id)).toBe(true);
  });

  it('Các trang giám sát vừa màn hình điện thoại và máy bàn, đạt kiểm tra tiếp cận, có tiếng Anh', async () => {
    const ministry = site.accounts.find((a) => a === 'bo.chuyen-vien') ?? '';
    const officer = await as(ministry);
    for (const path of ['/desk/giam-sat', '/en/desk/giam-sat/thu-hoi', '/en/desk/giam-sat/kiem-tra']) await site.sound(path, officer);
    expect(await officer.goto('/en/desk/giam-sat/kiem-tra').then(() => officer.locator('main').innerText())).toContain('Draw a plan');
  });
});
