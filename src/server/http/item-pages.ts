// Ready answers for pages of lots and single items. Their content rests on lots that may change without a new change number of the register:
// each page names what it rests on, and a notice about any of that drops it.
import { hash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Asked } from './asked.ts';
import { createPageCache, type Head } from './page-cache.ts';

/** A page that no notice named is made anew after this long all the same. */
const OLDEST_MS = 60_000;
/** Names that pages rest on, over all pages. */
const MOST_NAMES = 200_000;

type Rest = {
  /** What the page rests on, as notices name it; undefined: too much, not to be kept. */
  names: readonly string[] | undefined;
  /** Called each time the page is shown. */
  shown: (() => void) | undefined;
};
type Page = Rest & { at: number };

export type ItemPages = ReturnType<typeof createItemPages>;

/** Is this the page of a lot or of a single item? */
export const isItemPage = (url: string): boolean => /^\/(?:en\/)?quet\/[^/?]+\/[^?]/.test(url);

/** `change` and `edition` as in the page cache: what raises them drops everything. */
export function createItemPages(change: () => number, edition: () => string, clock: () => number = () => performance.now()) {
  const cache = createPageCache(change, edition);
  const pages = new Map<string, Page>();
  const byName = new Map<string, Set<string>>();
  /** Said by the page while it was made, until the answer itself arrives. */
  const told = new Map<string, Rest & { since: number }>();
  let notices = 0;
  let names = 0;
  let generation = cache.generation();

  function forget(url: string): void {
    const page = pages.get(url);
    cache.drop(url);
    if (!page) return;
    pages.delete(url);
    for (const name of page.names ?? []) {
      names--;
      const urls = byName.get(name);
      urls?.delete(url);
      if (urls?.size === 0) byName.delete(name);
    }
  }

  function forgetAll(): void {
    cache.drop();
    pages.clear();
    byName.clear();
    names = 0;
  }

  function renew(): void {
    const now = cache.generation();
    if (now === generation) return;
    forgetAll();
    generation = now;
  }

  return {
    /** Taken before the first reading: a notice that comes later makes the answer unfit to be kept. */
    begin: (): number => notices,

    /** The page of this address rests on these names. */
    rests(url: string, since: number, rest: Rest): void {
      if (told.size > 1000) told.clear(); // answers that never came: aborted requests
      told.set(url, { ...rest, since });
    },

    /** Keeps an answer if its page said what it rests on and nothing of that has changed since. Returns its ETag. */
    keep(url: string, madeIn: number, head: Head, body: Buffer): string {
      const rest = told.get(url);
      told.delete(url);
      renew();
      const version = hash('sha256', body, 'base64url').slice(0, 12);
      if (!rest?.names || rest.since !== notices || madeIn !== generation) return cache.etagOf(url + version, madeIn, body.length);
      forget(url);
      if (names + rest.names.length > MOST_NAMES) forgetAll();
      pages.set(url, { names: rest.names, shown: rest.shown, at: clock() });
      for (const name of rest.names) {
        names++;
        const urls = byName.get(name);
        if (urls) urls.add(url);
        else byName.set(name, new Set([url]));
      }
      return cache.keep(url, madeIn, head, body, version);
    },

    /** Answers from memory; false when it is not there or too old. */
    serve(url: string, asked: Asked, res: ServerResponse, headOnly: boolean): boolean {
      renew();
      const page = pages.get(url);
      if (!page) return false;
      if (clock() - page.at > OLDEST_MS || !cache.serve(url, asked, res, headOnly)) {
        forget(url);
        return false;
      }
      if (!headOnly && !asked.ahead) page.shown?.();
      return true;
    },

    /** A notice: names separated by blanks have changed; an empty one means that anything may have. */
    heard(payload: string): void {
      notices++;
      if (payload === '') forgetAll();
      else for (const name of payload.split(' ')) for (const url of byName.get(name) ?? []) forget(url);
    },
  };
}
