// Sign-in as a browser without script does it, against the whole product.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Running, startServer } from '../../../../tests/support/server.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'sanvat-people-'));
const asleep = [{ id: 'vneid', name: 'Định danh thử', issuer: 'http://127.0.0.1:9', clientId: 'a', clientSecret: 'b' }];
const env = { SANVAT_DATA: path.join(dir, 'data'), SANVAT_SAMPLE: '1', DATABASE_URL: '', OIDC_PROVIDERS: JSON.stringify(asleep) };
let server: Running;
const sanvat = (...args: string[]) => {
  const r = spawnSync(process.execPath, ['src/cli.ts', ...args, '--json'], { env: { ...process.env, ...env }, encoding: 'utf8' });
  return { status: r.status, answer: JSON.parse(r.stdout || 'null') };
};

beforeAll(async () => {
  chmodSync(dir, 0o711);
  server = await startServer(env);
}, 120_000);
afterAll(async () => {
  await server?.stop();
  const pointer = path.join(env.SANVAT_DATA, 'postgres.location');
  if (existsSync(pointer)) rmSync(readFileSync(pointer, 'utf8').trim(), { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
});

const get = (at: string, cookie?: string) => fetch(`${server.url}${at}`, { redirect: 'manual', headers: cookie ? { cookie } : {} });
const post = (at: string, form: Record<string, string>, more: { cookie?: string; origin?: string } = {}) =>
  fetch(`${server.url}${at}`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      origin: more.origin ?? server.url,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
      ...(more.cookie ? { cookie: more.cookie } : {}),
    },
    body: new URLSearchParams(form).toString(),
  });
const cookieOf = (response: Response) => /^(sanvat_session=[\w-]{43});/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? '';

describe('pages of the public', () => {
  it('set no cookie and stay cacheable', async () => {
    for (const at of ['/', '/tim', '/thong-ke', '/en']) {
      const page = await get(at);
      expect([page.status, page.headers.get('set-cookie')]).toEqual([200, null]);
      expect(page.headers.get('cache-control')).toContain('public');
    }
  });
});

describe('the closed pages', () => {
  it('lead to sign-in, for reading and for posting', async () => {
    for (const at of ['/my', '/desk', '/en/desk', '/desk/x', '/my/tai-khoan?/password', '/my/thu', '/%64esk', '/%6dy']) {
      const answers = [await get(at), await post(at, { current: 'x' })];
      for (const answer of answers) {
        expect(answer.status).toBe(303);
        expect(answer.headers.get('location')).toMatch(/^(\/en)?\/dang-nhap\?tiep=/);
        expect(answer.headers.get('cache-control')).toBe('private, no-store');
      }
    }
  });
});

describe('the data of a closed page', () => {
  it('is a way to sign-in, too', async () => {
    expect(await (await get('/desk/__data.json')).json()).toEqual({
      type: 'redirect',
      location: expect.stringMatching(/^\/dang-nhap\?tiep=/),
    });
  });
});

