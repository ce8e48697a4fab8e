// Keeps the page /kiem-tra usable without a network: the network first, what was kept when there is none. Nothing else of the site is touched.
const STORE = 'sanvat-kiem-tra';

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || /^\/(?:api|vc|\.well-known)\//.test(url.pathname)) return;
  event.respondWith(
    fetch(request).catch(async () => {
      const cache = await caches.open(STORE);
      return (await cache.match(request, { ignoreSearch: request.mode === 'navigate', ignoreVary: true })) ?? Response.error();
    }),
  );
});
