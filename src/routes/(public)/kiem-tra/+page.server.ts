import { redirect } from '@sveltejs/kit';
import { REASONS, verifyingAt, verifyOne } from '#server/modules/traceability/index.ts';
import type { PageServerLoad } from './$types';

/** Of an electronic certificate pasted as text; a code has 124 characters. */
const MOST = 12_000;
const isToken = (text: string): boolean => /^ey[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
const PAGES = /^\/(?:en\/)?(?:01|414|P|cs|quet|san-pham|chung-nhan|chu-the)\//;

/** What people type: small letters, spaces and look-alikes are put right before the strict reading (docs/offline-format.md §1). */
function typed(text: string): string {
  const trimmed = text.trim();
  if (/^https?:/i.test(trimmed)) return trimmed;
  const whole = trimmed.replace(/\s/g, '');
  return isToken(whole) ? whole : whole.toUpperCase().replaceAll('-', '').replaceAll('O', '0').replace(/[IL]/g, '1');
}

/** The page of this site that an ordinary label leads to: it is no signed code, and its page says more than “wrong”. */
function ownPage(text: string, origin: string): string | undefined {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  return url?.host === new URL(origin).host && PAGES.test(url.pathname) ? url.pathname + url.search : undefined;
}

export const load: PageServerLoad = async ({ locals: { app, lang }, url, setHeaders }) => {
  const origin = app.origin ?? url.origin;
  const code = url.searchParams.get('ma')?.slice(0, MOST) ?? '';
  const asked = typed(code);
  const own = ownPage(asked, origin);
  if (own) redirect(303, own);
  setHeaders({ 'permissions-policy': 'camera=(self), geolocation=(), microphone=()' });
  const answer = code ? await verifyOne(verifyingAt(app, origin), asked) : null;
  // of a mistyped code the reasons say nothing that helps
  const why = answer?.status === 'invalid' && isToken(asked) ? answer.reasons.map((r) => REASONS[r][lang]).join(' ') : null;
  return { code, answer, why };
};
