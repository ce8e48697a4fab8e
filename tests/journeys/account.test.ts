// biome-ignore-all lint/performance/useDomNodeTextContent: what counts is what a person sees
// A person's own account in a real browser: first password, passkey of an authenticator, mail, and the way back in.
import { spawnSync } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults, journey, noBrowser } from '../support/journey.ts';
import { openPostOffice, type PostOffice } from '../support/post-office.ts';

const PASSWORD = 'một câu dài dễ nhớ';

/** A port nobody uses now: links in mails lead to an address that is set before the server starts. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

describe.skipIf(noBrowser)('tài khoản', () => {
  let office: PostOffice;
  let page: Page;
  let settings: Record<string, string> = {};
  let base = '';
  const site = journey({
    env: async () => {
      office = await openPostOffice();
      settings = { SMTP_URL: office.url, MAIL_FROM: 'Sản Vật <thu@sanvat.example>' };
      const port = await freePort();
      base = `http://localhost:${port}`; // passkeys want a name, not a number
      return { ...settings, PORT: String(port), ORIGIN: base };
    },
    base: () => base,
  });
  const sanvat = (...args: string[]) => {
    const env = { ...process.env, DATABASE_URL: site.database.url, SANVAT_SAMPLE: '1', ...settings };
    const r = spawnSync(process.execPath, ['src/cli.ts', ...args, '--json'], { env, encoding: 'utf8' });
    return JSON.parse(r.stdout || 'null');
  };

  beforeAll(async () => {
    page = await site.open({ width: 360, scripts: true });
  });
  afterAll(() => office?.close());

  it('mật khẩu đầu chỉ mở trang đổi mật khẩu; rồi khóa truy cập thay mật khẩu', async () => {
    const made = sanvat('account', 'create', '--account', 'chi.lan', '--name', 'Nguyễn Thị Ngọc Lan Hương', '--email', 'lan@example.vn');
    await page.goto('/dang-nhap');
    await page.getByLabel('Tên đăng nhập, e-mail').fill('chi.lan');
    await page.getByLabel('Mật khẩu', { exact: true }).fill(made.password);
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    await page.goto('/my/thu');
    expect(new URL(page.url()).pathname).toBe('/my/tai-khoan');
    await page.locator('#current').fill(made.password);
    await page.locator('#next').fill(PASSWORD);
    await page.locator('#again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
    expect(await page.getByRole('status').first().innerText()).toContain('Đã đổi mật khẩu');

    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await page.goto('/my/tai-khoan');
    await page.locator('#passkey-name').fill('Điện thoại của Hương');
    await page.locator('#passkey-current').fill(PASSWORD);
    await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click();
    await page.getByText('Điện thoại của Hương').first().waitFor();
    expect(await faults(page)).toEqual([]);

    await page.goto('/my');
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    expect(await faults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Đăng nhập bằng khóa truy cập' }).click();
    await page.waitForURL('**/my');
    expect(await page.locator('.who').innerText()).toContain('Nguyễn Thị Ngọc Lan Hương');
    expect(await faults(page)).toEqual([]);

    await page.goto('/en/my/tai-khoan');
    await page.getByText('Change', { exact: true }).click();
    await page.locator('details input[name="name"]').fill('Old phone');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByText('Old phone').first().waitFor();
    await page.getByText('Change', { exact: true }).click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('No passkey yet.').waitFor();
    await page.goto('/my');
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.getByRole('button', { name: 'Đăng nhập bằng khóa truy cập' }).click();
    await page.getByRole('alert').filter({ visible: true }).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/dang-nhap');
  });

  it('không có JavaScript thì các biểu mẫu của khóa ẩn đi, còn lại vẫn dùng được', async () => {
    const still = await site.open();
    await still.goto('/dang-nhap');
    expect(await still.getByRole('button', { name: 'Đăng nhập bằng khóa truy cập' }).count()).toBe(0);
    await still.getByLabel('Tên đăng nhập, e-mail').fill('lan@example.vn');
    await still.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await still.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    expect(new URL(still.url()).pathname).toBe('/my');
    await still.goto('/my/tai-khoan');
    expect(await still.locator('[data-passkey-off]').isVisible()).toBe(true);
  });

  it('quên mật khẩu: thư có đường dẫn dùng một lần đưa vào lại', async () => {
    const lost = await site.open({ width: 360 });
    await lost.goto('/dang-nhap');
    await lost.getByRole('link', { name: 'Quên mật khẩu?' }).click();
    await lost.getByLabel('Tên đăng nhập, e-mail').fill('khong.co');
    await lost.getByRole('button', { name: 'Gửi thư' }).click();
    const nobody = await lost.getByRole('status').innerText();
    await lost.goto('/dang-nhap/lay-lai');
    await lost.getByLabel('Tên đăng nhập, e-mail').fill('chi.lan');
    await lost.getByRole('button', { name: 'Gửi thư' }).click();
    expect(await lost.getByRole('status').innerText()).toBe(nobody);
    await expect.poll(() => office.letters.length, { timeout: 90_000 }).toBe(1);
    const [mail] = office.letters;
    expect(mail).toMatchObject({ to: ['lan@example.vn'], subject: 'Đặt lại mật khẩu · Sản Vật' });
    const link = new RegExp(`${base}/dang-nhap/lay-lai/[\\w-]{43}`).exec(mail?.text ?? '')?.[0] ?? '';
    await lost.goto(link);
    await lost.locator('#next').fill('một câu khác cũng dài');
    await lost.locator('#again').fill('một câu khác cũng dài');
    await lost.getByRole('button', { name: 'Đặt mật khẩu' }).click();
    await lost.getByRole('link', { name: 'Đăng nhập' }).last().click();
    await lost.getByLabel('Tên đăng nhập, e-mail').fill('chi.lan');
    await lost.getByLabel('Mật khẩu', { exact: true }).fill('một câu khác cũng dài');
    await lost.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
    expect(new URL(lost.url()).pathname).toBe('/my');
    await lost.goto(link);
    expect(await lost.getByRole('alert').innerText()).toContain('không còn dùng được');
  });
});
