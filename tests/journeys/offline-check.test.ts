// A label checked in a market without a network: the page was opened once before, then the network is cut.
import pg from 'pg';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { qrPixels } from '#server/modules/traceability/codes/rules/qr.ts';
import { showDay } from '#shared/dates.ts';
import { faults, journey, noBrowser } from '../support/journey.ts';

describe.skipIf(noBrowser)('kiểm tra mã không cần mạng', () => {
  const site = journey();
  let page: Page;
  let owner: pg.Client;
  const codes: Record<string, string> = {};
  const names: Record<string, string> = {};
  const until: Record<string, string> = {};
  let validId = '';

  beforeAll(async () => {
    page = await site.open({ width: 360, scripts: true });
    // as on a phone of 2021
    await page.addInitScript(() => {
      Reflect.deleteProperty(URL, 'canParse');
      Reflect.deleteProperty(AbortSignal, 'timeout');
    });
    owner = new pg.Client({ connectionString: site.database.url });
    await owner.connect();
    type Item = { id: string; name: string };
    type Detail = { validFrom: string; validUntil: string };
    const json = async <T>(path: string) => (await (await fetch(site.url + path)).json()) as T;
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
  });

  const check = async (code: string) => {
    await page.getByLabel('Mã trên nhãn').fill(code);
    await page.locator('#result').evaluate((e) => e.replaceChildren());
    await page.getByRole('button', { name: 'Kiểm tra', exact: true }).click();
    await page.locator('#result .verdict').waitFor();
    return (await page.locator('#result').textContent()) ?? '';
  };

  it('works without scripts, by the register itself', async () => {
    const simple = await site.open();
    await simple.goto('/kiem-tra');
    await simple.getByLabel('Mã trên nhãn').fill((codes.valid ?? '').toLowerCase());
    await simple.getByRole('button', { name: 'Kiểm tra', exact: true }).click();
    expect(await simple.locator('#result').textContent()).toContain(names.valid);
    // an ordinary label carries the address of its product, not a code: that is no forgery
    await simple.goto(`/kiem-tra?ma=${encodeURIComponent(`${new URL(site.url).origin.toUpperCase()}/P/${validId}`)}`);
    expect(new URL(simple.url()).pathname).toContain(`/quet/${validId}`);
    const scanned = await simple.goto(`/C/${codes.revoked}`);
    expect(new URL(simple.url()).pathname).toBe('/kiem-tra');
    expect(scanned?.status()).toBe(200);
    expect(await simple.locator('#result').textContent()).toContain('Sao đã bị thu hồi');
    const token = await (await fetch(`${site.url}/vc/ho-chieu/${validId}`)).text();
    const verdictOn = async (text: string) => {
      await simple.goto(`/kiem-tra?ma=${text}`);
      return (await simple.locator('#result').textContent()) ?? '';
    };
    expect(await verdictOn(token)).toContain(names.valid);
    expect(await verdictOn(token.replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString('base64url')))).toContain('Không có chữ ký');
  });

  it('says valid until, expired, revoked, unknown and wrong with the network cut', async () => {
    await page.goto('/kiem-tra');
    await page.locator('html[data-kept]').waitFor({ state: 'attached' });
    expect(await page.locator('#held-text').textContent()).toMatch(/Dữ liệu trên máy: [\d.,]+ sản phẩm/);
    expect(await check(codes.valid ?? '')).toContain('Theo sổ đăng ký lúc này');

    await page.context().setOffline(true);
    await page.reload();
    await page.locator('#held-text:has-text("sản phẩm")').waitFor();
    const valid = await check(codes.valid ?? '');
    for (const part of ['Sao đang có hiệu lực', until.valid, names.valid, 'không qua mạng']) expect(valid).toContain(part);
    expect(await faults(page, 'offline-valid-360')).toEqual([]);
    expect(await check(`${new URL(site.url).origin.toUpperCase()}/C/${codes.expired}`)).toContain('Sao đã hết hạn');
    expect(await check((codes.revoked ?? '').replace(/(.{4})/g, '$1 ').toLowerCase())).toContain('Sao đã bị thu hồi');
    expect(await faults(page, 'offline-revoked-360')).toEqual([]);
    expect(await check(codes.unknown ?? '')).toContain('Sổ đăng ký không có công nhận này');
    const at = 40;
    const touched = (codes.valid ?? '').slice(0, at) + (codes.valid?.[at] === '7' ? '8' : '7') + (codes.valid ?? '').slice(at + 1);
    expect(await check(touched)).toContain('Mã không đúng');
    // a photograph of each kind of code; the product's own code carries no signature, and the page says so
    const shoot = async (text: string) => {
      const { size, data } = qrPixels(text, 6);
      const buffer = await sharp(data, { raw: { width: size, height: size, channels: 1 } })
        .rotate(8, { background: '#d8d8d8' })
        .blur(1)
        .jpeg()
        .toBuffer();
      await page.locator('#result').evaluate((e) => e.replaceChildren());
      await page.locator('#photo').setInputFiles({ name: 'ma.jpg', mimeType: 'image/jpeg', buffer });
      await page.locator('#result .verdict').waitFor();
      return (await page.locator('#result').textContent()) ?? '';
    };
    const host = new URL(site.url).origin.toUpperCase();
    expect(await shoot(`${host}/C/${codes.expired}`)).toContain('Sao đã hết hạn');
    const own = await shoot(`${host}/P/${validId}/L/L2611A`);
    for (const part of ['Sao đang có hiệu lực', names.valid, 'không mang chữ ký']) expect(own).toContain(part);
    expect(await shoot(`${host}/01/09520000000011`)).toContain('Cần có mạng');

    // a clock years behind the data is not believed, one far ahead is told
    const now = Date.now();
    await page.clock.setFixedTime(new Date('2019-03-01'));
    const behind = await check(codes.valid ?? '');
    for (const part of ['Sao đang có hiệu lực', 'Đồng hồ của máy chạy chậm']) expect(behind).toContain(part);
    await page.clock.setFixedTime(now + 40 * 86_400_000);
    expect(await check(codes.valid ?? '')).toContain('Dữ liệu đã cũ hơn 30 ngày');
    await page.clock.setFixedTime(now);

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
    await page.context().setOffline(false);
    expect(await check(codes.valid ?? '')).toContain('Sao đã bị thu hồi'); // online: at once
    const update = async () => {
      await page.getByRole('button', { name: 'Cập nhật dữ liệu' }).click();
      await page.locator('#update:not([disabled])').waitFor();
      return page.locator('#held-fault').textContent();
    };
    expect(await update()).toBe('');
    // the device dropped the package while the page was open: the next update fetches the whole again
    await page.evaluate(async () => (await caches.open('sanvat-kiem-tra')).delete('/vc/goi'));
    expect(await update()).toBe('');
    await page.context().setOffline(true);
    await page.reload();
    await page.locator('#held-text:has-text("sản phẩm")').waitFor();
    const said = await check(codes.valid ?? '');
    expect(said).toContain('Sao đã bị thu hồi');
    expect(said).toContain('không qua mạng');
    await page.context().setOffline(false);
  });

  it('is complete in English and has no fault that axe finds', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const address of ['/kiem-tra', `/en/kiem-tra?ma=${codes.expired}`]) {
      await page.goto(address);
      await page.locator('html[data-kept]').waitFor({ state: 'attached' });
      expect(await faults(page), address).toEqual([]);
    }
    expect(await page.locator('#result').textContent()).toContain('The star has expired');
    expect(await faults(page, 'offline-expired-en-1280')).toEqual([]);
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await faults(page, 'offline-expired-en-360')).toEqual([]);
  });
});
