// The page in front of core.js and camera.js: keeps the package on the device, asks the register when it can.
import { hasCamera, readPhoto, watch } from './camera.js';
import { asTyped, isToken, openPackage, ownPage, standingOf, verdictOf } from './core.js';

const STORE = 'sanvat-kiem-tra';
const DID = '/.well-known/did.json';
const WHOLE = '/vc/goi';
const UPDATES = '/verify/updates';
const MOST_UPDATES = 40;
/** Milliseconds: for an answer while somebody waits, and for a whole package. */
const PATIENCE = 4000;
const LONG = 90_000;
const OLD = 30 * 86_400_000;

const by = (id) => document.getElementById(id);
const form = by('check');
const words = JSON.parse(form.dataset.words);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** From 20261122: 22/11/2026, in English 22 Nov 2026. */
const showDay = (day) =>
  document.documentElement.lang === 'en'
    ? `${Number(day.slice(6, 8))} ${MONTHS[Number(day.slice(4, 6)) - 1]} ${day.slice(0, 4)}`
    : `${day.slice(6, 8)}/${day.slice(4, 6)}/${day.slice(0, 4)}`;
const local = (instant) => new Date(instant + 7 * 3_600_000).toISOString();
/** A day and its hour, as at home. */
const showInstant = (iso) => {
  const at = local(Date.parse(iso));
  return `${showDay(at.slice(0, 10).replaceAll('-', ''))} ${at.slice(11, 16)}`;
};
const dayAt = (instant) => local(instant).slice(0, 10).replaceAll('-', '');
/** A clock that stands before the package was made is wrong (docs/offline-format.md §3). */
const isBehind = () => dayAt(Date.now()) < dayAt(Date.parse(held.made));
const dayOfCheck = () => dayAt(isBehind() ? Date.parse(held.made) : Date.now());
const isOld = () => Date.now() - Date.parse(held.made) > OLD;
/** Old browsers know no such signal: they wait. */
const within = (ms) => AbortSignal.timeout?.(ms);

let held;

async function kept(path) {
  return (await (await caches.open(STORE)).match(path))?.text();
}
async function keep(path, text) {
  await (await caches.open(STORE)).put(path, new Response(text));
}

/** Every text is verified again when it is read: what lies on the device is not trusted for lying there. */
async function load() {
  const [did, whole, updates] = await Promise.all([kept(DID), kept(WHOLE), kept(UPDATES)]);
  if (!did || !whole) return undefined;
  let found = await openPackage(whole, JSON.parse(did));
  const texts = JSON.parse(updates ?? '[]');
  for (const [i, text] of texts.entries()) {
    const next = await openPackage(text, JSON.parse(did), found).catch(() => undefined);
    if (!next) {
      // two windows updated at once, or only half was written: what fits so far is good
      await keep(UPDATES, JSON.stringify(texts.slice(0, i)));
      break;
    }
    found = next;
  }
  return found;
}

async function fetched(path) {
  const answer = await fetch(path, { cache: 'no-cache', signal: within(LONG) });
  if (!answer.ok) throw new Error(`${path} ${answer.status}`);
  return answer.text();
}

/** The difference to what is held; the whole package where none fits. */
async function fetchNext(did, mayBuild) {
  if (held && mayBuild) {
    try {
      const text = await fetched(`${WHOLE}?tu=${held.cursor}`);
      return { text, next: await openPackage(text, did, held), builds: true };
    } catch {
      // an update that does not fit
    }
  }
  const text = await fetched(WHOLE);
  const next = await openPackage(text, did);
  if (held && held.site === next.site && next.made < held.made) throw new Error('older than what is held');
  return { text, next, builds: false };
}

async function update() {
  const did = await fetched(DID);
  const updates = JSON.parse((await kept(UPDATES)) ?? '[]');
  const whole = await kept(WHOLE); // a device short of room drops what it likes
  const { text, next, builds } = await fetchNext(JSON.parse(did), whole !== undefined && updates.length < MOST_UPDATES);
  held = next; // it counts from now on, also where the device has no room to keep it
  await keep(DID, did);
  if (!builds) {
    await keep(WHOLE, text);
    return keep(UPDATES, '[]');
  }
  // one that changes nothing but the hour is replaced by the next such one
  const [last] = updates.slice(-1);
  if (last && JSON.parse(last.slice(0, last.indexOf('\n'))).since === next.cursor) updates.pop();
  return keep(UPDATES, JSON.stringify([...updates, text]));
}

function tellHeld(fault = '') {
  by('held').hidden = false;
  by('held-text').textContent = held
    ? fill(words.ready, { n: held.products.size.toLocaleString(document.documentElement.lang), at: showInstant(held.made) })
    : words.none;
  by('held-fault').textContent = fault || (held && isOld() ? words.old : '');
}

async function refresh() {
  const button = by('update');
  button.disabled = true;
  button.textContent = words.updating;
  try {
    await update();
    tellHeld();
  } catch (fault) {
    tellHeld(fault?.name === 'QuotaExceededError' ? words.noRoom : held ? words.failed : words.failedFirst);
  }
  button.disabled = false;
  button.textContent = words.update;
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** The verdict's shape: never colour alone. */
function mark(status) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `${form.dataset.icons}#${JSON.parse(form.dataset.marks)[status] ?? status}-line`);
  svg.append(use);
  return svg;
}

