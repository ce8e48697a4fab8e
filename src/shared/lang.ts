export type Lang = 'vi' | 'en';
export const LANGS: readonly Lang[] = ['vi', 'en'];

/** The address of a page in a language: English lives under /en. Never `//host`, which a browser takes for another site. */
export const localPath = (path: string, lang: Lang): string => {
  if (lang === 'en') return `/en${path === '/' ? '' : path}`;
  return path.startsWith('//') ? path.replace(/^\/+/, '/') : path;
};

/** Vietnamese unless English is asked for first. */
export function langOf(acceptLanguage: string | null | undefined): Lang {
  const first = (acceptLanguage ?? '')
    .split(',')
    .map((part, i) => {
      const [tag = '', ...rest] = part.trim().toLowerCase().split(';');
      const q = Number(
        rest
          .find((r) => r.trim().startsWith('q='))
          ?.trim()
          .slice(2) ?? 1,
      );
      return { lang: tag.slice(0, 2), q: Number.isFinite(q) ? q : 0, i };
    })
    .filter((t) => (t.lang === 'vi' || t.lang === 'en') && t.q > 0)
    .sort((a, b) => b.q - a.q || a.i - b.i)[0];
  return first?.lang === 'en' ? 'en' : 'vi';
}
