import { PART, siteAddresses, siteOrigin } from '../sitemap/addresses.ts';
import type { RequestHandler } from './$types';

/** The index; each part holds at most 50,000 addresses, as the protocol allows. */
export const GET: RequestHandler = ({ locals }) => {
  const origin = siteOrigin(locals.app);
  let total = 0;
  for (const _ of siteAddresses(locals.app)) total++;
  const parts = Math.max(1, Math.ceil(total / PART));
  const items = Array.from(
    { length: parts },
    (_, i) => `<sitemap><loc>${origin}/sitemap/${i + 1}.xml</loc><lastmod>${locals.app.catalogue.day}</lastmod></sitemap>`,
  );
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${items.join('\n')}\n</sitemapindex>\n`;
  return new Response(body, { headers: { 'content-type': 'application/xml; charset=utf-8' } });
};
