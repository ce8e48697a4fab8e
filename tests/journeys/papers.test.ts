// biome-ignore-all lint/performance/useDomNodeTextContent: what counts is what a person sees
// Every recognition's certificate, read and printed by anybody; a producer's vault, filled once and used in a dossier.
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { certificateId } from '#shared/certificates.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { journey, noBrowser } from '../support/journey.ts';

type Detail = { id: string; recognitions: { validFrom: string; decisionNo: string | null }[] };

describe.skipIf(noBrowser)('giấy tờ', () => {
  const site = journey();
  const today = dayOf(new Date());
  const producer = () => site.accounts.find((a) => a.startsWith('chu-the.')) ?? '';

  it('Ai cũng xem được giấy chứng nhận của mọi lần công nhận, còn hay hết hiệu lực, và in được', async () => {
    for (const status of ['valid', 'expired', 'revoked']) {
      const list = (await (await fetch(`${site.url}/api/v1/products?status=${status}&pageSize=1`)).json()) as { items: { id: string }[] };
      const id = list.items[0]?.id ?? '';
      const product = (await (await fetch(`${site.url}/api/v1/products/${id}`)).json()) as Detail;
      for (const r of product.recognitions) {
        const path = `/chung-nhan/${certificateId(id, r.validFrom)}`;
        await site.sound(path);
        await site.sound(`/en${path}`, undefined, { widths: [360] });
        const page = await (await fetch(site.url + path)).text();
        expect(page.indexOf('class="verdict')).toBeLessThan(page.indexOf('<h1'));
        if (r.decisionNo) expect(page).toContain(r.decisionNo);
        const pdf = await fetch(`${site.url}${path}/chung-nhan.pdf`);
        expect(pdf.status).toBe(200);
        expect(
          Buffer.from(await pdf.arrayBuffer())
            .subarray(0, 5)
            .toString(),
        ).toBe('%PDF-');
      }
      const last = product.recognitions.at(-1);
      const links = await (await fetch(`${site.url}/san-pham/${id}`)).text();
      expect(links).toContain(`/chung-nhan/${certificateId(id, last?.validFrom ?? '')}`);
    }
    for (const unknown of ['x', '00000000-20260101', '7K2M9QXD-20260230'])
      expect((await fetch(`${site.url}/chung-nhan/${unknown}`)).status).toBe(404);
  });

  it('Chủ thể gửi giấy vào kho một lần, thay bản mới, gắn vào hồ sơ; tệp giả và tệp quá lớn bị từ chối', async () => {
    const page = await site.as(producer(), { scripts: true });
    await page.goto('/my/kho');
    const add = page.locator('aside form');
    const send = async (name: string, buffer: Buffer, expires: string) => {
      await add.getByLabel('Tệp').setInputFiles({ name, mimeType: 'application/pdf', buffer });
      await add.getByLabel('Hết hạn ngày').fill(expires);
      await add.getByLabel('Loại giấy').selectOption({ label: 'Đủ điều kiện an toàn thực phẩm' });
      await add.locator('[type=submit]').click();
    };
    await send('giấy phép.pdf', Buffer.from('MZ\u0090\0 đây là chương trình'), '');
    await page.getByText('loại tệp được xem theo nội dung').waitFor();
    const name = 'Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm của cơ sở chế biến trong vùng nguyên liệu.pdf';
    await send(name, Buffer.from('%PDF-1.7\n% một\n%%EOF\n'), addDays(today, 20));
    await page.getByRole('status').waitFor();
    expect(await page.locator('.vault > li', { hasText: name }).innerText()).toContain('Sắp hết hạn');
    const own = page.locator('.vault > li', { hasText: name });
    await own.locator('summary', { hasText: 'Gửi bản mới' }).click();
    const newer = own.locator('form');
    await newer.getByLabel('Tệp').setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n% hai\n%%EOF\n') });
    await newer.getByLabel('Hết hạn ngày').fill(addDays(today, 700));
    await newer.locator('[type=submit]').click();
    await page.getByText('Bản 2').waitFor();
    await site.sound('/my/kho', page);
    await site.sound('/en/my/kho', page, { widths: [360] });
  });

  it('Hai GB bị từ chối ngay từ đầu', async () => {
    const page = await site.as(producer());
    const cookie = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
    const answer = await new Promise<number>((resolve, reject) => {
      const headers = {
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': 2 * 1024 ** 3,
        origin: site.url,
        accept: 'text/html',
        cookie,
      };
      const req = request(`${site.url}/my/kho`, { method: 'POST', headers }, (res) => {
        resolve(res.statusCode ?? 0);
        req.destroy();
      });
      req.on('error', reject);
      req.write('--x\r\n');
    });
    expect(answer).toBe(413);
  });
});
