import { limitKey } from '#server/platform/client-address.ts';

/** Counts per address within one second; cheap enough for every public read. Returns true when the request is one too many. */
export function createRate(perSecond: number, now: () => number = Date.now) {
  let second = 0;
  let seen = new Map<string, number>();
  return (address: string): boolean => {
    if (perSecond === 0 || address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1') return false;
    const at = Math.floor(now() / 1000);
    if (at !== second) {
      second = at;
      seen = new Map();
    }
    const key = limitKey(address);
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    return n > perSecond;
  };
}
