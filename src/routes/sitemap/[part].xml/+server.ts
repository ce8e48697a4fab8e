import { error } from '@sveltejs/kit';
import { PART, siteAddresses, siteOrigin } from '../addresses.ts';
import type { RequestHandler } from './$types';

/** One part of the sitemap, counted from 1. */
export const GET: RequestHandler = ({ locals, params }) => {
  const part = /^[1-9]\d{0,4}$/.test(params.part) ? Number(params.part) : 0;
  const origin = siteOrigin(locals.app);
  const from = (part - 1) * PART;
  const lines: string[] = [];
  let at = 0;
  for (const { path, day } of siteAddresses(locals.app)) {
    if (at >= from + PART) break;
    if (at >= from) lines.push(`<url><loc>${origin}${path}</loc><lastmod>${day}</lastmod></url>`);
    at++;
  }
  if (part === 0 || lines.length === 0) error(404, { message: 'no such part', code: 'not_found' });
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${lines.join('\n')}\n</urlset>\n`;
  return new Response(body, { headers: { 'content-type': 'application/xml; charset=utf-8' } });
};
