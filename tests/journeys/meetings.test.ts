// biome-ignore-all lint/performance/useDomNodeTextContent: what counts is what a person sees
// A conference from its announcement to a published timetable and its results, in a real browser without scripts.
import { existsSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#shared/dates.ts';
import { testDatabase } from '../support/database.ts';
import { type Running, startServer } from '../support/server.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const SHOTS = process.env.SANVAT_SHOTS;

describe.skipIf(!existsSync(CHROMIUM))('hội nghị kết nối', () => {
  const database = testDatabase();
  const contexts: BrowserContext[] = [];
  const found: string[] = [];
  let server: Running;
  let browser: Browser;
  let officers: string[] = [];
  const today = dayOf(new Date());

  beforeAll(async () => {
    server = await startServer({ DATABASE_URL: database.url, SANVAT_SAMPLE: '1' });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    const page = await (await fetch(`${server.url}/dang-nhap`)).text();
    const accounts = [...page.matchAll(/name="account" value="([^"]+)"/g)].map((m) => m[1] ?? '');
    officers = accounts.filter((a) => a.startsWith('xuc-tien.'));
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
  /** No fault of accessibility, nothing wider than the screen. */
  async function sound(path: string, from: Page | undefined, name: string) {
    const state = from && (await from.context().storageState());
    for (const width of [360, 1280]) {
      const context = await browser.newContext({
        baseURL: server.url,
        viewport: { width, height: 900 },
        bypassCSP: true,
        ...(state ? { storageState: state } : {}),
      });
      contexts.push(context);
      const page = await context.newPage();
      await page.goto(path);
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${width}.png`, fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} at ${width}`).toBeLessThanOrEqual(width);
      await page.evaluate(AXE);
      const faults = await page.evaluate(async () => {
        const axe = (window as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe;
        return (await axe.run()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
      });
      found.push(...faults.map((f) => `${name} at ${width}: ${f}`));
    }
  }

  it('cán bộ xúc tiến mở sự kiện, chủ thể và người mua chọn nhau, lịch được xếp, công bố và ghi kết quả', async () => {
    let desk = await as(officers[0] ?? '');
    // the officer of the province with the sample conference
    for (const account of officers) {
      desk = await as(account);
      await desk.goto('/desk/su-kien');
      if ((await desk.locator('.event-rows li').count()) > 0) break;
    }
    await desk.locator('summary', { hasText: 'Sự kiện mới' }).click();
    await desk.fill('[name=nameVi]', 'Tuần lễ kết nối đặc sản');
    await desk.fill('[name=nameEn]', 'Week of specialities');
    await desk.fill('[name=place]', 'Trung tâm hội nghị');
    for (const name of ['startsOn', 'meetOn', 'registerUntil']) await desk.fill(`[name=${name}]`, today);
    await desk.fill('[name=endsOn]', addDays(today, 1));
    await desk.getByRole('button', { name: 'Tạo sự kiện' }).click();
    expect(await desk.locator('[role=status]').innerText()).toContain('bản nháp');
    const id = new URL(desk.url()).pathname.split('/').at(-1) ?? '';
    expect((await fetch(`${server.url}/su-kien/${id}`)).status).toBe(404);
    await desk.getByRole('button', { name: 'Mở đăng ký' }).click();

    const producer = await as('chu-the.ho', 360);
    const buyer = await as('nguoi-mua');
    for (const page of [producer, buyer]) {
      await page.goto(`/su-kien/${id}`);
      await page.getByRole('link', { name: 'Đăng ký tham gia' }).click();
      await page.getByRole('button', { name: 'Đăng ký tham gia' }).click();
      expect(await page.locator('[role=status]').innerText()).toBe('Đã ghi.');
    }
    await desk.goto(`/desk/su-kien/${id}`);
    for (let n = 0; n < 2; n++)
      await desk
        .getByRole('button', { name: /^Xác nhận: / })
        .first()
        .click();
    for (const page of [producer, buyer]) {
      await page.goto(`/my/su-kien/${id}`);
      await page.locator('select[name^=wish-]').selectOption('3');
      await page.getByRole('button', { name: 'Ghi nguyện vọng' }).click();
    }
    await desk.getByRole('button', { name: 'Xếp lịch' }).click();
    expect(await desk.locator('main').innerText()).toContain('Hai bên cùng chọn: 1/1');
    expect(await desk.locator('main').innerText()).toContain('tốt nhất có thể');
    await desk.getByRole('button', { name: /^Công bố/ }).click();
    expect(await desk.locator('[role=status]').innerText()).toContain('Đã công bố');

    await producer.goto(`/my/su-kien/${id}`);
    expect(await producer.locator('.event-meetings').innerText()).toContain('08:00–08:25');
    await producer.selectOption('[name=result]', 'memorandum');
    await producer.locator('.event-meetings').getByRole('button', { name: 'Ghi' }).click();
    await desk.goto(`/desk/su-kien/${id}/ngay`);
    expect(await desk.locator('[name=result] option[selected]').innerText()).toBe('Biên bản ghi nhớ');
    await desk.goto(`/desk/su-kien/${id}`);
    expect(await desk.locator('main').innerText()).toMatch(/Kết quả: Biên bản ghi nhớ\s+1/);

    const stranger = await as('chu-the.doanh-nghiep');
    expect((await stranger.goto(`/desk/su-kien/${id}`))?.status()).toBe(403);
    await producer.goto('/my/thu');
    expect(await producer.locator('main').innerText()).toContain('Lịch gặp: Tuần lễ kết nối đặc sản');

    const list = await (await fetch(`${server.url}/su-kien`)).text();
    const sample = /su-kien\/([0-9A-Z]{8})"[^>]*>Hội nghị kết nối cung cầu mẫu, đợt 2/.exec(list)?.[1] ?? '';
    await sound('/su-kien', undefined, 'public-list');
    await sound(`/su-kien/${sample}`, undefined, 'public');
    await sound('/desk/su-kien', desk, 'desk-list');
    await sound(`/desk/su-kien/${sample}`, desk, 'desk');
    await sound(`/desk/su-kien/${id}/ngay`, desk, 'day');
    await sound(`/my/su-kien/${sample}`, producer, 'my');
    await sound(`/en/my/su-kien/${sample}`, buyer, 'my-buyer');
    expect(found).toEqual([]);
  }, 240_000);
});
