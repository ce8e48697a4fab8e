import type { Reroute, Transport } from '@sveltejs/kit';
import { Shown } from '#ui/shown.ts';

/** English pages are the same routes under /en. */
export const reroute: Reroute = ({ url }) => {
  if (url.pathname === '/en' || url.pathname === '/en/') return '/';
  return url.pathname.startsWith('/en/') ? url.pathname.slice(3) : undefined;
};

/** Stays on the server. */
export const transport: Transport = {
  Shown: { encode: (value) => value instanceof Shown && 1, decode: () => undefined },
};
