// A star is taken back by hand, by the pages of its province, the same way in every journey: case, verification, proposal; then the decision.
import type { Page } from 'playwright-core';
import { addDays, dayOf } from '#shared/dates.ts';

/** Opens the case of a product (or the one whose form stands open), verifies it and proposes; the address where it waits for its decision. */
export async function proposeTakingBack(body: Page, product?: string): Promise<string> {
  if (product) await body.goto(`/desk/giam-sat/thu-hoi?san-pham=${product}`);
  await body.getByLabel('Nguyên nhân').selectOption({ label: 'd) Dùng sai nhãn hiệu OCOP' });
  await body.getByLabel('Số văn bản kết luận hoặc xác nhận').fill('12/KL-TTr');
  await body.getByLabel('Cơ quan ban hành').fill('Thanh tra tỉnh');
  await body.getByLabel('Ngày ban hành').fill(addDays(dayOf(new Date()), -1));
  await body.getByLabel('Ghi chú').fill('Dán nhãn lên hàng khác');
  await body.getByRole('button', { name: 'Mở hồ sơ' }).click();
  await body.locator('.watch-rows b a').first().click();
  for (const act of ['Ghi kết quả xác minh', 'Đề xuất thu hồi']) {
    const form = body.getByRole('form', { name: act });
    await form.getByLabel('Ghi chú').fill('Đã làm');
    await form.getByRole('button').click();
    await body.getByRole('status').waitFor();
  }
  return new URL(body.url()).pathname;
}

/** The chair opens the case and fills in the decision; `decide()` takes the star back. */
export async function takingBack(chair: Page, address: string): Promise<{ decide: () => Promise<void> }> {
  await chair.goto(address);
  const form = chair.getByRole('form', { name: 'Quyết định thu hồi' });
  await form.getByLabel('Số quyết định').fill('77/QĐ-UBND');
  await form.getByLabel('Ngày quyết định').fill(dayOf(new Date()));
  return { decide: () => form.getByRole('button').click() };
}
