// Which addresses may be kept as ready answers: known pages with known query keys only, so that nobody fills the memory with inventions.
const KEYS: Record<string, ReadonlySet<string>> = {
  tim: new Set(['q', 'star', 'province', 'oldProvince', 'region', 'group', 'set', 'producerType', 'status', 'sort', 'page', 'pageSize']),
  'thong-ke': new Set(['asOf', 'map', 'by', 'province', 'count']),
  tinh: new Set(['page', 'star', 'group', 'sort']),
  sao: new Set(['page', 'province', 'group', 'sort']),
  nhom: new Set(['page', 'star', 'province', 'set', 'sort']),
  // dates that GS1 codes carry: made, packed, best before, use by
  quet: new Set(['11', '13', '15', '17']),
};
const PLAIN = new Set(['', 'quet', 'san-pham', 'chu-the', 'api', 'sitemap.xml', 'robots.txt', 'sitemap', 'tu-cham', 'chung-nhan']);

/** True for an anonymous page whose answer depends on nothing but its address, the change number and the day. */
export function cacheablePage(url: string): boolean {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const local = path === '/en' || path.startsWith('/en/') ? path.slice(3) : path;
  const end = local.indexOf('/', 1);
  const first = local.slice(1, end < 0 ? undefined : end);
  if (mark < 0) return PLAIN.has(first) || first in KEYS;
  const keys = KEYS[first];
  if (!keys) return false;
  for (const pair of url.slice(mark + 1).split('&')) {
    const eq = pair.indexOf('=');
    if (!keys.has(eq < 0 ? pair : pair.slice(0, eq))) return false;
  }
  return true;
}

const LIVE = /^(?:\/en)?\/(?:cung-cau|nhu-cau|su-kien)(?:\/[0-9A-Z]{8})?$/;

/** True for an anonymous page without a query that changes with more than the register (offers, hours): made anew each time, never kept. */
export const livePage = (url: string): boolean => LIVE.test(url);
