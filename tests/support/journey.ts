// What every journey does the same way: the product on a database of its own, a real browser, people signed in, and the look at a page.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { testDatabase } from './database.ts';
import { type Running, startServer } from './server.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
/** A folder for pictures to look at. */
const SHOW = process.env.SANVAT_SHOW;
/** The phone and the desk every page must fit. */
const WIDTHS = [360, 1280] as const;
const HEIGHT = 900;

/** Journeys are left out where no browser is installed: `describe.skipIf(noBrowser)`. */
export const noBrowser = !existsSync(CHROMIUM);

type Start = {
  /** Settings beside the database and the sample data; asked before the server starts. */
  readonly env?: () => Promise<Record<string, string>>;
  /** The address the browser uses where it is not the server's own. */
  readonly base?: () => string;
};
export type View = BrowserContextOptions & { readonly width?: number; readonly scripts?: boolean; readonly of?: Page };
type Look = {
  readonly widths?: readonly number[];
  readonly schemes?: readonly ('light' | 'dark')[];
  /** Name of the pictures; made of the address when left out. */
  readonly name?: string;
  /** What the address answers; 200 unless said. */
  readonly status?: number;
};

/**
 * Everything against the sight and reach of the page as it stands: violations of any axe rule, as `rule: element`, and what is wider
 * than the screen. A picture is kept in SANVAT_SHOW under `name`. The page's context must run scripts.
 */
export async function faults(page: Page, name?: string): Promise<string[]> {
  if (SHOW && name) {
    mkdirSync(SHOW, { recursive: true });
    await page.screenshot({ path: `${SHOW}/${name}.png`, fullPage: true });
  }
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    type Axe = { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    const { axe } = globalThis as unknown as { axe: Axe };
    return (await axe.run()).violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`);
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return wide > 0 ? [...found, `${wide} px too wide`] : found;
}

/** Starts the product with its sample data and a browser before the tests of the calling `describe`, and ends both after them. */
export function journey(start: Start = {}) {
  const database = testDatabase();
  const contexts: BrowserContext[] = [];
  const regulars = new Map<string, Page>();
  let server: Running | undefined;
  let browser: Browser | undefined;
  let accounts: string[] = [];
  let pictures = 0;

  const running = (): Running => {
    if (!server) throw new Error('before beforeAll');
    return server;
  };
  const serve = async (env: Record<string, string> = {}): Promise<void> => {
    server = await startServer({ DATABASE_URL: database.url, SANVAT_SAMPLE: '1', ...(await start.env?.()), ...env });
  };
  beforeAll(async () => {
    await serve();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    const page = await (await fetch(`${running().url}/dang-nhap`)).text();
    accounts = [...page.matchAll(/name="account" value="([^"]+)"/g)].map((m) => m[1] ?? '');
  }, 240_000);
  afterAll(async () => {
    for (const c of contexts) await c.close();
    await browser?.close();
    await server?.stop();
  });

  const url = (): string => start.base?.() ?? running().url;

  /** A window: without scripts unless asked, as the person of `of` when given. Closed after the tests. */
  async function open({ width = 1280, scripts = false, of, ...options }: View = {}): Promise<Page> {
    if (!browser) throw new Error('before beforeAll');
    const state = of ? { storageState: await of.context().storageState() } : {};
    const usual = { viewport: { width, height: HEIGHT }, locale: 'vi-VN' };
    const context = await browser.newContext({ baseURL: url(), ...usual, javaScriptEnabled: scripts, ...state, ...options });
    contexts.push(context);
    return context.newPage();
  }
  /** A new window in which a sample person has signed in. */
  async function as(account: string, window: View = {}): Promise<Page> {
    const page = await open(window);
    await page.goto('/dang-nhap');
    await page.locator(`button[value="${account}"]`).click();
    await page.waitForURL((u) => !u.pathname.startsWith('/dang-nhap'));
    return page;
  }
  /** A sample person's own window at a desk, without scripts, the same one each time. */
  async function regular(account: string): Promise<Page> {
    const page = regulars.get(account) ?? (await as(account));
    regulars.set(account, page);
    return page;
  }
  /** The address as the person of `of` (nobody when left out) sees it on a phone and at a desk: answered, in sight as a whole, without a fault. */
  async function sound(path: string, of?: Page, { widths = WIDTHS, schemes = ['light'], name, status = 200 }: Look = {}): Promise<void> {
    pictures++;
    const picture = `${String(pictures).padStart(2, '0')}-${name ?? path.replace(/^\//, '').replace(/[^a-z0-9-]+/gi, '_')}`;
    const seen = await open({ scripts: true, ...(of ? { of } : {}) });
    for (const width of widths)
      for (const colorScheme of schemes) {
        await seen.setViewportSize({ width, height: HEIGHT });
        await seen.emulateMedia({ colorScheme });
        await seen.goto('about:blank'); // an address with a hash would not be asked for again
        expect((await seen.goto(path))?.status(), path).toBe(status);
        expect(await faults(seen, `${picture}-${width}-${colorScheme}`), `${path} at ${width}, ${colorScheme}`).toEqual([]);
      }
    await seen.context().close();
  }
  /** What the person sees now, looked at as `sound` does. */
  const soundNow = (page: Page, look?: Look): Promise<void> => sound(page.url().slice(url().length), page, look);

  return {
    database,
    get url() {
      return url();
    },
    /** Names of the sample people, as the page of signing in offers them. */
    get accounts() {
      return accounts;
    },
    open,
    as,
    regular,
    sound,
    soundNow,
    /** The same data on another day: the server ends, starts again, and everybody signs in anew. */
    async on(day: string): Promise<void> {
      regulars.clear();
      for (const c of contexts.splice(0)) await c.close();
      await running().stop();
      await serve({ SANVAT_SAMPLE_DAY: day });
    },
    /** Answer of the public interface, read as JSON. */
    api: async <T>(path: string): Promise<T> => (await (await fetch(`${running().url}/api/v1${path}`)).json()) as T,
    /** The page as a stranger's program gets it. */
    text: async (path: string): Promise<string> => (await fetch(running().url + path)).text(),
  };
}
