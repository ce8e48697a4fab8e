// Twelve tonnes of honey: a supermarket posts, many small producers are pooled, two decline on their phones, the rest is filled anew.
import { describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#shared/dates.ts';
import { journey, noBrowser } from '../support/journey.ts';

describe.skipIf(noBrowser)('gom hàng', () => {
  const site = journey();
  const today = dayOf(new Date());
  const open = (width: number, account?: string) => (account ? site.as(account, { width }) : site.open({ width }));
  const looksRight = site.sound;

  /** Path of each link, and whose it is. */
  const owner = new Map<string, string>();
  /** Made by a promotion officer: the buyer never holds them. */
  async function linksFor(round: number): Promise<string[]> {
    const page = await open(1280, 'bo.xuc-tien');
    await page.goto('/desk/don-gom');
    await looksRight('/desk/don-gom', page);
    await page.locator(`.demand-rows > li:has-text("Vòng ${round}") button`).click();
    const found = await page
      .locator('.link-list li')
      .evaluateAll((all) =>
        all.map(
          (li) => [new URL(li.querySelector('a')?.href ?? '').pathname, (li.textContent ?? '').split(': http')[0]?.trim() ?? ''] as const,
        ),
      );
    for (const [path, name] of found) owner.set(path, name);
    return found.map(([path]) => path);
  }

  it('siêu thị đăng 12 tấn mật ong trong bốn đợt; nhiều chủ thể nhận, hai từ chối trên điện thoại; phần thiếu được gom lại', async () => {
    const buyer = await open(1280, 'nguoi-mua');
    await buyer.goto('/my/mua/moi');
    await looksRight('/my/mua/moi', buyer);
    await buyer.getByLabel('Tên nhu cầu').fill('Mật ong cho bốn tháng tới');
    await buyer.getByLabel('Cần mua').fill('mật ong');
    const days = [40, 70, 100, 130].map((n) => addDays(today, n));
    for (const [i, day] of days.entries()) {
      await buyer.locator(`[name="dueOn-${i + 1}"]`).fill(day);
      await buyer.locator(`[name="quantity-${i + 1}"]`).fill('3000');
      await buyer.locator(`[name="province-${i + 1}"]`).selectOption('01');
    }
    await buyer.locator('[name="closesOn"]').fill(addDays(today, 7));
    await buyer.locator('[name="maxShare"]').fill('10');
    await buyer.getByRole('button', { name: 'Đăng nhu cầu' }).click();
    const id = new URL(buyer.url()).pathname.split('/').at(-1) ?? '';
    expect(await buyer.locator('h1').textContent()).toBe('Mật ong cho bốn tháng tới');
    const visitor = await open(360);
    await visitor.goto('/nhu-cau');
    expect(await visitor.locator('.demand-rows').textContent()).toContain('12.000 kg');
    await looksRight('/nhu-cau', visitor);
    await looksRight(`/nhu-cau/${id}`, visitor);

    await buyer.getByRole('button', { name: 'Gom thử' }).click();
    expect(await buyer.locator('.pool').textContent()).toMatch(/Tốt/);
    const many = await buyer.locator('.pool-shares > li').count();
    expect(many).toBeGreaterThanOrEqual(10);
    await looksRight(`/my/mua/${id}`, buyer);
    await buyer.getByRole('button', { name: 'Gửi mời các chủ thể' }).click();
    const links = await linksFor(1);
    expect(links.length).toBeGreaterThanOrEqual(10);

    const phone = await open(360);
    for (const path of links.slice(0, 2)) {
      await phone.goto(path);
      await looksRight(path, phone);
      for (const field of await phone.locator('input[type="number"]').all()) await field.fill('0');
      await phone.getByLabel('Lý do').fill('Mất mùa hoa');
      await phone.getByRole('button', { name: 'Gửi trả lời' }).click();
      expect(await phone.locator('[role="status"]').first().textContent()).toContain('Đã ghi trả lời');
      expect(await phone.locator('form').textContent()).toContain('từ chối');
    }
    const accept = async (paths: string[]) => {
      for (const path of paths) {
        await phone.goto(path);
        await phone.getByRole('button', { name: 'Gửi trả lời' }).click();
      }
    };
    await accept(links.slice(2));
    await buyer.goto(`/my/mua/${id}`);
    await buyer.getByRole('button', { name: 'Chốt vòng này' }).click();
    expect(await buyer.locator('.pool').first().textContent()).toMatch(/Vòng 2 · Phương án/);
    await buyer.getByRole('button', { name: 'Gửi mời các chủ thể' }).click();
    const again = await linksFor(2);
    expect(again.length).toBeGreaterThanOrEqual(1);
    await accept(again);
    await buyer.goto(`/my/mua/${id}`);
    await buyer.getByRole('button', { name: 'Chốt vòng này' }).click();
    for (const line of await buyer.locator('.pool-filled > li').allTextContents())
      expect(line.replace(/\s+/g, ' ')).toContain('3.000 / 3.000 kg');
    await phone.goto(links[0] ?? '');
    expect(await phone.locator('[role="status"]').textContent()).toContain('Đã hết hạn');
    await phone.goto('/tra-loi/khong-dung');
    expect(await phone.locator('h1').textContent()).toBeTruthy();

    // the contract, signed by both; goods out, in and checked; money to the lead and on to the producer
    await buyer.getByRole('link', { name: 'Hợp đồng và giao hàng' }).click();
    await buyer.getByRole('button', { name: 'Lập hợp đồng' }).click();
    if (!/\/my\/hop-dong\/\w+/.test(buyer.url())) await buyer.locator('.demand-rows a').first().click();
    const contract = new URL(buyer.url()).pathname;
    await buyer.getByRole('button', { name: 'Ký', exact: true }).click();
    await looksRight(contract, buyer);
    const pdf = await buyer.request.get(`${contract}/hop-dong.pdf`);
    expect([pdf.status(), (await pdf.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    const lead = (await buyer.locator('dt:has-text("Đầu mối") + dd').first().textContent())?.trim() ?? '';
    const leadLink = [...owner].find(([path, name]) => name === lead && ![links[0], links[1]].includes(path))?.[0] ?? '';
    expect(leadLink, lead).not.toBe('');
    await phone.goto(leadLink);
    await phone.getByRole('button', { name: 'Ký', exact: true }).click();
    await looksRight(leadLink, phone);
    const goods = phone.locator('details:has(button:has-text("Ghi đã gửi"))').first();
    await goods.locator('summary').click();
    await goods.getByRole('button', { name: 'Ghi đã gửi' }).click();
    expect(await phone.textContent('main')).toContain('Đã gửi');
    await buyer.goto(contract);
    for (const step of ['Ghi đã nhận', 'Ghi nghiệm thu']) {
      const turn = buyer.locator(`details:has(button:has-text("${step}"))`).first();
      await turn.locator('summary').click();
      await turn.getByRole('button', { name: step }).click();
    }
    expect(await buyer.textContent('main')).toContain('Đã nghiệm thu');
    await buyer.getByText('Ghi bên mua đã trả đầu mối').click();
    await buyer.getByLabel('Giá trị (đồng)').fill('1000000');
    await buyer.getByLabel('Số giao dịch').fill('GD-1');
    await buyer.getByRole('button', { name: 'Ghi đã trả' }).click();
    expect(await buyer.textContent('main')).toContain('1.000.000 đ');
    const payout = await buyer.locator('a:has-text("Bảng chi trả")').first().getAttribute('href');
    expect((await buyer.request.get(payout ?? '')).status()).toBe(200);
  }, 240_000);

  it('chủ thể khai nguồn cung trên điện thoại', async () => {
    const producer = await open(360, 'chu-the.hop-tac-xa');
    await producer.goto('/my/nguon-cung');
    await looksRight('/my/nguon-cung', producer);
    await producer.locator('.supply-rows a').first().click();
    await looksRight(new URL(producer.url()).pathname, producer);
    await producer.getByLabel('Giá bán buôn (đồng)').first().fill('120000');
    await producer.locator('.supply-months input').first().fill('250');
    await producer.getByRole('button', { name: 'Ghi', exact: true }).click();
    expect(await producer.locator('[role="status"]').first().textContent()).toContain('Đã ghi');
    expect(await producer.locator('.supply-rows').first().textContent()).toContain('Cập nhật hôm nay');
    for (const path of ['/my/chao-hang', '/my/don-gom']) await looksRight(path, producer);
    const promoter = await open(1280, 'xuc-tien.01');
    await looksRight('/desk/nguoi-mua', promoter);
  }, 120_000);
});
