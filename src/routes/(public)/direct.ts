// The direct way of an anonymous public page: the same load functions and the same components as Kit's, without Kit's request around
// them. How a page is framed (head, stylesheets, header fields) is learnt from Kit's own answer, and a route goes the direct way only
// after it has yielded that answer byte for byte. Whatever is unusual (an error, a redirect, a load that wants more than address and
// app) yields undefined, and Kit answers. docs/decisions/0030-direct-rendering.md
import type { ComponentProps } from 'svelte';
import { render } from 'svelte/server';
import { PUBLIC } from '#server/modules/identity/index.ts';
import type { DirectPage, DirectPages, RunningApp, StartedApp } from '#server/running-app.ts';
import type { Lang } from '#shared/lang.ts';
import { load as loadSite } from '../+layout.server.ts';
import { load as loadHome } from './+page.server.ts';
import Home from './+page.svelte';
import { load as loadApi } from './api/+page.server.ts';
import Api from './api/+page.svelte';
import { load as loadProducer } from './chu-the/[id]/+page.server.ts';
import Producer from './chu-the/[id]/+page.svelte';
import { load as loadCertificate } from './chung-nhan/[no]/+page.server.ts';
import Certificate from './chung-nhan/[no]/+page.svelte';
import { load as loadDeals } from './cung-cau/+page.server.ts';
import Deals from './cung-cau/+page.svelte';
import Nest from './Nest.svelte';
import { load as loadGroup } from './nhom/[g]/+page.server.ts';
import Group from './nhom/[g]/+page.svelte';
import { load as loadDemands } from './nhu-cau/+page.server.ts';
import Demands from './nhu-cau/+page.svelte';
import { load as loadDemand } from './nhu-cau/[id]/+page.server.ts';
import Demand from './nhu-cau/[id]/+page.svelte';
import { load as loadProduct } from './san-pham/[id]/+page.server.ts';
import Product from './san-pham/[id]/+page.svelte';
import { load as loadStar } from './sao/[n]/+page.server.ts';
import Star from './sao/[n]/+page.svelte';
import { load as loadEvents } from './su-kien/+page.server.ts';
import Events from './su-kien/+page.svelte';
import { load as loadEvent } from './su-kien/[id]/+page.server.ts';
import Event from './su-kien/[id]/+page.svelte';
import { load as loadStatistics } from './thong-ke/+page.server.ts';
import Statistics from './thong-ke/+page.svelte';
import { load as loadSearch } from './tim/+page.server.ts';
import Search from './tim/+page.svelte';
import { load as loadProvince } from './tinh/[code]/+page.server.ts';
import Province from './tinh/[code]/+page.svelte';
import { load as loadRehearsal } from './tu-cham/+page.server.ts';
import Rehearsal from './tu-cham/+page.svelte';
import { load as loadSheet } from './tu-cham/[no]/+page.server.ts';
import Sheet from './tu-cham/[no]/+page.svelte';

/** What a load function may use here; anything else is undefined, so that its use fails and Kit takes over. */
type Asked = { locals: App.Locals; params: Record<string, string>; url: URL; route: { id: string } };
type Data = Record<string, unknown>;
type Page = ComponentProps<typeof Nest>['Page'];
type Load = (asked: Asked) => unknown;
type Route = { id: string; param?: string; load: Load; page: Page };
type Content = { head: string; body: string };
type Frame = { before: string; between: string; after: string; head: string[] };

