/**
 * Who asks, for limits: the address that the outermost of our `proxies` saw. Each proxy adds the address it was asked from at the end of
 * X-Forwarded-For (RFC 7239 §7.4 and §8.1: what stands before those is the client's own word and counts for nothing).
 */
export function clientAddress(forwardedFor: string | null | undefined, peer: string, proxies: number): string {
  if (proxies === 0 || !forwardedFor) return peer;
  const said = forwardedFor.split(',');
  return said[Math.max(0, said.length - proxies)]?.trim() || peer;
}

/** What a limit counts under: an IPv6 line is given a whole /64, so its addresses are one caller. */
export function limitKey(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail ? tail.split(':') : [];
  const all =
    tail === undefined ? first : [...first, ...Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0'), ...last];
  return all.slice(0, 4).join(':');
}
