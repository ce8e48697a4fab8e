// biome-ignore-all lint/performance/useDomNodeTextContent: what counts is what a person sees
// A conference from its announcement to a published timetable and its results, in a real browser without scripts.
import { describe, expect, it } from 'vitest';
import { addDays, dayOf } from '#shared/dates.ts';
import { journey, noBrowser } from '../support/journey.ts';

describe.skipIf(noBrowser)('hội nghị kết nối', () => {
  const site = journey();
  const { as, sound } = site;
  const today = dayOf(new Date());

  it('cán bộ xúc tiến mở sự kiện, chủ thể và người mua chọn nhau, lịch được xếp, công bố và ghi kết quả', async () => {
    const officers = site.accounts.filter((a) => a.startsWith('xuc-tien.'));
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
    expect((await fetch(`${site.url}/su-kien/${id}`)).status).toBe(404);
    await desk.getByRole('button', { name: 'Mở đăng ký' }).click();

    const producer = await as('chu-the.ho', { width: 360 });
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

    // on the day: somebody does not come, is marked, comes after all; what was held stays
    await desk.goto(`/desk/su-kien/${id}/ngay`);
    const firm = (await desk.locator('.event-people li').filter({ hasText: 'Cơ sở' }).first().innerText()).split('\n')[0] ?? '';
    for (const [act, mark] of [
      ['Vắng', 'vắng'],
      ['Đã đến', ''],
    ] as const) {
      await desk.getByRole('button', { name: `${act}: ${firm.replace(/ \(.*/, '').trim()}` }).click();
      const line = desk.locator('.event-people li').filter({ hasText: firm.replace(/ \(.*/, '').trim() });
      expect((await line.locator('.soft').count()) > 0, act).toBe(mark !== '');
      expect(await desk.locator('main').innerText()).toContain('Biên bản ghi nhớ');
      await sound(`/desk/su-kien/${id}/ngay`, desk, { name: `day-${act === 'Vắng' ? 'absent' : 'present'}` });
    }

    const stranger = await as('chu-the.doanh-nghiep');
    expect((await stranger.goto(`/desk/su-kien/${id}`))?.status()).toBe(403);
    await producer.goto('/my/thu');
    expect(await producer.locator('main').innerText()).toContain('Lịch gặp: Tuần lễ kết nối đặc sản');

    const list = await (await fetch(`${site.url}/su-kien`)).text();
    const sample = /su-kien\/([0-9A-Z]{8})"[^>]*>Hội nghị kết nối cung cầu mẫu, đợt 2/.exec(list)?.[1] ?? '';
    await sound('/su-kien', undefined, { name: 'public-list' });
    await sound(`/su-kien/${sample}`, undefined, { name: 'public' });
    await sound('/desk/su-kien', desk, { name: 'desk-list' });
    await sound(`/desk/su-kien/${sample}`, desk, { name: 'desk' });
    await sound(`/desk/su-kien/${id}/ngay`, desk, { name: 'day' });
    await sound(`/my/su-kien/${sample}`, producer, { name: 'my' });
    await sound(`/en/my/su-kien/${sample}`, buyer, { name: 'my-buyer' });
  }, 240_000);
});
