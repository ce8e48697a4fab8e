// A label checked in a market without a network: the page was opened once before, then the network is cut.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showDay } from '#shared/dates.ts';
import { testDatabase } from '../support/database.ts';
import { type Running, startServer } from '../support/server.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
/** Where pictures go when somebody wants to look at them. */
const SHOTS = process.env.SHOTS;

describe.skipIf(!existsSync(CHROMIUM))('kiểm tra mã không cần mạng', () => {
  const database = testDatabase();
  let server: Running;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let owner: pg.Client;
  const codes: Record<string, string> = {};
  const names: Record<string, string> = {};
  const until: Record<string, string> = {};
  let validId = '';

  beforeAll(async () => {
    server = await startServer({ DATABASE_URL: database.url, SANVAT_SAMPLE: '1' });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    context = await browser.newContext({ baseURL: server.url, viewport: { width: 360, height: 800 }, locale: 'vi-VN' });
    page = await context.newPage();
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    type Item = { id: string; name: string };
    type Detail = { validFrom: string; validUntil: string };
    const json = async <T>(path: string) => (await (await fetch(server.url + path)).json()) as T;
    for (const [name, query] of [
      ['valid', 'status=valid'],
      ['unknown', 'status=valid&page=2'],
      ['expired', 'status=expired'],
      ['revoked', 'status=revoked'],
    ]) {
      const { items } = await json<{ items: Item[] }>(`/api/v1/products?${query}&pageSize=1`);
      const item = items[0] ?? { id: '', name: '' };
      const detail = await json<Detail>(`/api/v1/products/${item.id}`);
      const { code } = await json<{ code: string }>(`/vc/ma/${item.id}-${detail.validFrom.replaceAll('-', '')}`);
      codes[name ?? ''] = code;
      names[name ?? ''] = item.name;
      until[name ?? ''] = showDay(detail.validUntil);
      if (name === 'valid') validId = item.id;
      if (name === 'unknown') await owner.query('delete from registry.recognition where product_id = $1', [item.id]);
    }
  }, 240_000);
  afterAll(async () => {
    await owner?.end();
    await browser?.close();
    await server?.stop();
  });

  const shot = async (name: string) => {
    if (!SHOTS) return;
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  };
  const check = async (code: string) => {
    await page.getByLabel('Mã trên nhãn').fill(code);
    await page.locator('#result').evaluate((e) => e.replaceChildren());
    await page.getByRole('button', { name: 'Kiểm tra', exact: true }).click();
    await page.locator('#result .verdict').waitFor();
    return (await page.locator('#result').textContent()) ?? '';
  };

  it('works without scripts, by the register itself', async () => {
    const plain = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false, locale: 'vi-VN' });
    const simple = await plain.newPage();
    await simple.goto('/kiem-tra');
    await simple.getByLabel('Mã trên nhãn').fill((codes.valid ?? '').toLowerCase());
    await simple.getByRole('button', { name: 'Kiểm tra', exact: true }).click();
    expect(await simple.locator('#result').textContent()).toContain(names.valid);
    const scanned = await simple.goto(`/C/${codes.revoked}`);
    expect(new URL(simple.url()).pathname).toBe('/kiem-tra');
    expect(scanned?.status()).toBe(200);
    expect(await simple.locator('#result').textContent()).toContain('Sao đã bị thu hồi');
    await plain.close();
  });

  it('says valid until, expired, revoked, unknown and wrong with the network cut', async () => {
    await page.goto('/kiem-tra');
    await page.locator('html[data-kept]').waitFor({ state: 'attached' });
    expect(await page.locator('#held-text').textContent()).toMatch(/Dữ liệu trên máy: [\d.,]+ sản phẩm/);
    expect(await check(codes.valid ?? '')).toContain('Theo sổ đăng ký lúc này');

    await context.setOffline(true);
    await page.reload();
    await page.locator('#held-text:has-text("sản phẩm")').waitFor();
    const valid = await check(codes.valid ?? '');
    for (const part of ['Sao đang có hiệu lực', until.valid, names.valid, 'không qua mạng']) expect(valid).toContain(part);
    await shot('valid-360');
    expect(await check(`${new URL(server.url).origin.toUpperCase()}/C/${codes.expired}`)).toContain('Sao đã hết hạn');
    expect(await check((codes.revoked ?? '').replace(/(.{4})/g, '$1 ').toLowerCase())).toContain('Sao đã bị thu hồi');
    await shot('revoked-360');
    expect(await check(codes.unknown ?? '')).toContain('Sổ đăng ký không có công nhận này');
    const at = 40;
    const touched = (codes.valid ?? '').slice(0, at) + (codes.valid?.[at] === '7' ? '8' : '7') + (codes.valid ?? '').slice(at + 1);
    expect(await check(touched)).toContain('Mã không đúng');
    const broken = await page.goto(`/kiem-tra?ma=${codes.valid}`);
    expect(broken?.fromServiceWorker()).toBe(true);
    await page.locator('#result .verdict.valid').waitFor();
  });

  it('says what was true at the last update, and the withdrawal after the next one', async () => {
    await owner.query(
      "update registry.recognition set ended_on = (now() at time zone 'Asia/Ho_Chi_Minh')::date, ended_by = 'revoked', cause = 'x' where product_id = $1 and ended_on is null",
      [validId],
    );
    expect(await check(codes.valid ?? '')).toContain('Sao đang có hiệu lực');
    await context.setOffline(false);
    expect(await check(codes.valid ?? '')).toContain('Sao đã bị thu hồi'); // online: at once
    await page.getByRole('button', { name: 'Cập nhật dữ liệu' }).click();
    await page.locator('#update:not([disabled])').waitFor();
    expect(await page.locator('#held-fault').textContent()).toBe('');
    await context.setOffline(true);
    const said = await check(codes.valid ?? '');
    expect(said).toContain('Sao đã bị thu hồi');
    expect(said).toContain('không qua mạng');
    await context.setOffline(false);
  });

  it('is complete in English and has no fault that axe finds', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const address of ['/kiem-tra', `/en/kiem-tra?ma=${codes.expired}`]) {
      await page.goto(address);
      await page.locator('html[data-kept]').waitFor({ state: 'attached' });
      await page.evaluate(AXE);
      const faults = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: { id: string }[] }> } };
        return (await axe.run()).violations.map((v) => v.id);
      });
      expect(faults, address).toEqual([]);
    }
    expect(await page.locator('#result').textContent()).toContain('The star has expired');
    await shot('expired-en-1280');
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await shot('expired-en-360');
  });
});
