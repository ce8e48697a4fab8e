import type { Reroute } from '@sveltejs/kit';

/** English pages are the same routes under /en. */
export const reroute: Reroute = ({ url }) => {
  if (url.pathname === '/en' || url.pathname === '/en/') return '/';
  return url.pathname.startsWith('/en/') ? url.pathname.slice(3) : undefined;
};
