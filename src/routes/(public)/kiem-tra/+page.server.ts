import { verifyingAt, verifyOne } from '#server/modules/traceability/index.ts';
import type { PageServerLoad } from './$types';

/** What people type: small letters, spaces and look-alikes are put right before the strict reading (docs/offline-format.md §1). */
function typed(text: string): string {
  const trimmed = text.trim();
  if (/^https?:/i.test(trimmed)) return trimmed;
  return trimmed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
}

export const load: PageServerLoad = async ({ locals: { app }, url, setHeaders }) => {
  setHeaders({ 'permissions-policy': 'camera=(self), geolocation=(), microphone=()' });
  const code = url.searchParams.get('ma')?.slice(0, 2000) ?? '';
  return { code, answer: code ? await verifyOne(verifyingAt(app, app.origin ?? url.origin), typed(code)) : null };
};
