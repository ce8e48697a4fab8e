// Keeps the page /kiem-tra usable without a network, or with one that does not answer: the network first, then what was kept. Nothing else of the site is
// touched.
const STORE = 'sanvat-kiem-tra';
const PATIENCE = 4000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || /^\/(?:api|vc|\.well-known)\//.test(url.pathname)) return;
  event.respondWith(answer(request));
});

/** When the network last failed to answer: for a while nobody waits for it again, and the page and its parts are of one age. */
let silent = 0;
const PAUSE = 20_000;

async function answer(request) {
  const cache = await caches.open(STORE).catch(() => undefined);
  const kept = await cache?.match(request, { ignoreSearch: request.mode === 'navigate', ignoreVary: true });
  if (!kept) return fetch(request);
  if (Date.now() - silent < PAUSE) return kept;
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  const found = await Promise.race([fetch(request).catch(() => undefined), late]);
  if (found && found.status < 500) return found;
  silent = Date.now();
  return kept;
}
