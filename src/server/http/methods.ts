// Which methods an address of the API knows: for OPTIONS, and for a 405 that says what would do.
import type { Hono } from 'hono';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The methods routed at a path, HEAD and OPTIONS included; empty when the address is unknown. Middleware for all methods does not count. */
export function methodsAt(api: Pick<Hono, 'router'>, path: string): string[] {
  const known = METHODS.filter((method) => {
    const [found] = api.router.match(method, path);
    return found.some(([entry]) => (entry as [unknown, { method: string }])[1].method === method);
  });
  if (known.length === 0) return [];
  return [...known, ...(known.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
}
