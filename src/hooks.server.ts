// Where a page request gets its app, language and headers; the one place page errors take shape.
import type { Handle, HandleServerError, RequestEvent, ServerInit } from '@sveltejs/kit';
import { recorded } from '#server/modules/audit/index.ts';
import { type Actor, actorOf, isPerson, PUBLIC } from '#server/modules/identity/index.ts';
import { AppError, RETRY_AFTER, STATUS_OF } from '#server/platform/errors.ts';
import { withoutSecrets } from '#server/platform/log.ts';
import type { RunningApp } from '#server/running-app.ts';
import { startApp } from '#server/start-app.ts';
import { type Lang, localPath } from '#shared/lang.ts';
import { t } from '#shared/messages/index.ts';
import { heldTogether } from '#ui/lines.ts';
import bare from './error.html?raw';
import { createDirectPages } from './routes/(public)/direct.ts';

let app: RunningApp;

const elsewhere = (location: string) => new Response(null, { status: 303, headers: { location, 'cache-control': 'private, no-store' } });

/** Pages of somebody's own; never kept by anybody. */
const PERSONAL = /^(?:\/en)?\/(?:dang-nhap|my|desk)(?:\/|$)/;

/** Pages that nobody sees and nobody posts to without having signed in; whoever holds a first password changes it before going on. */
const SIGNED_IN = /^(?:\/en)?\/(my|desk)(?:\/|$)/;

const CHANGES_PASSWORD = /^(?:\/en)?\/my\/tai-khoan$/;

/** A stale cookie or a wrong token asks for pages as the public does. Undefined while the database cannot say. */
async function whoAsks(request: Request): Promise<Actor | undefined> {
  if (!request.headers.has('cookie') && !request.headers.has('authorization')) return PUBLIC;
  try {
    return await actorOf(app, request);
  } catch (e) {
    if (!(e instanceof AppError)) throw e;
    return e.code === 'not_ready' ? undefined : PUBLIC;
  }
}

/** Nothing is done as if somebody who is signed in were nobody: they are told to try again. It stands alone, a page would ask the database too. */
function comeBack(lang: Lang): Response {
  const { notReady, notReadyText } = t(lang).error;
  const page = bare
    .replace('lang="vi"', `lang="${lang}"`)
    .replaceAll('%sveltekit.status%', '503')
    .replace('%sveltekit.error.message%', `${notReady}. ${notReadyText}`);
  return new Response(page, {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-store', 'retry-after': RETRY_AFTER },
  });
}

export const init: ServerInit = async () => {
  const started = await startApp();
  app = Object.assign(started, { direct: createDirectPages(started) });
  (globalThis as Record<symbol, unknown>)[Symbol.for('sanvat.app')] = app; // the door for src/web.ts
};

export const handle: Handle = async ({ event, resolve }) => {
  const { pathname } = event.url;
  event.locals.app = app;
  event.locals.lang = pathname === '/en' || pathname.startsWith('/en/') ? 'en' : 'vi';
  const known = await whoAsks(event.request);
  event.locals.actor = known ?? PUBLIC;
  // the route, not the address: '/%64esk' is the desk as well
  const where = event.route.id ?? pathname;
  const closed = SIGNED_IN.exec(where)?.[1];
  if (!known && (closed || event.request.method !== 'GET')) return comeBack(event.locals.lang);
  if (closed) {
    const { actor, lang } = event.locals;
    if (!isPerson(actor)) return elsewhere(`${localPath('/dang-nhap', lang)}?${new URLSearchParams({ tiep: pathname })}`);
    if (actor.mustChange && !CHANGES_PASSWORD.test(where)) return elsewhere(localPath('/my/tai-khoan', lang));
  }
  const made = await resolve(event, {
    transformPageChunk: ({ html }) => {
      const page = html.replace('%lang%', event.locals.lang);
      return PERSONAL.test(where) ? heldTogether(page) : page;
    },
    preload: ({ type }) => type === 'css' || type === 'font',
  });
  const status = made.status === 500 ? (event.locals.failed ?? 500) : made.status;
  const response = status === made.status ? made : new Response(made.body, { status, headers: made.headers });
  const set = (name: string, value: string) => {
    if (!response.headers.has(name)) response.headers.set(name, value);
  };
  set('x-content-type-options', 'nosniff');
  set('referrer-policy', 'strict-origin-when-cross-origin');
  set('x-frame-options', 'DENY');
  set('cross-origin-opener-policy', 'same-origin');
  set('permissions-policy', 'camera=(), geolocation=(), microphone=()');
  if (status === 503) set('retry-after', RETRY_AFTER);
  if (app.origin?.startsWith('https:')) set('strict-transport-security', 'max-age=31536000');
  if (event.locals.actor.kind === 'person' || !known || PERSONAL.test(where)) response.headers.set('cache-control', 'private, no-store');
  else if (response.headers.get('content-type')?.startsWith('text/html')) set('cache-control', 'public, max-age=0, must-revalidate');
  return response;
};

/** More than the intake takes: refused in words, and under the name of whoever sent it. */
async function refuseTooLarge(event: RequestEvent): Promise<AppError> {
  const { actor } = event.locals;
  const vi = 'Tệp gửi lên lớn hơn 20 MB: không nhận. Những gì đã gửi trước đó vẫn còn nguyên.';
  const en = 'What was sent is larger than 20 MB and was not taken. What was sent before is as it was.';
  const refused = new AppError('too_large', { vi, en }, [{ path: 'file', code: 'too_large', message: { vi, en } }]);
  const attempt = { verb: 'send_file', subjectKind: 'page', subjectId: withoutSecrets(event.url.pathname).slice(0, 200) };
  if (isPerson(actor))
    await recorded(app.ctx(actor), attempt, () => Promise.reject(refused)).catch(
      (e) => e !== refused && app.log.error({ err: e }, 'a refusal was not recorded'),
    );
  return refused;
}

export const handleError: HandleServerError = async ({ error: thrown, event, status, message }) => {
  const error = status === 413 && event.locals.app ? await refuseTooLarge(event) : thrown;
  if (error instanceof AppError) {
    if (error.cause) app.log.error({ err: error, path: withoutSecrets(event.url.pathname) }, 'page failed');
    event.locals.failed = STATUS_OF[error.code];
    return { message: error.detail[event.locals.lang ?? 'vi'], code: error.code, status: STATUS_OF[error.code] };
  }
  if (status < 500) return { message, code: status === 404 ? 'not_found' : status === 405 ? 'method_not_allowed' : 'invalid' };
  app?.log.error({ err: error, path: withoutSecrets(event.url.pathname) }, 'page failed');
  return { message: event.locals.lang === 'en' ? 'Something went wrong on our side.' : 'Hệ thống gặp trục trặc.', code: 'internal' };
};