describe('signing in on the page', () => {
  it('takes a sample person by one click to the own place, and out again', async () => {
    const people: { account: string }[] = sanvat('sample', 'people').answer;
    const page = await (await get('/dang-nhap')).text();
    for (const { account } of people) expect(page).toContain(`value="${account}"`);
    const body = people.find((p) => p.account.startsWith('ocop.'))?.account ?? '';
    const answer = await post('/dang-nhap?/sample', { account: body });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/desk']);
    expect(answer.headers.get('set-cookie')).toMatch(/; Path=\/;.* HttpOnly; SameSite=Lax/);
    const cookie = cookieOf(answer);
    const desk = await get('/desk', cookie);
    expect([desk.status, desk.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    expect((await get('/', cookie)).headers.get('cache-control')).toBe('private, no-store');
    expect((await post('/dang-nhap?/sample', { account: 'nguoi-mua' })).headers.get('location')).toBe('/my');
    await post('/dang-nhap?/out', {}, { cookie });
    expect((await get('/desk', cookie)).status).toBe(303);
  });

  it('follows only addresses of our own', async () => {
    const to = async (tiep: string) =>
      (await post(`/dang-nhap?/sample&${new URLSearchParams({ tiep })}`, { account: 'nguoi-mua' })).headers.get('location');
    expect(await to('/thong-ke?by=star')).toBe('/thong-ke?by=star');
    for (const bad of ['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)', '/%09/evil.test\n', ''])
      expect(await to(bad)).not.toMatch(/evil|javascript/);
  });

  it('offers other identities and says why one did not work', async () => {
    expect(await (await get('/en/dang-nhap')).text()).toContain('href="/en/dang-nhap/oidc/vneid"');
    const location = async (at: string) => (await get(at)).headers.get('location');
    expect(await location('/dang-nhap/oidc/vneid')).toBe('/dang-nhap?loi=ngoai');
    expect(await location('/en/dang-nhap/oidc/khac')).toBe('/en/dang-nhap?loi=la');
    expect(await location('/dang-nhap/oidc/vneid/ve?code=x&state=y')).toBe('/dang-nhap?loi=tu-choi');
    expect(await (await get('/dang-nhap?loi=ngoai')).text()).toContain('role="alert"');
  });

  it('refuses a form from elsewhere', async () => {
    const answer = await post('/dang-nhap?/sample', { account: 'nguoi-mua' }, { origin: 'https://evil.test' });
    expect([answer.status, cookieOf(answer)]).toEqual([403, '']);
  });

  it('refuses more than 20 MB in words of the page', async () => {
    const cookie = cookieOf(await post('/dang-nhap?/sample', { account: 'nguoi-mua' }));
    const much = { name: 'x'.repeat(22 << 20) };
    const vi = await post('/my/mua?/store', much, { cookie });
    expect([vi.status, (await vi.text()).includes('Một lần gửi nhận nhiều nhất 20 MB')]).toEqual([413, true]);
    expect(await (await post('/en/my/mua?/store', much, { cookie })).text()).toContain('At most 20 MB are taken at once');
  }, 60_000);

  it('lets a first password do nothing but change itself', async () => {
    const made = sanvat('account', 'create', '--account', 'moi.den', '--name', 'Người mới').answer;
    const answer = await post('/dang-nhap?/login', { login: 'moi.den', password: made.password });
    const cookie = cookieOf(answer);
    expect(answer.headers.get('location')).toBe('/my');
    for (const at of ['/desk', '/my', '/my/ho-so', '/my/thu'])
      expect((await get(at, cookie)).headers.get('location')).toBe('/my/tai-khoan');
    expect((await get('/my/tai-khoan', cookie)).status).toBe(200);
    const changed = await post(
      '/my/tai-khoan?/password',
      { current: made.password, next: 'một câu dài dễ nhớ', again: 'một câu dài dễ nhớ' },
      { cookie },
    );
    expect(changed.status).toBe(200);
    expect((await get('/desk', cookie)).headers.get('location')).toContain('/dang-nhap'); // whoever copied it is out
    expect((await get('/desk', cookieOf(changed))).status).toBe(200);
    const wrong = await post('/en/dang-nhap?/login', { login: 'moi.den', password: made.password });
    expect([wrong.status, await wrong.text()]).toEqual([401, expect.stringContaining('The account or the password is wrong.')]);
  });

  it('gives tokens of sample people on the command line, unless told that this is no sample', async () => {
    const { token } = sanvat('sample', 'token', '--as', 'nguoi-mua').answer;
    const me = await fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } });
    expect([me.status, await me.json()]).toEqual([200, expect.objectContaining({ account: 'nguoi-mua', sample: true })]);
    expect(sanvat('sample', 'token', '--as', 'khong-co').status).toBe(1);
    expect(sanvat('sample', 'token').status).toBe(2);
    const real = spawnSync(process.execPath, ['src/cli.ts', 'sample', 'token', '--as', 'nguoi-mua', '--json'], {
      env: { ...process.env, ...env, SANVAT_SAMPLE: '0' },
      encoding: 'utf8',
    });
    expect([real.status, JSON.parse(real.stdout)]).toEqual([1, expect.objectContaining({ code: 'forbidden' })]);
  });
});
