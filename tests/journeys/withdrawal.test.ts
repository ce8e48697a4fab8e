// biome-ignore-all lint/performance/useDomNodeTextContent: what counts is what a person sees
// From an authority's conclusion to a star withdrawn everywhere at once, by the people of each office, in a real browser without scripts.
import { existsSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#shared/dates.ts';
import { testDatabase } from '../support/database.ts';
import { type Running, startServer } from '../support/server.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

describe.skipIf(!existsSync(CHROMIUM))('thu hồi', () => {
  const database = testDatabase();
  const contexts: BrowserContext[] = [];
  let server: Running;
  let browser: Browser;
  let accounts: string[] = [];
  const today = dayOf(new Date());

  beforeAll(async () => {
    server = await startServer({ DATABASE_URL: database.url, SANVAT_SAMPLE: '1' });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    const page = await (await fetch(`${server.url}/dang-nhap`)).text();
    accounts = [...page.matchAll(/name="account" value="([^"]+)"/g)].map((m) => m[1] ?? '');
  }, 240_000);
  afterAll(async () => {
    for (const c of contexts) await c.close();
    await browser?.close();
    await server?.stop();
  });

  async function as(account: string, width = 1280): Promise<Page> {
    const context = await browser.newContext({ baseURL: server.url, viewport: { width, height: 900 }, javaScriptEnabled: false });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto('/dang-nhap');
    await page.locator(`button[value="${account}"]`).click();
    return page;
  }
  const api = async <T>(path: string): Promise<T> => (await (await fetch(`${server.url}/api/v1${path}`)).json()) as T;
  type Answer = { total: number };
  type Page500 = { entries: { body: string }[]; head: { no: number } };

  it('Cơ quan tham mưu đề xuất, Chủ tịch tỉnh quyết định; sản phẩm mất sao ở mọi nơi; tỉnh khác không làm được gì', async () => {
    const [province, other] = [...new Set(accounts.filter((a) => a.startsWith('chu-tich.')).map((a) => a.slice(-2)))];
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

    const chair = await as(`chu-tich.${province}`, 360);
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
    const ministry = accounts.find((a) => a === 'bo.chuyen-vien') ?? '';
    for (const width of [360, 1280]) {
      const page = await as(ministry, width);
      const state = await page.context().storageState();
      const context = await browser.newContext({ baseURL: server.url, viewport: { width, height: 900 }, storageState: state });
      contexts.push(context);
      const scripted = await context.newPage();
      for (const path of ['/desk/giam-sat', '/en/desk/giam-sat/thu-hoi', '/en/desk/giam-sat/kiem-tra']) {
        expect((await scripted.goto(path))?.status(), path).toBe(200);
        expect(await scripted.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), path).toBe(
          true,
        );
        await scripted.evaluate(AXE);
        const faults = await scripted.evaluate('axe.run().then((r) => r.violations.map((v) => v.id))');
        expect(faults, path).toEqual([]);
      }
      expect(await scripted.locator('main').innerText()).toContain('Draw a plan');
    }
  });
});
