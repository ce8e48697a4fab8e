// The acts of a dossier's way as people do them on its pages: used for the first recognition and again for the renewal.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Presses the form's button and hears that it was written down. */
export async function send(page: Page, action: string): Promise<void> {
  await page.locator(`form[action^="?/${action}"] [type=submit]`).click();
  expect(await page.getByRole('alert').allInnerTexts(), action).toEqual([]);
  expect(new URL(page.url()).searchParams.has('xong'), action).toBe(true);
}

/** Chooses the answers of a sheet: criterion → option id. */
export async function fill(page: Page, sheet: Record<string, string>): Promise<void> {
  for (const [code, option] of Object.entries(sheet))
    await page.locator(`input[name="${code}"][value="${option.slice(code.length + 1)}"]`).check();
}

/** The commune takes the dossier in, writes Mẫu 03 and passes it on. */
export async function throughCommune(officer: Page, dossier: string, no: string): Promise<void> {
  await officer.goto(`/desk/ho-so/${dossier}`);
  await send(officer, 'receive');
  const report = officer.locator('form[action^="?/report_local"]');
  for (const field of await report.locator('textarea').all()) await field.fill('Nguyên liệu và lao động tại xã, nghề có từ lâu đời.');
  await send(officer, 'report_local');
  await officer.locator('form[action^="?/send_to_province"]').getByLabel('Số tờ trình').fill(no);
  await send(officer, 'send_to_province');
  // biome-ignore lint/performance/useDomNodeTextContent: what counts is what a person sees
  expect(await officer.locator('main').innerText()).toContain('Đã gửi cấp tỉnh');
}

/** The province's body takes it in; the adviser has looked at the place on `surveyed` and reports. `look`: at the filled report. */
export async function throughAdvisers(
  body: Page,
  adviser: Page,
  dossier: string,
  surveyed: string,
  look?: (page: Page) => Promise<void>,
): Promise<void> {
  await body.goto(`/desk/ho-so/${dossier}`);
  await send(body, 'accept');
  await send(body, 'pass_to_advisers');
  await adviser.goto(`/desk/ho-so/${dossier}`);
  const advice = adviser.locator('form[action^="?/report_advisory"]');
  await advice.getByLabel('Kết luận của tổ tư vấn').fill('Hồ sơ đúng thành phần, nội dung khớp thực tế.');
  await advice.getByLabel('Ngày khảo sát thực tế').fill(surveyed);
  await look?.(adviser);
  await send(adviser, 'report_advisory');
}

/** The council's chair opens the hearing of a product's dossier; its address. */
export async function openHearing(head: Page, dossier: string, council: string, product: string): Promise<string> {
  await head.goto(`/desk/ho-so/${dossier}`);
  await head.locator('[name=council]').selectOption({ label: council });
  await send(head, 'open_council');
  await head.goto('/desk/hoi-dong');
  const hearing = (await head.getByRole('link', { name: product }).first().getAttribute('href')) ?? '';
  expect(hearing).toMatch(/^\/desk\/hoi-dong\/[0-9A-Z]{8}$/);
  return hearing;
}