const route = (id: string, load: unknown, page: unknown): [string, Route] => {
  const [, path = '', param] = /^\/([a-z-]*)(?:\/\[(\w+)\])?$/.exec(id) ?? [];
  return [
    param ? `${path}/` : path,
    { id: `/(public)${id === '/' ? '' : id}`, ...(param ? { param } : {}), load: load as Load, page: page as Page },
  ];
};
/** By the first part of the address, with a stroke where one plain segment follows it. */
const ROUTES = new Map<string, Route>([
  route('/', loadHome, Home),
  route('/tim', loadSearch, Search),
  route('/thong-ke', loadStatistics, Statistics),
  route('/san-pham/[id]', loadProduct, Product),
  route('/chu-the/[id]', loadProducer, Producer),
  route('/tinh/[code]', loadProvince, Province),
  route('/sao/[n]', loadStar, Star),
  route('/nhom/[g]', loadGroup, Group),
  route('/chung-nhan/[no]', loadCertificate, Certificate),
  route('/tu-cham', loadRehearsal, Rehearsal),
  route('/tu-cham/[no]', loadSheet, Sheet),
  route('/api', loadApi, Api),
  route('/cung-cau', loadDeals, Deals),
  route('/nhu-cau', loadDemands, Demands),
  route('/nhu-cau/[id]', loadDemand, Demand),
  route('/su-kien', loadEvents, Events),
  route('/su-kien/[id]', loadEvent, Event),
]);
const ADDRESS = /^\/(?:([a-z-]+)(?:\/([\w-]+))?)?$/;
/** A route that cannot be learnt (or changes under our hands) is tried a few times, then left to Kit. */
const TRIES = 5;

type Found = { key: string; route: Route; lang: Lang; params: Record<string, string>; url: URL };

function find(address: string): Found | undefined {
  const mark = address.indexOf('?');
  const path = mark < 0 ? address : address.slice(0, mark);
  const en = path === '/en' || (path.startsWith('/en/') && path.length > 4);
  const parts = ADDRESS.exec(en ? path.slice(3) || '/' : path);
  const [, first = '', last] = parts ?? [];
  const found = parts && ROUTES.get(last === undefined ? first : `${first}/`);
  if (!found) return undefined;
  const lang = en ? 'en' : 'vi';
  const params: Record<string, string> = found.param && last !== undefined ? { [found.param]: last } : {};
  return { key: lang + found.id, route: found, lang, params, url: new URL(address, 'http://localhost') };
}

const show = (found: Found, site: Data, own: Data): Content =>
  render(Nest, { props: { Page: found.route.page, params: found.params, site, data: { ...site, ...own } } });

/** The direct way for one app. */
export function createDirectPages(started: StartedApp): DirectPages {
  const app = started as RunningApp; // as the hooks pass it on
  const frames = new Map<string, Frame>();
  const tried = new Map<string, number>();

  function content(found: Found): Content | Promise<Content> {
    const { route, lang, params, url } = found;
    const locals: App.Locals = { app, lang, actor: PUBLIC };
    const asked: Asked = { locals, params, url, route: { id: route.id } };
    const site = (loadSite as unknown as Load)(asked) as Data;
    const own = route.load(asked) as Data | Promise<Data>;
    return own instanceof Promise ? own.then((data) => show(found, site, data)) : show(found, site, own);
  }

  const framed = (frame: Frame, { head, body }: Content): DirectPage => ({
    head: [...frame.head],
    body: frame.before + head + frame.between + body + frame.after,
  });

  return {
    make(address) {
      const found = find(address);
      const frame = found && frames.get(found.key);
      if (!frame) return undefined;
      try {
        const made = content(found);
        return made instanceof Promise
          ? made.then(
              (late) => framed(frame, late),
              () => undefined,
            )
          : framed(frame, made);
      } catch {
        return undefined;
      }
    },
    async learn(address, head, bytes) {
      const found = find(address);
      if (!found || frames.has(found.key) || (tried.get(found.key) ?? 0) >= TRIES) return;
      tried.set(found.key, (tried.get(found.key) ?? 0) + 1);
      try {
        const made = await content(found);
        const whole = bytes.toString();
        const at = whole.indexOf(made.head);
        const then = whole.indexOf(made.body, at + made.head.length);
        if (made.head === '' || at < 0 || then < 0) throw new Error('another page than the framework makes');
        frames.set(found.key, {
          before: whole.slice(0, at),
          between: whole.slice(at + made.head.length, then),
          after: whole.slice(then + made.body.length),
          head: [...head],
        });
      } catch (err) {
        const left = TRIES - (tried.get(found.key) ?? 0);
        app.log[left > 0 ? 'debug' : 'warn']({ err, address }, 'page stays with the framework');
      }
    },
  };
}
