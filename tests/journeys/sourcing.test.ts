// Twelve tonnes of honey: a supermarket posts, many small producers are pooled, two decline on their phones, the rest is filled anew; one star
// is revoked in the middle, the gap is filled, and what stands goes on to its payment. Then fifty buyers want the same goods at once.
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#shared/dates.ts';
import { buyersOverHttp } from '../support/buyers-over-http.ts';
import { journey, noBrowser } from '../support/journey.ts';
import { proposeTakingBack, takingBack } from '../support/star-taken-back.ts';

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
    await page.getByRole('button', { name: `Mật ong cho bốn tháng tới, Vòng ${round}` }).click();
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
    // the honeys of Hà Nội, whose officials are among the sample people, are stated cheaply: they will be in the pool
    const { db } = site.database;
    await sql`insert into sourcing.supply (product_id, producer_id, unit, unit_price, packs, stated_by, stated_at)
      select p.id, p.producer_id, 'kg', 20000, '[]', 't', now() from registry.pub_product p join registry.pub_product_words w using (id)
      where p.province_code = '01' and w.words like '% mat ong %'
      on conflict (product_id) do update set unit = 'kg', unit_price = 20000, min_lot = 0`.execute(db);
    await sql`insert into sourcing.capacity (product_id, month, quantity, stated_at)
      select s.product_id, m::date, 250, now() from sourcing.supply s,
        generate_series(date_trunc('month', now()), now() + interval '8 months', interval '1 month') m where s.unit_price = 20000
      on conflict (product_id, month) do update set quantity = 250`.execute(db);
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
    expect(await buyer.locator('.pool-answer').textContent()).toMatch(/12\.000 kg, gom từ \d+ chủ thể/);
    const many = await buyer.locator('.pool-chosen tbody tr').count();
    expect(many).toBeGreaterThanOrEqual(10);
    await looksRight(`/my/mua/${id}`, buyer);
    await buyer.getByRole('button', { name: 'Gửi mời các chủ thể' }).click();
    const links = await linksFor(1);
    expect(links.length).toBeGreaterThanOrEqual(10);

    const phone = await open(360);
    for (const path of links.slice(0, 2)) {
      await phone.goto(path);
      await looksRight(path, phone);
      await phone.getByLabel('Lý do').fill('Mất mùa hoa');
      await phone.getByRole('button', { name: 'Từ chối tất cả' }).click();
      expect(await phone.locator('[role="status"]').first().textContent()).toContain('Đã ghi trả lời');
      expect(await phone.textContent('main')).toContain('từ chối');
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
    expect(await buyer.locator('.pool').first().textContent()).toMatch(/Vòng 2\s· Phương án/);
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
    await buyer.getByRole('button', { name: 'Lập hợp đồng' }).click();
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
    const goods = phone.locator('.deal-line details:has(button:has-text("Ghi đã gửi"))').first();
    await goods.locator('summary').click();
    await goods.getByRole('button', { name: 'Ghi đã gửi' }).click();
    expect(await phone.textContent('main')).toContain('Đã gửi');
    await buyer.goto(contract);
    for (const step of ['Ghi đã nhận', 'Ghi nghiệm thu']) {
      const turn = buyer.locator(`.deal-line details:has(button:has-text("${step}"))`).first();
      await turn.locator('summary').click();
      await turn.getByRole('button', { name: step }).click();
    }
    expect(await buyer.textContent('main')).toContain('Đã nghiệm thu');

    // in the middle the star of one of them is revoked, by the officials of its province, while buyer and producer look on
    const { rows } = await sql<{ product: string; producer: string }>`
      select d.product_id as product, d.producer_id as producer from sourcing.delivery d join registry.pub_product p on p.id = d.product_id
        join sourcing.agreement a on a.id = d.agreement_id
      where a.id = ${contract.split('/').at(-1)} and p.province_code = '01' and d.producer_id <> a.lead_producer_id
      group by 1, 2 having bool_and(d.state = 'planned') order by 1 limit 1`.execute(site.database.db);
    const gone = rows[0]?.product ?? '';
    expect(gone).not.toBe('');
    const { seconds, producer: goneName } = await revoke(gone);
    expect(seconds).toBeGreaterThanOrEqual(0);
    const goneLink = [...owner].find(([path, name]) => name === goneName && path !== links[0] && path !== links[1])?.[0] ?? '';
    expect(goneLink).not.toBe('');
    await Promise.all([buyer.goto(contract), phone.goto(goneLink)]);
    expect(await buyer.textContent('main')).toContain('Đã hủy');
    expect(await buyer.textContent('main')).toContain('sản phẩm không còn được công nhận');
    expect(await phone.textContent('main')).toContain('Đã hủy');
    await buyer.goto('/my/thu');
    expect(await buyer.textContent('main')).toContain('Sản phẩm rút khỏi đơn: Mật ong cho bốn tháng tới');
    await looksRight('/my/thu', buyer);

    // the pool is refilled around what stands, and a further contract names the first
    await buyer.goto(`/my/mua/${id}`);
    expect(await buyer.locator('.pool').first().textContent()).toMatch(/Vòng 3\s· Phương án/);
    expect(await buyer.locator('.pool').first().innerHTML()).not.toContain(gone);
    await buyer.getByRole('button', { name: 'Gửi mời các chủ thể' }).click();
    await accept(await linksFor(3));
    await buyer.goto(`/my/mua/${id}`);
    await buyer.getByRole('button', { name: 'Chốt vòng này' }).click();
    for (const line of await buyer.locator('.pool-filled > li').allTextContents())
      expect(line.replace(/\s+/g, ' ')).toContain('3.000 / 3.000 kg');
    await buyer.goto('/my/hop-dong');
    await buyer.getByRole('button', { name: 'Lập hợp đồng' }).click();
    await buyer.getByRole('button', { name: 'Ký', exact: true }).click();
    const second = new URL(buyer.url()).pathname;
    expect(second).not.toBe(contract);
    const more = await buyer.request.get(`${second}/hop-dong.pdf`);
    expect([more.status(), (await more.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-']);

    // the rest of the first contract goes on: a member ships by its link, the buyer receives, checks and pays, the lead pays on
    const member =
      [...owner].find(([path, name]) => name !== lead && path !== goneLink && path !== links[0] && path !== links[1])?.[0] ?? '';
    await phone.goto(member);
    const next = phone.locator('.deal-line details:has(button:has-text("Ghi đã gửi"))').first();
    await next.locator('summary').click();
    await next.getByRole('button', { name: 'Ghi đã gửi' }).click();
    await buyer.goto(contract);
    for (const step of ['Ghi đã nhận', 'Ghi nghiệm thu']) {
      const turn = buyer.locator(`.deal-line details:has(button:has-text("${step}"))`).first();
      await turn.locator('summary').click();
      if (step === 'Ghi nghiệm thu') {
        // less than received without a reason: refused, and what was typed stands
        await turn.getByLabel(/^Đạt/).fill('1');
        await turn.getByRole('button', { name: step }).click();
        expect(await buyer.getByLabel(/^Đạt/).first().inputValue()).toBe('1');
        await buyer.getByLabel('Ghi chú').first().fill('Còn lại ẩm');
        await buyer.getByRole('button', { name: step }).first().click();
      } else await turn.getByRole('button', { name: step }).click();
    }
    await buyer.getByText('Ghi bên mua đã trả đầu mối').click();
    const due = await buyer.getByLabel('Giá trị (đồng)').inputValue();
    expect(Number(due)).toBeGreaterThan(0);
    await buyer.getByLabel('Số giao dịch').fill('GD-1');
    await buyer.getByRole('button', { name: 'Ghi đã trả' }).click();
    expect((await buyer.textContent('main'))?.replace(/\s/g, '')).toContain(`${Number(due).toLocaleString('de-DE')}đ→`);
    await phone.goto(leadLink);
    const payout = phone.locator('details:has(button:has-text("Ghi đã trả"))').first();
    await payout.locator('summary').click();
    await payout.getByLabel('Số giao dịch').fill('CT-1');
    await payout.getByRole('button', { name: 'Ghi đã trả' }).click();
    await looksRight(leadLink, phone);
    await phone.goto(member);
    expect(await phone.textContent('main')).toContain('CT-1');
    await buyer.goto(contract);
    await looksRight(contract, buyer);
    for (const paper of await buyer
      .locator('a[href$=".pdf"]')
      .evaluateAll((all) => all.slice(0, 6).map((a) => a.getAttribute('href') ?? '')))
      expect((await buyer.request.get(paper)).headers()['content-type'], paper).toBe('application/pdf');
    const trust = await buyer.request.get(`/my/mua/uy-tin/${rows[0]?.producer}`);
    expect(trust.status()).toBe(200);
    await looksRight('/cung-cau', visitor);
  }, 600_000);

  /** By the pages of its province: case, verification, proposal, decision. Prints how long the order kept the product after the commit. */
  async function revoke(product: string): Promise<{ seconds: number; producer: string }> {
    const producer = await sql<{
      name: string;
    }>`select s.name from registry.pub_product p join registry.pub_producer_seat s on s.id = p.producer_id where p.id = ${product}`.execute(
      site.database.db,
    );
    const body = await open(1280, 'ocop.01');
    const address = await proposeTakingBack(body, product);
    const chair = await open(360, 'chu-tich.01');
    const { decide } = await takingBack(chair, address);
    let ended: number | undefined;
    const until = Date.now() + 60_000;
    const watched = (async () => {
      for (;;) {
        const seen = await sql<{ ended: boolean; held: number }>`
          select exists (select from registry.pub_recognition where product_id = ${product} and ended_on is not null) as ended,
            (select count(*)::int from sourcing.share s left join sourcing.delivery d on d.share_id = s.id
              where s.product_id = ${product} and s.state in ('proposed', 'offered', 'accepted') and (d.id is null or d.state = 'planned')) as held`.execute(
          site.database.db,
        );
        if (seen.rows[0]?.ended) ended ??= Date.now();
        if (ended !== undefined && seen.rows[0]?.held === 0) return (Date.now() - ended) / 1000;
        if (Date.now() > until) throw new Error('the order still holds the product a minute after');
        await new Promise((go) => setTimeout(go, 10));
      }
    })();
    await decide();
    expect(await chair.locator('main').textContent()).toContain('Đã thu hồi');
    const seconds = await watched;
    console.info(`released ${seconds.toFixed(2)} s after the revocation was committed`);
    return { seconds, producer: producer.rows[0]?.name ?? '' };
  }

  it('năm mươi người mua cùng hứa một lúc qua HTTP: không chủ thể nào bị hứa quá năng lực', async () => {
    const { db } = site.database;
    const ids = Array.from({ length: 50 }, (_, i) => `CUNGLUC${i}`);
    // fifty chains of their own, each with a person and a token; everything after this goes over the wire
    const { people, send, status } = await buyersOverHttp(site.database.db, site.url, ids);
    const day = addDays(today, 45);
    const demand = (organisation: string) => ({
      ...{ organisation, title: `Mật ong cùng lúc ${organisation}`, wanted: 'mật ong', set: null, specification: '', unit: 'kg' },
      deliveries: [{ dueOn: day, quantity: 900, store: null, place: 'Kho', province: '01' }],
      ...{ ceilingPrice: null, minStar: 3, papers: [], packing: '', maxSuppliers: 8, maxShare: null, smallShare: null, allowShort: false },
      ...{ needsInvoice: false, visibility: 'private', invited, sealed: false, repeats: null, closesOn: addDays(today, 3) },
      ...{ profile: null, language: 'vi' },
    });
    const supply = await sql<{ producer: string }>`
      select s.producer_id as producer from sourcing.supply s join registry.pub_product_words w on w.id = s.product_id
      join sourcing.capacity c on c.product_id = s.product_id and c.month = date_trunc('month', ${day}::date)
      where w.words like '% mat ong %' and s.unit = 'kg' and c.quantity > 0 order by c.quantity desc limit 12`.execute(db);
    const invited = supply.rows.map((r) => r.producer);
    const pools = await Promise.all(
      people.map(async (token, i) => {
        const { id } = await send<{ id: string }>(token, '/demands', demand(ids[i] ?? ''));
        return send<{ id: string; status: string }>(token, `/demands/${id}/pools`, {});
      }),
    );
    expect(pools.filter((p) => p.status === 'optimal').length).toBeGreaterThan(40);
    const answerBy = new Date(Date.now() + 3 * 86_400_000).toISOString();
    // all at the same moment
    const statuses = await Promise.all(people.map((token, i) => status(token, `/pools/${pools[i]?.id}/send`, { answerBy })));
    expect(new Set(statuses)).toEqual(new Set([200, 409])); // some got it, the slower ones are told
    const { rows } = await sql<{ product: string; over: number }>`
      with held as (
        select s.product_id, date_trunc('month', d.due_on)::date as month, sum(coalesce(s.answered_quantity, s.quantity)) as quantity
        from sourcing.share s join sourcing.demand_delivery d on d.id = s.delivery_id
        where s.state in ('offered', 'accepted', 'delivered') group by 1, 2)
      select h.product_id as product, sum(greatest(0, h.quantity - coalesce(c.quantity, 0))) - max(y.stock) as over
      from held h join sourcing.supply y using (product_id) left join sourcing.capacity c on c.product_id = h.product_id and c.month = h.month
      group by 1 having sum(greatest(0, h.quantity - coalesce(c.quantity, 0))) > max(y.stock)`.execute(db);
    expect(rows).toEqual([]);
    const sent = await sql<{ n: number }>`select count(*)::int as n from sourcing.pool p join sourcing.demand d on d.id = p.demand_id
      where p.state = 'offered' and d.organisation_id = any(${ids}::text[])`.execute(db);
    expect(sent.rows[0]?.n).toBe(statuses.filter((s) => s === 200).length);
  }, 240_000);

  it('chủ thể khai nguồn cung trên điện thoại', async () => {
    const producer = await open(360, 'chu-the.hop-tac-xa');
    await producer.goto('/my/nguon-cung');
    await looksRight('/my/nguon-cung', producer);
    await producer.locator('.supply-rows a').first().click();
    await looksRight(new URL(producer.url()).pathname, producer);
    await producer.getByLabel('Giá bán buôn (đồng)').first().fill('120000');
    // price, one number for every month, done: five taps from the first page
    await producer.getByLabel('Mỗi tháng giao được nhiều nhất').fill('250');
    await producer.getByRole('button', { name: 'Ghi', exact: true }).click();
    expect(await producer.locator('[role="status"]').first().textContent()).toContain('Đã ghi');
    expect(await producer.locator('.supply-rows').first().textContent()).toContain('Cập nhật hôm nay');
    expect(await producer.locator('.supply-rows').first().textContent()).toMatch(/2026\s*250.*\d{4}\s*250.*\d{4}\s*250/s);
    for (const path of ['/my/chao-hang', '/my/don-gom']) await looksRight(path, producer);
    const promoter = await open(1280, 'xuc-tien.01');
    await looksRight('/desk/nguoi-mua', promoter);
  }, 120_000);
});
