// biome-ignore-all lint/performance/useDomNodeTextContent: what counts is what a person sees
// What people do with the public pages, in a real browser: on a phone without scripts, in either language, in the light and in the dark.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { faults, journey, noBrowser, type View } from '../support/journey.ts';

const PHONE = { width: 360, height: 780 };
const DESK = { width: 1280, height: 900 };

describe.skipIf(noBrowser)('public pages', () => {
  const site = journey();
  type Item = { id: string; name: string; producer: { id: string; name: string } };
  const withStatus = async (status: string): Promise<Item> => {
    const answer = await fetch(`${site.url}/api/v1/products?status=${status}&pageSize=1`);
    const [item] = ((await answer.json()) as { items: Item[] }).items;
    if (!item) throw new Error(`the sample data has no ${status} product`);
    return item;
  };

  async function visit<T>(options: View, act: (page: Page) => Promise<T>): Promise<T> {
    const page = await site.open({ scripts: true, ...options });
    const complaints: string[] = [];
    page.on('console', (m) => m.type() === 'error' && !m.text().includes('404') && !m.text().includes('422') && complaints.push(m.text()));
    try {
      const result = await act(page);
      expect(complaints).toEqual([]);
      return result;
    } finally {
      await page.context().close();
    }
  }

  it('Người mua tìm “mat ong” trên điện thoại, lọc 4 sao và thấy sao còn hiệu lực, không cần JavaScript', async () => {
    await visit({ viewport: PHONE, scripts: false }, async (page) => {
      await page.goto('/');
      await page.getByLabel('Bạn đang tìm sản vật gì?').fill('mat ong');
      await page.getByRole('button', { name: 'Tìm' }).click();
      expect(page.url()).toContain('/tim?q=mat+ong');
      await page.getByRole('button', { name: /^Lọc/ }).click();
      await page.getByLabel(/^4 sao/).check();
      await page.getByRole('button', { name: 'Áp dụng bộ lọc' }).click();
      expect(page.url()).toContain('star=4');
      await page.getByRole('link', { name: 'Bỏ lọc: 4 sao' }).waitFor();
      const first = page.locator('.card').first();
      expect(await first.innerText()).toContain('4 sao');
      const name = await first.getByRole('heading').innerText();
      await first.getByRole('link').click();
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(name);
      expect(await page.locator('.verdict').innerText()).toMatch(/Sao còn hiệu lực/);
      expect(await page.locator('main').innerText()).toContain('Dữ liệu mẫu');
    });
  });

  it('Bỏ một bộ lọc chỉ cần một lần chạm; trang sau giữ nguyên câu hỏi', async () => {
    await visit({ viewport: DESK, scripts: false }, async (page) => {
      await page.goto('/tim?star=3&star=4');
      await page.getByRole('link', { name: 'Trang sau' }).click();
      expect(page.url()).toContain('star=3%2C4');
      expect(page.url()).toContain('page=2');
      await page.getByRole('link', { name: 'Bỏ lọc: 3 sao' }).click();
      expect(new URL(page.url()).search).toBe('?star=4');
    });
  });

  it('Sản phẩm bị thu hồi nói rõ bằng chữ, kèm ngày thu hồi, không kèm giải thưởng trong dữ liệu máy', async () => {
    const { id } = await withStatus('revoked');
    const answer = await fetch(`${site.url}/api/v1/products/${id}`);
    const { recognitions } = (await answer.json()) as { recognitions: { endedBy: string | null; endedOn: string | null }[] };
    const ended = recognitions.findLast((r) => r.endedBy === 'revoked')?.endedOn ?? '';
    await visit({ viewport: PHONE }, async (page) => {
      await page.goto(`/san-pham/${id}`);
      const verdict = await page.locator('.verdict').innerText();
      expect(verdict).toContain('Sao đã bị thu hồi');
      expect(verdict).toContain(ended.split('-').reverse().join('/'));
      const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '{}');
      expect(data.award).toBeUndefined();
    });
  });

  it('A reader changes to English and stays on the same product; each page names the other', async () => {
    const { id, name } = await withStatus('valid');
    await visit({ viewport: DESK }, async (page) => {
      await page.goto(`/san-pham/${id}`);
      expect(await page.locator('html').getAttribute('lang')).toBe('vi');
      await page.getByRole('link', { name: 'English' }).click();
      expect(new URL(page.url()).pathname).toBe(`/en/san-pham/${id}`);
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(name);
      expect(await page.locator('.verdict').innerText()).toContain('in force');
      expect(await page.locator('link[hreflang="vi"]').getAttribute('href')).toBe(`/san-pham/${id}`);
      expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(`/en/san-pham/${id}`);
    });
  });

  it('Gõ vào ô tìm: gợi ý hiện ra, chọn bằng phím', async () => {
    await visit({ viewport: DESK }, async (page) => {
      await page.goto('/');
      await page.getByRole('combobox').pressSequentially('mat ong');
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/(san-pham|chu-the|tinh|tim)/);
    });
  });

  it('Địa chỉ lạ, địa chỉ sai và tỉnh cũ đều có lối đi tiếp', async () => {
    await visit({ viewport: DESK }, async (page) => {
      expect((await page.goto('/khong-co-trang-nay'))?.status()).toBe(404);
      await page.getByRole('searchbox').or(page.getByRole('combobox')).waitFor();
      expect((await page.goto('/tim?status=la'))?.status()).toBe(422);
      expect(await page.locator('main').innerText()).toContain('status');
      await page.goto('/tinh/02'); // Hà Giang, since 2025-07-01 part of Tuyên Quang
      expect(new URL(page.url()).pathname).toBe('/tinh/08');
      await page.getByRole('link', { name: 'Hà Giang' }).waitFor();
    });
  });

  it('Trang sản phẩm nhẹ: dưới 60 kB nén, phông chữ tính riêng và dưới 20 kB mỗi độ đậm', async () => {
    const { id } = await withStatus('valid');
    const wire = { page: 0, fonts: new Map<string, number>() };
    await fetch(`${site.url}/san-pham/${id}`);
    await visit({ viewport: DESK }, async (page) => {
      const client = await page.context().newCDPSession(page);
      const address = new Map<string, string>();
      await client.send('Network.enable');
      client.on('Network.responseReceived', (e) => address.set(e.requestId, e.response.url));
      client.on('Network.loadingFinished', (e) => {
        const weight = /be-vietnam-pro-[a-z]+-(\d+)/.exec(address.get(e.requestId) ?? '')?.[1];
        if (weight) wire.fonts.set(weight, (wire.fonts.get(weight) ?? 0) + e.encodedDataLength);
        else wire.page += e.encodedDataLength;
      });
      await page.goto(`/san-pham/${id}`, { waitUntil: 'networkidle' });
    });
    expect(wire.page).toBeGreaterThan(5_000);
    expect(wire.page).toBeLessThan(60_000);
    expect(wire.fonts.size).toBeLessThanOrEqual(2);
    for (const bytes of wire.fonts.values()) expect(bytes).toBeLessThan(20_000);
  });

  it('mọi trang qua kiểm tra WCAG của axe và không tràn ngang, sáng và tối, 360 và 1280', async () => {
    const valid = await withStatus('valid');
    const products = await Promise.all(['expiring', 'expired', 'revoked'].map(withStatus));
    const paths = ['/', '/en', '/tim', '/en/tim?q=tea', '/tim?q=zzzzqqq', `/san-pham/${valid.id}`, `/en/san-pham/${valid.id}`];
    paths.push(
      ...products.map((p) => `/san-pham/${p.id}`),
      `/chu-the/${valid.producer.id}`,
      '/tinh/08',
      '/sao/5p',
      '/nhom/IV',
      '/api',
      '/khong-co',
    );
    const found: string[] = [];
    for (const viewport of [PHONE, DESK])
      for (const colorScheme of ['light', 'dark'] as const)
        await visit({ viewport, colorScheme }, async (page) => {
          for (const path of paths) {
            await page.goto(path);
            for (const fault of await faults(page)) found.push(`${path} ${viewport.width} ${colorScheme}: ${fault}`);
          }
        });
    expect(found).toEqual([]);
  }, 180_000);
});
