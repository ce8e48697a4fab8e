import { siteOrigin } from '../sitemap/addresses.ts';
import type { RequestHandler } from './$types';

/** Everything public may be read; searches of one's own making need not be kept. */
export const GET: RequestHandler = ({ locals }) => {
  const origin = siteOrigin(locals.app);
  const lines = ['User-agent: *', 'Allow: /', 'Disallow: /tim?', 'Disallow: /en/tim?', '', `Sitemap: ${origin}/sitemap.xml`, ''];
  return new Response(lines.join('\n'), {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  });
};
