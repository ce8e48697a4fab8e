// Which of our media types an Accept header prefers (RFC 9110 §12.5.1); the first one offered when it says nothing or knows none of them.
export function negotiate<T extends string>(accept: string | undefined, offered: readonly [T, ...T[]]): T {
  const ranges = (accept ?? '').split(',').map((part) => {
    const [type = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const q = Number(parameters.find((p) => p.startsWith('q='))?.slice(2) ?? 1);
    return { type, q: Number.isFinite(q) ? q : 0 };
  });
  let best: { type: T; q: number } | undefined;
  for (const type of offered) {
    const family = `${type.slice(0, type.indexOf('/'))}/*`;
    const range = [type, family, '*/*'].map((t) => ranges.find((r) => r.type === t)).find((r) => r !== undefined);
    // a browser names text/html and takes anything else for less: exact names win among equals by the order of our offer
    if (range && range.q > 0 && (!best || range.q > best.q)) best = { type, q: range.q };
  }
  return best?.type ?? offered[0];
}