/** The words of a verdict; `why` are the reasons that the register gives for refusing a certificate. */
function wordsOf({ status, star = '', last = '', product, why }) {
  if (why && status === 'invalid') return [status, words.refused, why];
  // green is kept for a star in force
  if (status === 'valid' && !product) return ['unknown', words.genuine, words.genuineText];
  return [status, words.verdict[status], fill(words.text[status], { star, until: last && showDay(last) })];
}

function show([kind, title, text], source, product, notes = []) {
  const box = element('div', '', { class: `verdict ${kind}` });
  const said = document.createElement('div');
  said.append(element('strong', title), element('p', text));
  box.append(mark(kind), said, element('p', source, { class: 'checked' }));
  const parts = [box];
  for (const note of notes) parts.push(element('p', note, { class: 'note' }));
  if (product) {
    parts.push(element('h2', product.name), element('p', fill(words.made, { producer: product.producer })));
    const line = document.createElement('p');
    line.append(element('a', words.product, { href: form.dataset.product + product.id }));
    parts.push(line);
  }
  by('result').replaceChildren(...parts);
  by('result').scrollIntoView({ block: 'nearest' });
}

const tell = (found, source, notes) => show(wordsOf(found), source, found.product, notes);

const reached = () => fetch('/health', { cache: 'no-store', signal: within(PATIENCE) }).catch(() => undefined);

/** What lies on the device says, and what it cannot know. */
function tellKept(found, ...notes) {
  if (isBehind()) notes.push(words.clock);
  if (isOld()) notes.push(words.old);
  tell(found, fill(words.asOf, { at: showInstant(held.made), day: showDay(dayOfCheck()) }), notes);
}

/** The register itself when it answers in time, else what lies on the device. */
async function check(typed) {
  const credential = asTyped(typed);
  if (!credential) return;
  by('result').replaceChildren(element('p', words.checking, { class: 'soft' }));
  const own = ownPage(typed, location.origin);
  if (own && (await reached())) return location.assign(own);
  if (navigator.onLine && !own) {
    try {
      const answer = await fetch('/api/v1/verify', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang },
        body: JSON.stringify({ credential }),
        signal: within(PATIENCE),
      });
      if (answer.ok) {
        const { status, product, reasons } = await answer.json();
        const found = product && { product, star: product.star, last: product.validUntil.replaceAll('-', '') };
        const why = isToken(credential) ? reasons.map((r) => r.message).join(' ') : undefined;
        return tell({ status, why, ...found }, words.online);
      }
    } catch {
      // no network after all
    }
  }
  const known = own && held && standingOf(own, held, dayOfCheck());
  if (known) return tellKept(known, words.plain);
  if (own || isToken(credential)) return show(['unknown', words.network, words.networkText], '');
  if (!held) return show(['unknown', words.network, words.none], '');
  return tellKept(await verdictOf(credential, held, dayOfCheck()));
}

/** What went wrong with the camera or the picture; what was said of another code goes. */
function say(fault) {
  by('result').replaceChildren();
  by('camera-fault').hidden = !fault;
  by('camera-fault').textContent = fault;
}

function take(text) {
  form.elements.ma.value = text;
  void check(text);
}

function camera() {
  const button = by('camera');
  if (!hasCamera()) return;
  button.hidden = false;
  let stop;
  document.addEventListener('visibilitychange', () => document.hidden && stop?.abort());
  button.addEventListener('click', async () => {
    if (stop) return stop.abort();
    stop = new AbortController();
    button.textContent = words.stop;
    say('');
    try {
      const text = await watch(by('view'), stop.signal);
      if (text) take(text);
    } catch {
      say(words.noCamera);
    }
    stop = undefined;
    button.textContent = words.camera;
    return undefined;
  });
}

function photo() {
  const field = by('photo');
  by('photo-field').hidden = false;
  field.addEventListener('change', async () => {
    const [file] = field.files;
    if (!file) return;
    say('');
    const text = await readPhoto(file).catch(() => undefined);
    field.value = '';
    if (text) take(text);
    else say(words.noCode);
  });
}

/** The page itself is kept with everything it is made of. */
async function keepPage() {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/verify-offline.js', { scope: location.pathname });
  const parts = [...document.querySelectorAll('link[rel=stylesheet], link[rel=manifest], link[rel=icon]')].map((l) => l.href);
  parts.push(...[...document.querySelectorAll('script[src]')].map((s) => s.src), new URL('core.js', import.meta.url).href);
  parts.push(...performance.getEntriesByType('resource').map((e) => e.name));
  const own = parts
    .filter((p) => p.startsWith(`${location.origin}/`) && !/\/(?:vc|api|\.well-known)\//.test(p))
    .map((p) => p.split('#')[0]);
  const cache = await caches.open(STORE);
  await Promise.allSettled([location.pathname, ...new Set(own)].map((p) => cache.add(p)));
  document.documentElement.dataset.kept = '';
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void check(form.elements.ma.value);
});
by('update').addEventListener('click', () => void refresh());
camera();
photo();
held = await load().catch(() => undefined);
tellHeld();
const asked = new URLSearchParams(location.search).get('ma');
if (asked && !('answered' in by('result').dataset)) {
  form.elements.ma.value = asked;
  await check(asked);
}
if (navigator.onLine) await refresh();
await keepPage().catch(() => {});
