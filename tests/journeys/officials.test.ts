// biome-ignore-all lint/performance/useDomNodeTextContent: what counts is what a person sees
// One product's whole way, by the people of each office in a real browser: rehearsal, dossier, commune, advisers, council, decision, star;
// years later the renewal from what is still valid; then a buyer's report, an inspection, its finding and the star taken. People act without scripts; every page they act on passes axe on phone and desk.
import { describe, expect, it } from 'vitest';
import { aPdf, sheetWorth } from '#server/modules/assessment/route-fixture.ts';
import { addDays, addMonths, dayOf } from '#shared/dates.ts';
import { fill, openHearing, send, throughAdvisers, throughCommune } from '../support/dossier-way.ts';
import { journey, noBrowser } from '../support/journey.ts';

const SET = 1;
const NAME = 'Đậu nành rau hái tay trên đất bãi, theo lối của các bà các mẹ vùng ven sông';
const COUNCIL = 'Hội đồng đánh giá đợt này';
const MINUTES = 20 * 60_000;

describe.skipIf(noBrowser)('từ tự chấm tới sao, từ sao tới công nhận lại và thu hồi', () => {
  const site = journey();
  const { regular: as, soundNow: sound, api, text } = site;
  let today = dayOf(new Date());
  let province = '';
  let dossier = '';
  let productId = '';
  let certificate = '';
  let commune = '';
  /** The criterion whose paper lapses before the renewal. */
  let lapsing = '';

  const search = `/tim?q=${encodeURIComponent(NAME)}`;

  it(
    'Chủ thể tự chấm thử, biết còn thiếu gì, rồi lập và nộp hồ sơ',
    async () => {
      const page = await as('chu-the.hop-tac-xa');
      await page.goto(`/tu-cham/${SET}`);
      await fill(page, sheetWorth(SET, 62));
      await page.locator('#phieu [type=submit]').click();
      expect(await page.locator('main').innerText()).toMatch(/3 sao/);
      await sound(page);

      await page.goto('/my/ho-so');
      await sound(page);
      const start = page.locator('form:has([name=productName])');
      await start.getByLabel('Tên sản phẩm mới').fill(NAME);
      await start.getByLabel('Bộ tiêu chí').selectOption(String(SET));
      await start.locator('[type=submit]').click();
      dossier = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      expect(dossier).toMatch(/^[0-9A-Z]{8}$/);

      // sent too early: every missing part is named, nothing moves
      await page.locator('form[action^="?/submit"] [type=submit]').click();
      expect(await page.getByRole('alert').innerText()).toContain('chưa');
      await page.goto(`/my/ho-so/${dossier}/phieu`);
      await sound(page);
      await fill(page, sheetWorth(SET, 82));
      await page.getByRole('button', { name: 'Lưu phiếu' }).click();
      const form = page.locator('form[action^="?/details"]');
      for (const field of await form.locator('input[type=text], textarea').all()) await field.fill('Như hồ sơ giấy');
      await form.getByRole('checkbox').check();
      await send(page, 'details');
      const needed = (await page.locator('.missing').innerText()).matchAll(/Tiêu chí (\S+) cần minh chứng/g);
      for (const [, criterion = ''] of needed) {
        const attach = page.locator('form[action^="?/attach"]');
        await attach.getByLabel('Tiêu chí').selectOption(criterion);
        await attach
          .getByLabel('Tệp')
          .setInputFiles({ name: `minh chứng ${criterion}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(aPdf(criterion)) });
        if (!lapsing) await attach.getByLabel('Hết hạn').fill(addDays(today, 300));
        lapsing ||= criterion;
        await send(page, 'attach');
      }
      expect(await page.locator('main').innerText()).toContain('Hồ sơ đã đủ để nộp');
      await sound(page);
      await send(page, 'submit');
      expect(await page.locator('main').innerText()).toContain('Đã nộp, chờ xã tiếp nhận');
    },
    MINUTES,
  );

  it(
    'Xã tiếp nhận và lập Mẫu 03; tỉnh tiếp nhận, tổ tư vấn báo cáo; xã và tỉnh khác không vào được',
    async () => {
      const communes = site.accounts.filter((a) => a.startsWith('xa.'));
      const opened = await Promise.all(communes.map(async (a) => (await (await as(a)).goto(`/desk/ho-so/${dossier}`))?.status()));
      expect(opened.filter((s) => s === 200)).toHaveLength(1);
      expect(opened.filter((s) => s === 403)).toHaveLength(communes.length - 1);
      commune = communes[opened.indexOf(200)] ?? '';
      const officer = await as(commune);
      await sound(officer);
      await throughCommune(officer, dossier, '12/TTr-UBND');
      await officer.goto('/desk/ho-so');
      await sound(officer);

      const bodies = site.accounts.filter((a) => /^ocop\.\d/.test(a));
      for (const account of bodies) {
        const status = (await (await as(account)).goto(`/desk/ho-so/${dossier}`))?.status();
        if (status === 200) province = account.slice(-2);
        else expect(status).toBe(403);
      }
      expect(province).not.toBe('');
      await throughAdvisers(await as(`ocop.${province}`), await as(`tu-van.${province}`), dossier, today, sound);
    },
    MINUTES,
  );

  it(
    'Hội đồng sáu người chấm riêng từng phiếu, chủ tịch hội đồng đóng, Chủ tịch tỉnh quyết định',
    async () => {
      const chair = await as(`chu-tich.${province}`);
      await chair.goto('/desk/hoi-dong');
      const form = chair.locator('form:has([name=regulation])');

      await form.getByLabel('Tên hội đồng').fill(COUNCIL);
      await form.getByLabel('Quyết định thành lập').fill('21/QĐ-UBND');
      await form.locator('[type=submit]').click();
      expect(await chair.getByRole('alert').allInnerTexts()).toEqual([]);
      await sound(chair);

      const head = await as(`chu-tich-hoi-dong.${province}`);
      const hearing = await openHearing(head, dossier, `${COUNCIL} · 21/QĐ-UBND`, NAME);
      const seats = [head, ...(await Promise.all([1, 2, 3, 4, 5].map((n) => as(`hoi-dong-${n}.${province}`))))];
      for (const [i, member] of seats.entries()) {
        await member.goto(hearing);
        if (i === 1) await sound(member);
        await fill(member, sheetWorth(SET, 80 + i));
        await send(member, 'score');
        if (i === 0) {
          // nobody closes before the quorum has sent its sheets
          await member.locator('form[action^="?/close"] [type=submit]').click();
          expect(await member.getByRole('alert').count()).toBe(1);
        }
      }
      await head.goto(hearing);
      await sound(head);
      await send(head, 'close');
      expect(await head.locator('main').innerText()).toContain('4 sao');

      await chair.goto(`/desk/ho-so/${dossier}`);
      const decide = chair.locator('form[action^="?/decide"]');
      await decide.getByLabel('Số quyết định').fill('310/QĐ-UBND');
      await sound(chair);
      await send(chair, 'decide');
      expect(await chair.locator('main').innerText()).toContain('Công nhận 4 sao');
      await sound(chair);
      const link = chair.getByRole('link', { name: /^Giấy chứng nhận/ });
      certificate = (await link.getAttribute('href')) ?? '';
      productId = /^\/chung-nhan\/([0-9A-Z]{8})-\d{8}$/.exec(certificate)?.[1] ?? '';
      expect(productId).not.toBe('');
    },
    MINUTES,
  );

  it(
    'Giấy chứng nhận, trang sản phẩm, tìm kiếm và mã quét cùng cho thấy sao',
    async () => {
      const status = async () => (await api<{ status?: string }>(`/products/${productId}`)).status;
      await expect.poll(status, { timeout: 5000 }).toBe('valid');
      const page = await site.open({ width: 360 });
      await page.goto(certificate);
      expect(await page.locator('main').innerText()).toContain('310/QĐ-UBND');
      expect(await page.locator('main').innerText()).toContain(NAME);
      await sound(page);
      const pdf = await fetch(`${site.url}${certificate}/chung-nhan.pdf`);
      expect(pdf.headers.get('content-type')).toContain('application/pdf');
      expect(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5)).toEqual(Buffer.from('%PDF-'));
      await page.goto(`/san-pham/${productId}`);
      expect(await page.locator('.verdict').innerText()).toContain('4 sao');
      await sound(page);
      expect(await text(search)).toContain(`/san-pham/${productId}`);
      await page.goto(`/quet/${productId}`);
      expect(await page.locator('body').innerText()).toContain('4 sao');
      const until = addDays(addMonths(today, 36), -1);
      expect((await api<{ validUntil: string }>(`/products/${productId}`)).validUntil >= until).toBe(true);
    },
    MINUTES,
  );

  it(
    'Chủ thể công bố chỉ tiêu; kiểm nghiệm vượt mức mở điều phải khắc phục và hiện trên trang quét mã',
    async () => {
      const maker = await as('chu-the.hop-tac-xa');
      await maker.goto('/my/cong-bo');
      await maker.locator('[name=product]').selectOption(productId);
      await maker.locator('[name=parameter]').fill('Dư lượng nitrat');
      await maker.getByLabel('Đơn vị đo').fill('mg/kg');
      await maker.getByLabel('Cao nhất').fill('250');
      await maker.locator('aside [type=submit]').click();
      expect(await maker.locator('main').innerText()).toContain('≤ 250 mg/kg');
      await sound(maker);
      const inspector = await as(`kiem-tra.${province}`);
      await inspector.goto(`/desk/giam-sat/kiem-nghiem?san-pham=${productId}`);
      const form = inspector.locator('form:has([name=reportNo])');
      await form.getByLabel('Phòng kiểm nghiệm').fill('Trung tâm kiểm nghiệm của tỉnh');
      await form.getByLabel('Số phiếu').fill('KN-77');
      await form.locator('[name=parameter-1]').fill('dư lượng nitrat');
      await form.locator('[name=value-1]').fill('310,5');
      await form.locator('[name=unit-1]').fill('mg/kg');
      await sound(inspector);
      await form.locator('[type=submit]').click();
      expect(await inspector.getByRole('alert').allInnerTexts()).toEqual([]);
      expect(await inspector.locator('main').innerText()).toContain('Cao hơn mức công bố');
      await sound(inspector);
      await inspector.goto('/desk/giam-sat/kiem-tra');
      expect(await inspector.locator('li', { hasText: NAME }).innerText()).toContain('310,5 mg/kg (≤ 250 mg/kg)');
      const buyer = await site.open({ width: 360 });
      const scanned = async () => {
        await buyer.goto(`/quet/${productId}`);
        return buyer.locator('body').innerText();
      };
      await expect.poll(scanned, { timeout: 5000 }).toContain('Cao hơn mức công bố');
      await sound(buyer);
      await buyer.goto(`/san-pham/${productId}`);
      expect(await buyer.locator('[aria-labelledby=kiem-nghiem]').innerText()).toMatch(
        /Cao hơn mức công bố.*310,5.*Trung tâm kiểm nghiệm/s,
      );
      await sound(buyer);
    },
    MINUTES,
  );

  it(
    'Còn 150 ngày: chủ thể bắt đầu từ điều còn giá trị, chỉ làm phần còn thiếu; hội đồng góp ý bằng văn bản; sao mới nối sao cũ',
    async () => {
      type Term = { validFrom: string; validUntil: string; decisionNo: string; endedBy: string | null };
      type Product = { status: string; star: number; validUntil: string; recognitions: Term[] };
      const product = () => api<Product>(`/products/${productId}`);
      const first = await product();
      today = addDays(first.validUntil, -150);
      await site.on(today);
      expect((await product()).status).toBe('expiring');

      const maker = await as('chu-the.hop-tac-xa');
      await maker.goto('/my/ho-so');
      await sound(maker);
      await maker.getByRole('button', { name: `Bắt đầu đánh giá lại: ${NAME}` }).click();
      const renewal = new URL(maker.url()).pathname.split('/').at(-1) ?? '';
      expect(renewal).not.toBe(dossier);
      const asked = await maker.locator('.missing li').allInnerTexts();
      expect(asked).toHaveLength(3);
      for (const part of ['Thay đổi', 'cam kết', `${lapsing} cần minh chứng`]) expect(asked.join(' · ')).toContain(part);
      expect(await maker.getByLabel('Kết quả').first().inputValue()).toBe('Như hồ sơ giấy');
      await sound(maker);
      const form = maker.locator('form[action^="?/details"]');
      await form.getByLabel('Thay đổi').fill('Thêm một nhà sơ chế, đổi bao bì giấy.');
      await form.getByRole('checkbox').check();
      await send(maker, 'details');
      const attach = maker.locator('form[action^="?/attach"]');
      await attach.getByLabel('Tiêu chí').selectOption(lapsing);
      const paper = { name: `bản mới ${lapsing}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(aPdf(`mới ${lapsing}`)) };
      await attach.getByLabel('Tệp').setInputFiles(paper);
      await send(maker, 'attach');
      await send(maker, 'submit');

      await throughCommune(await as(commune), renewal, '7/TTr-UBND');
      await throughAdvisers(await as(`ocop.${province}`), await as(`tu-van.${province}`), renewal, today);
      const head = await as(`chu-tich-hoi-dong.${province}`);
      const hearing = await openHearing(head, renewal, `${COUNCIL} · 21/QĐ-UBND`, NAME);
      expect(await head.goto(hearing).then(() => head.locator('main').innerText())).toContain('bằng văn bản');
      for (const [i, who] of ['chu-tich-hoi-dong', ...[1, 2, 3, 4, 5].map((n) => `hoi-dong-${n}`)].entries()) {
        const member = await as(`${who}.${province}`);
        await member.goto(hearing);
        if (i === 1) await sound(member);
        await fill(member, sheetWorth(SET, 82 + (i % 2)));
        await send(member, 'score');
      }
      await head.goto(hearing);
      await send(head, 'close');
      const chair = await as(`chu-tich.${province}`);
      await chair.goto(`/desk/ho-so/${renewal}`);
      await chair.locator('form[action^="?/decide"]').getByLabel('Số quyết định').fill('98/QĐ-UBND');
      await send(chair, 'decide');
      await sound(chair);
      const next = (await chair.getByRole('link', { name: /^Giấy chứng nhận/ }).getAttribute('href')) ?? '';
      expect(next).toMatch(new RegExp(`^/chung-nhan/${productId}-`));
      expect(next).not.toBe(certificate);

      await expect.poll(async () => (await product()).recognitions.length, { timeout: 5000 }).toBe(2);
      const now = await product();
      expect(now).toMatchObject({ status: 'valid', star: 4 });
      expect(now.recognitions.map((r) => [r.decisionNo, r.endedBy])).toEqual([
        ['310/QĐ-UBND', 'superseded'],
        ['98/QĐ-UBND', null],
      ]);
      expect(now.validUntil > addMonths(today, 35)).toBe(true);
      const page = await site.open({ width: 360 });
      await page.goto(certificate);
      expect(await page.locator('.verdict').innerText()).toMatch(/thay/);
      await sound(page);
      certificate = next;
      await page.goto(certificate);
      expect(await page.locator('main').innerText()).toContain('98/QĐ-UBND');
      await page.goto(`/san-pham/${productId}`);
      expect(await page.locator('.verdict').innerText()).toContain('4 sao');
      await sound(page);
    },
    MINUTES,
  );

  it(
    'Người mua báo, kiểm tra thấy dùng sai nhãn hiệu; tỉnh đề xuất, Chủ tịch quyết định; sao mất ở mọi nơi cùng lúc',
    async () => {
      const inspector = await as(`kiem-tra.${province}`);
      const buyer = await site.open({ width: 360 });
      await buyer.goto(`/quet/${productId}`);
      await buyer.locator('details summary', { hasText: 'Báo sản phẩm có vấn đề' }).click();
      await buyer.locator('#noi-dung').fill('Nhãn có sao, trong gói là hàng khác');
      await buyer.getByRole('button', { name: 'Gửi' }).last().click();
      expect(await buyer.locator('body').innerText()).toContain('Đã nhận phản ánh');
      const desk = await as(`ocop.${province}`);
      await desk.goto('/desk/giam-sat/kiem-tra');
      await sound(desk);
      const report = desk.locator('.watch-rows li', { hasText: 'trong gói là hàng khác' });
      await report.locator('summary').click();
      await report.locator('select[name=to]').selectOption('inspect');
      await report.locator('textarea').fill('Cần xem tại chỗ');
      await report.getByRole('button').click();
      expect(await desk.getByRole('alert').allInnerTexts()).toEqual([]);
      await inspector.goto('/desk/giam-sat/kiem-tra');
      const row = inspector.locator('li', { hasText: NAME }).filter({ has: inspector.locator('form[action^="?/record"]') });
      await row.locator('summary').click();
      const result = row.locator('form[action^="?/record"]');
      await result.locator('[name=outcome]').selectOption('findings');
      await result.getByLabel('Nhận xét').fill('Đã lập biên bản tại cơ sở');
      await result.locator('[name=findingKind]').selectOption('mark');
      await result.getByLabel('Mô tả').fill('Dán nhãn OCOP lên hàng không được công nhận');
      await result.getByLabel('Hạn khắc phục').fill(addDays(today, 10));
      await result.locator('[type=submit]').click();
      expect(await inspector.getByRole('alert').allInnerTexts()).toEqual([]);
      await sound(inspector);

      await inspector
        .getByRole('link', { name: `Mở hồ sơ thu hồi: ${NAME}` })
        .first()
        .click();
      const open = inspector.locator('form:has([name=basisNo])');
      expect(await open.locator('[name=productId]').inputValue()).toBe(productId);
      await open.getByLabel('Nguyên nhân').selectOption({ label: 'd) Dùng sai nhãn hiệu OCOP' });
      await open.getByLabel('Số văn bản').fill('44/KL-TTr');
      await open.getByLabel('Cơ quan ban hành').fill('Thanh tra tỉnh');
      await open.getByLabel('Ngày ban hành').fill(today);
      await open.getByLabel('Ghi chú').fill('Theo kết luận kiểm tra');
      await open.locator('[type=submit]').click();
      expect(await inspector.getByRole('alert').allInnerTexts()).toEqual([]);
      await inspector.getByRole('link', { name: NAME }).first().click();
      const address = new URL(inspector.url()).pathname;
      const body = await as(`ocop.${province}`);
      for (const [who, act] of [
        [inspector, 'Ghi kết quả xác minh'],
        [body, 'Đề xuất thu hồi'],
      ] as const) {
        await who.goto(address);
        await who.getByRole('form', { name: act }).getByLabel('Ghi chú').fill('Đúng như kết luận');
        await who.getByRole('form', { name: act }).getByRole('button').click();
        expect(await who.getByRole('alert').allInnerTexts()).toEqual([]);
      }
      await sound(body);

      const before = await api<{ total: number }>('/statistics');
      const chair = await as(`chu-tich.${province}`);
      await chair.goto(address);
      const decide = chair.getByRole('form', { name: 'Quyết định thu hồi' });
      await decide.getByLabel('Số quyết định').fill('333/QĐ-UBND');
      await decide.getByLabel('Ngày quyết định').fill(today);
      await sound(chair);
      await decide.getByRole('button').click();
      expect(await chair.locator('main').innerText()).toContain('Đã thu hồi');

      const status = async () => (await api<{ status: string }>(`/products/${productId}`)).status;
      await expect.poll(status, { timeout: 2000 }).toBe('revoked');
      // from here on no surface may lag behind another
      const page = await site.open({ width: 360 });
      for (const path of [`/san-pham/${productId}`, certificate]) {
        await page.goto(path);
        expect(await page.locator('.verdict').innerText(), path).toContain('Sao đã bị thu hồi');
        await sound(page);
      }
      await page.goto(`/quet/${productId}`);
      expect(await page.locator('body').innerText()).toContain('Sao đã bị thu hồi');
      expect((await api<{ total: number }>('/statistics')).total).toBe(before.total - 1);
      expect(await text(`${search}&status=valid`)).not.toContain(`/san-pham/${productId}`);
      const listed = async (status: string) =>
        (await api<{ items: { id: string }[] }>(`/products?status=${status}&q=${encodeURIComponent(NAME)}`)).items.some(
          (i) => i.id === productId,
        );
      expect([await listed('valid'), await listed('revoked')]).toEqual([false, true]);
    },
    MINUTES,
  );
});
