// biome-ignore-all lint/performance/useDomNodeTextContent: what counts is what a person sees
// What a code on a package says, from a stranger's report to a star withdrawn; the scan page in every state; labels, lots and EPCIS.
import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { OPERATOR } from '#server/modules/identity/index.ts';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { issueSerials } from '#server/modules/traceability/index.ts';
import { addDays, dayOf, daysBetween } from '#shared/dates.ts';
import { testCtx } from '../support/database.ts';
import { faults, journey, noBrowser } from '../support/journey.ts';
import { startServer } from '../support/server.ts';
import { proposeTakingBack, takingBack } from '../support/star-taken-back.ts';

/** First view of the scan page, everything it loads. */
const MOST_BYTES = 30_000;
const TRANSFERRED = `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((n, e) => n + e.encodedBodySize, 0)`;

describe.skipIf(noBrowser)('mã trên bao bì', () => {
  const site = journey();
  const today = dayOf(new Date());
  const as = (account: string, width = 360) => site.as(account, { width });
  async function sound(page: Page, path: string): Promise<void> {
    expect((await page.goto(path))?.status(), path).toBeLessThan(500);
    expect(await faults(page), path).toEqual([]);
  }
  type Card = { id: string; name: string };
  const find = async (query: string): Promise<Card> => {
    const { items } = (await (await fetch(`${site.url}/api/v1/products?pageSize=1&${query}`)).json()) as { items: Card[] };
    if (!items[0]) throw new Error(`no product for ${query}`);
    return items[0];
  };

  it('Người mua quét, báo kèm ảnh; tỉnh phân loại, kiểm tra, mở hồ sơ, Chủ tịch thu hồi; quét lại thấy ngay', async () => {
    const province = site.accounts.find((a) => a.startsWith('chu-tich.'))?.slice(-2) ?? '';
    const { id } = await find(`province=${province}&status=valid&star=4`);
    const buyer = await site.open({ width: 360 });
    await buyer.goto(`/P/${id}`);
    expect(new URL(buyer.url()).pathname).toBe(`/quet/${id}`);
    expect(await buyer.locator('.verdict.valid').count()).toBe(1);
    await buyer.locator('details summary', { hasText: 'Báo sản phẩm có vấn đề' }).click();
    await buyer.locator('#noi-dung').fill('Nhãn ghi 5 sao, trong hộp là hàng khác');
    // what was typed is still there when the photo is refused
    await buyer.locator('#loai').selectOption('label');
    await buyer.locator('#anh').setInputFiles({ name: 'nhan.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
    await buyer.getByRole('button', { name: 'Gửi' }).last().click();
    expect(await buyer.getByRole('alert').innerText()).toContain('JPEG');
    expect(await buyer.locator('#noi-dung').inputValue()).toContain('trong hộp là hàng khác');
    expect(await buyer.locator('#loai').inputValue()).toBe('label');
    const buffer = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#a33' } })
      .jpeg()
      .toBuffer();
    await buyer.locator('#anh').setInputFiles({ name: 'nhan.jpg', mimeType: 'image/jpeg', buffer });
    await buyer.getByRole('button', { name: 'Gửi' }).last().click();
    expect(await buyer.locator('body').innerText()).toContain('Đã nhận phản ánh');

    const body = await as(`ocop.${province}`, 1280);
    await body.goto('/desk/giam-sat/kiem-tra');
    const report = body.locator('.watch-rows li', { hasText: 'trong hộp là hàng khác' });
    const photo = (await report.getByRole('link', { name: /ảnh/i }).getAttribute('href')) ?? '';
    const shown = await body.request.get(photo);
    expect([shown.status(), shown.headers()['content-type']]).toEqual([200, 'image/jpeg']);
    expect((await (await site.open({ width: 360 })).request.get(photo, { maxRedirects: 0 })).status()).not.toBe(200);
    await report.locator('summary').click();
    await report.locator('select[name="to"]').selectOption('inspect');
    await report.locator('textarea').fill('Cần xem tại chỗ');
    await report.getByRole('button').click();

    const inspector = await as(site.accounts.find((a) => a === `kiem-tra.${province}`) ?? `ocop.${province}`);
    await inspector.goto('/desk/giam-sat/kiem-tra');
    const waiting = inspector.locator('#cho + ul li', { has: inspector.locator(`a[href$="/san-pham/${id}"]`) }).first();
    await waiting.locator('summary').click();
    await waiting.locator('select[name="outcome"]').selectOption('findings');
    await waiting.locator('textarea[name="note"]').fill('Nhãn in sai hạng sao');
    await waiting.locator('select[name="findingKind"]').selectOption('mark');
    await waiting.locator('textarea[name="findingText"]').fill('Dừng in nhãn 5 sao');
    await waiting.locator('input[name="findingDue"]').fill(addDays(today, 14));
    await waiting.getByRole('button').click();
    await body.goto('/desk/giam-sat/kiem-tra');
    await body.locator(`a[href*="/desk/giam-sat/thu-hoi?san-pham=${id}"]`).first().click();
    const address = await proposeTakingBack(body);
    const surfaces = await surfacesOf(id);
    for (const [name, revoked] of surfaces) expect(await revoked(), `${name} before`).toBe(false);
    const chair = await as(`chu-tich.${province}`);
    const { decide } = await takingBack(chair, address);
    await decide();
    // the answer of the decision came after its commit: from here on nothing may be more than a second behind
    await Promise.all(surfaces.map(([name, revoked]) => expect.poll(revoked, { timeout: 1000, interval: 20, message: name }).toBe(true)));
    expect(await chair.locator('main').innerText()).toContain('Đã thu hồi');
    await buyer.goto(`/P/${id}`);
    expect(await buyer.locator('.verdict.revoked').count()).toBe(1);
    expect(await buyer.locator('main').innerText()).toContain('Dùng sai nhãn hiệu OCOP');
  }, 60_000);

  /** Every place that tells of a star, and whether it says that this one was withdrawn. */
  async function surfacesOf(id: string): Promise<[string, () => Promise<boolean>][]> {
    const read = async (path: string, accept = '*/*') => (await fetch(`${site.url}${path}`, { headers: { accept } })).text();
    const product = await site.api<{ name: string; validFrom: string }>(`/products/${id}`);
    const no = `${id}-${product.validFrom.replaceAll('-', '')}`;
    const credential = await read(`/vc/chung-nhan/${no}`);
    type Status = { statusListIndex: number; statusListCredential: string };
    const claims = JSON.parse(Buffer.from(credential.split('.')[1] ?? '', 'base64url').toString()) as { credentialStatus: Status };
    const { statusListIndex: at, statusListCredential: list } = claims.credentialStatus;
    for (const address of new Set(JSON.stringify(claims).match(/"https?:\/\/(?:localhost|127\.0\.0\.1)[^"#]*(?=["#])/g)))
      expect((await fetch(address.slice(1))).status, address).toBe(200);
    const { cursor } = JSON.parse((await read('/vc/goi')).split('\n', 1)[0] ?? '') as { cursor: string };
    const bit = async () => {
      const answer = JSON.parse(await read(new URL(list).pathname, 'application/json')) as { credentialSubject: { encodedList: string } };
      const bits = gunzipSync(Buffer.from(answer.credentialSubject.encodedList.slice(1), 'base64url'));
      return ((bits[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0;
    };
    const verified = async () => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ credential }) };
      return ((await (await fetch(`${site.url}/api/v1/verify`, init)).json()) as { status: string }).status === 'revoked';
    };
    const found = async () => {
      const { items } = await site.api<{ items: Card[] }>(`/products?pageSize=100&q=${encodeURIComponent(product.name)}`);
      return items.every((i) => i.id !== id);
    };
    // docs/offline-format.md: star, days since 2015, days beyond the usual term, `r` = ended by withdrawal
    const term = new RegExp(`^[345]${daysBetween('2015-01-01', product.validFrom)}(?:[+-]\\d+)?r\\d+$`);
    const ended = async () => {
      const lines = (await read(`/vc/goi?tu=${cursor}`)).split('\n').map((line) => line.split('\t'));
      const entry = lines.find(([of]) => of === id);
      return entry?.[1]?.split(';').some((t) => term.test(t)) ?? false;
    };
    return [
      ['scan page', async () => (await read(`/quet/${id}`)).includes('verdict revoked')],
      ['scan page of a lot nobody knows', async () => (await read(`/quet/${id}/L9`)).includes('verdict revoked')],
      ['product page', async () => (await read(`/san-pham/${id}`)).includes('verdict revoked')],
      ['certificate page', async () => (await read(`/chung-nhan/${no}`)).includes('verdict revoked')],
      ['status list', bit],
      ['verification', verified],
      ['offline difference', ended],
      ['search', found],
      ['search page', async () => !(await read(`/tim?q=${encodeURIComponent(product.name)}`)).includes(`/san-pham/${id}"`)],
    ];
  }

  /** A lot under recall in the sample, and three numbers of one product: one scanned too often, one sound, one invented. */
  async function codesToFear(): Promise<[string, string][]> {
    const { db } = site.database;
    const recalled = await db
      .selectFrom('traceability.recall_lot')
      .innerJoin('traceability.lot', 'no', 'lot_no')
      .select(['product_id', 'code'])
      .where('product_id', 'is not', null)
      .executeTakeFirstOrThrow();
    const { id } = await find('status=valid&star=5');
    const territory = await loadTerritory(db);
    const request = { productId: id, serials: 2, requestId: crypto.randomUUID() };
    const { serials } = await issueSerials(testCtx(db, new Date().toISOString(), OPERATOR), request, randomBytes(32), territory);
    const [often = '', sound = ''] = serials;
    for (let i = 0; i < 61; i++) await fetch(`${site.url}/quet/${id}/~/${often}`);
    const scanned = async () => (await fetch(`${site.url}/quet/${id}/~/${often}`)).text();
    await expect.poll(scanned, { timeout: 2000 }).toContain('verdict copy');
    return [
      [`/quet/${recalled.product_id}/${recalled.code}`, 'recalled'],
      [`/quet/${id}/~/${often}`, 'copy'],
      [`/quet/${id}/~/${sound}`, 'valid'],
      [`/quet/${id}/~/${sound.slice(0, -1)}${sound.endsWith('A') ? 'B' : 'A'}`, 'copy'],
    ];
  }

  it('Trang quét ở mọi trạng thái: 360 và 1280, sáng và tối, hai thứ tiếng, không cần JavaScript, dưới 30 kB', async () => {
    const states: [string, string][] = [['/quet/ZZZZZZZZ', 'unknown'], ...(await codesToFear())];
    for (const status of ['valid', 'expiring', 'expired', 'revoked']) states.push([`/quet/${(await find(`status=${status}`)).id}`, status]);
    const { rows } = await sql<{ product_id: string }>`select product_id from registry.recognition
      where ended_on is null and valid_until < current_date and extended_until > current_date limit 1`.execute(site.database.db);
    states.push([`/quet/${rows[0]?.product_id}`, 'extended']);
    // a wrong check digit and a GTIN of 13 digits, as the resolver answers them
    for (const ma of ['/01/09520000000012', '/01/9520000000011']) states.push([`/quet?ma=${encodeURIComponent(ma)}`, 'unknown']);
    const shapes = new Map<string, string>();
    for (const [width, colorScheme] of [
      [360, 'light'],
      [360, 'dark'],
      [1280, 'light'],
    ] as const) {
      const page = await site.open({ width, scripts: true, colorScheme });
      for (const [path, state] of states)
        for (const lang of ['', '/en']) {
          await sound(page, `${lang}${path}`);
          expect(await page.locator(`main > .verdict.${state}:first-child h1`).count(), path).toBe(1);
          const shape = (await page.locator('.verdict use').last().getAttribute('href'))?.split('#')[1] ?? '';
          expect(shapes.get(shape) ?? state, shape).toBe(state);
          shapes.set(shape, state);
          expect(await page.locator('script').count(), path).toBe(0);
          expect(await page.locator('html').getAttribute('lang')).toBe(lang === '' ? 'vi' : 'en');
          expect(await page.evaluate(TRANSFERRED), path).toBeLessThan(MOST_BYTES);
        }
    }
    expect(new Set(shapes.values()).size).toBe(8);
    const page = await site.open({ width: 360 });
    await page.goto('/quet/ZZZZZZZZ');
    await page.getByText('Chúng tôi giữ những gì').click();
    expect(await page.locator('main').innerText()).toContain('Xóa sau 90 ngày');
    expect((await fetch(`${site.url}/01/09520000000012`, { headers: { accept: 'text/html' } })).status).toBe(400);
  }, 120_000);

  it('Thu hồi một lô: trang quét của lô đổi trong một giây ở mọi tiến trình, dù đã được giữ sẵn', async () => {
    const { db } = site.database;
    const other = await startServer({ DATABASE_URL: site.database.url, SANVAT_WORKER: '0' });
    try {
      const maker = await as(site.accounts.find((a) => a.startsWith('chu-the.')) ?? '');
      await maker.goto('/my/lo');
      const lots = await maker
        .locator('.lot-list li:not(:has(.lot-mark)) a[href^="/my/lo/"]')
        .evaluateAll((as) => as.map((a) => a.getAttribute('href')));
      const path = lots.find((href) => /^\/my\/lo\/[0-9A-Z]{8}\/[^/?]+$/.test(href ?? '')) ?? '';
      const scan = path.replace('/my/lo', '/quet');
      const seen = (from: string) => async () => /class="verdict (\w+)/.exec(await (await fetch(from + scan)).text())?.[1];
      const processes = [site.url, other.url];
      for (const from of processes) for (let i = 0; i < 3; i++) expect(await seen(from)()).not.toBe('recalled');
      // a test result is a change without a new change number of the register
      const [, id = '', code = ''] = /^\/my\/lo\/([0-9A-Z]{8})\/(.+)$/.exec(path) ?? [];
      const { no } = await db
        .selectFrom('traceability.lot')
        .select('no')
        .where('product_id', '=', id)
        .where('code', '=', code)
        .executeTakeFirstOrThrow();
      await maker.goto(`/my/lo/ghi/inspect?lo=${no}`);
      await maker.locator('input[name="what"]').fill('Độ ẩm của lô');
      await maker.locator('form.lot-form button[type="submit"]').click();
      const tested = (from: string) => async () => (await fetch(from + scan)).text();
      await Promise.all(processes.map((from) => expect.poll(tested(from), { timeout: 1000, interval: 20 }).toContain('Độ ẩm của lô')));

      await maker.goto(path);
      await maker.getByLabel('Lý do', { exact: true }).fill('Bao gói hở');
      await maker.getByLabel('Người đang giữ hàng phải làm gì').fill('Trả lại nơi mua');
      await maker.getByRole('button', { name: 'Thu hồi ngay' }).click();
      await Promise.all(processes.map((from) => expect.poll(seen(from), { timeout: 1000, interval: 20 }).toBe('recalled')));
    } finally {
      await other.stop();
    }
  }, 120_000);

  it('Chủ thể in tem, ghi lô trên điện thoại, báo một máy gửi sự kiện', async () => {
    const account = site.accounts.find((a) => a.startsWith('chu-the.')) ?? '';
    const maker = await as(account);
    await maker.goto('/my/ma');
    const here = (await maker.locator('main ul.rows a').first().getAttribute('href')) ?? '';
    await maker.getByLabel('GLN (13 số)').first().fill('9528765123456');
    await maker.getByRole('button', { name: 'Ghi GLN' }).first().click();
    expect(await maker.locator('main').innerText()).toContain('Số kiểm tra');
    await maker.getByLabel('GLN (13 số)').first().fill('9528765123457');
    await maker.getByRole('button', { name: 'Ghi GLN' }).first().click();
    expect(await maker.locator('main').innerText()).toContain('9528765123457');
    const facility = await fetch(`${site.url}/414/9528765123457`, { redirect: 'manual' });
    expect([facility.status, facility.headers.get('location')]).toEqual([307, expect.stringContaining('/chu-the/')]);

    await maker.goto(here);
    const offline = (await maker.getByLabel('Mã kiểm ngoại tuyến').count()) > 0 ? { offline: '1' } : {};
    const sheet = await maker.request.post(`${here}/in.pdf`, {
      form: { size: 'tem-30', count: '3', words: 'vi', requestId: crypto.randomUUID(), ...offline },
      headers: { origin: site.url },
    });
    expect([sheet.status(), sheet.headers()['content-type']]).toEqual([200, 'application/pdf']);

    await maker.goto(here);
    await maker.locator('input[name="lot"]').fill('LÔ số 1');
    await maker.getByRole('button', { name: 'Tạo PDF' }).click();
    expect(new URL(maker.url()).pathname).toBe(here);
    expect(await maker.getByRole('alert').innerText()).toContain('Số lô có tối đa 20');

    await maker.goto('/my/lo/ghi/buy');
    await maker.locator('textarea[name="list"]').fill('Hộ ông Nguyễn Văn Thành; 20,5\nHộ bà Trần Thị Hoa; nhiều');
    await maker.locator('input[name="name"]').fill('Quả thu mua');
    await maker.locator('form.lot-form button[type="submit"]').click();
    expect(await maker.getByRole('alert').innerText()).toContain('Tên hộ 2, số lượng');
    expect(await maker.locator('textarea[name="list"]').inputValue()).toContain('Hộ bà Trần Thị Hoa; nhiều');
    await maker.locator('textarea[name="list"]').fill('Hộ ông Nguyễn Văn Thành; 20,5\nHộ bà Trần Thị Hoa; 12');
    await maker.locator('form.lot-form button[type="submit"]').click();
    const bought = (await maker.locator('.lot-list a', { hasText: 'Quả thu mua' }).first().getAttribute('href')) ?? '';
    await maker.goto(`${bought}/vet`);
    expect(await maker.locator('.lot-table').innerText()).toContain('từ Hộ bà Trần Thị Hoa');
    await sound(await site.open({ width: 360, scripts: true, of: maker }), `${bought}/vet`);

    await maker.goto('/my/lo/ghi/harvest');
    const lot = `TH${today.slice(2).replaceAll('-', '')}`;
    await maker.locator('input[name="code"]').fill(lot);
    await maker.locator('input[name="name"]').fill('Quả tươi');
    await maker.locator('input[name="quantity"]').fill('120,5');
    await maker.locator('form.lot-form button[type="submit"]').click();
    expect(await maker.locator('main').innerText()).toContain(lot);

    const seen = await site.open({ width: 360, scripts: true, of: maker });
    for (const path of ['/my/ma', here, '/en/my/ma', '/my/lo', '/my/lo/ghi/harvest', '/my/lo/ghi/buy', '/my/lo/ghi/process', '/en/my/lo'])
      await sound(seen, path);

    await maker.goto('/my/tai-khoan');
    const form = maker.locator('form[action^="?/createClient"]');
    await form.locator('input[name="name"]').fill('Máy đóng gói');
    await form.locator('input[name="scope"][value="trace"]').check();
    await form.getByRole('button').click();
    const secret = (await maker.locator('code.secret').innerText()).trim();
    const authorization = `Bearer ${secret}`;
    const id = here.split('/').at(-1) ?? '';
    const write = (path: string, body: object, headers: Record<string, string> = { authorization }) =>
      fetch(`${site.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const gtin = '9520009000005'; // the demonstration prefix, far from the numbers of the sample
    const set = () => write(`/api/v1/products/${id}/gtin`, { gtin });
    expect([(await set()).status, (await set()).status]).toEqual([201, 200]);
    await expect.poll(async () => (await fetch(`${site.url}/01/0${gtin}`, { redirect: 'manual' })).status, { timeout: 2000 }).toBe(307);
    expect((await write(`/api/v1/products/${id}/gtin`, { gtin: '9520009000006' })).status).toBe(422);
    expect((await write(`/api/v1/products/${id}/gtin`, { gtin }, {})).status).toBe(401);
    const event = {
      type: 'ObjectEvent',
      eventTime: `${addDays(today, -1)}T08:00:00+07:00`,
      eventTimeZoneOffset: '+07:00',
      action: 'ADD',
      bizStep: 'commissioning',
      quantityList: [{ epcClass: `${site.url}/P/${id}/L/MAY01`, quantity: 12, uom: 'KGM' }],
    };
    const document = (e: object) => ({
      '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: `${today}T00:00:00Z`,
      epcisBody: { eventList: [e] },
    });
    const captured = await write('/epcis/capture', document(event));
    expect(captured.status).toBe(202);
    expect(captured.headers.get('access-control-expose-headers')).toContain('GS1-EPCIS-Version');
    const refused = await write('/epcis/capture', document({ ...event, eventTime: `${addDays(today, 2)}T08:00:00+07:00` }));
    expect([refused.status, ((await refused.json()) as { type: string }).type]).toEqual([400, 'epcisException:ValidationException']);
    const guest = await site.open({ width: 360 });
    await guest.goto(`/P/${id}/L/MAY01`);
    expect(new URL(guest.url()).pathname).toBe(`/quet/${id}/MAY01`);
    expect(await guest.locator('body').innerText()).toContain('MAY01');
  }, 60_000);

  it('Trang của nơi khác hỏi được máy kiểm, không ghi được gì', async () => {
    const preflight = (path: string) =>
      fetch(`${site.url}${path}`, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://buyer.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
    const verify = await preflight('/api/v1/verify');
    expect([verify.status, verify.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(verify.headers.get('access-control-allow-methods')).toContain('POST');
    expect(verify.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('content-type');
    const { id } = await find('status=valid');
    expect((await preflight(`/api/v1/products/${id}/gtin`)).headers.get('access-control-allow-methods')).not.toContain('POST');
    for (const body of ['', '{', '[]', '{}', 'null', '{"credential":null}', `{"credential":"${'x'.repeat(300_000)}"}`]) {
      const answer = await fetch(`${site.url}/api/v1/verify`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      expect(answer.status, body.slice(0, 40)).toBeLessThan(500);
    }
  });
});
