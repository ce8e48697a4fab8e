// One error for everything a person can cause; its code is the translation key (shared/messages).
import type { Lang } from '#shared/lang.ts';

export type ErrorCode =
  | 'invalid' // 422 a value that does not fit
  | 'unknown_parameter' // 422
  | 'not_found' // 404
  | 'method_not_allowed' // 405
  | 'forbidden' // 403
  | 'unauthorized' // 401
  | 'conflict' // 409
  | 'too_large' // 413
  | 'unsupported_media_type' // 415
  | 'too_many_requests' // 429
  | 'not_ready' // 503
  | 'internal'; // 500

export const STATUS_OF: Record<ErrorCode, number> = {
  invalid: 422,
  unknown_parameter: 422,
  not_found: 404,
  method_not_allowed: 405,
  forbidden: 403,
  unauthorized: 401,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  not_ready: 503,
  internal: 500,
};

/** Seconds after which it makes sense to ask again what was not ready or asked too often. */
export const RETRY_AFTER = '10';
export const comesBack = (code: ErrorCode): boolean => code === 'not_ready' || code === 'too_many_requests';

/** One text in both languages. */
export type Bilingual = { vi: string; en: string };
/** A fault at a place: `path` names the field or the cell. */
export type Fault = { path: string; code: string; message: Bilingual };

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: Bilingual;
  readonly faults: Fault[];
  constructor(code: ErrorCode, detail: Bilingual, faults: Fault[] = []) {
    super(`${code}: ${detail.en}`);
    this.name = 'AppError';
    this.code = code;
    this.detail = detail;
    this.faults = faults;
  }
}

/** The RFC 9457 form of an error in one language. */
export function toProblem(error: AppError, lang: Lang) {
  const title = error.detail[lang];
  return {
    type: 'about:blank',
    title,
    status: STATUS_OF[error.code],
    code: error.code,
    errors: error.faults.map((f) => ({ path: f.path, code: f.code, message: f.message[lang] })),
  };
}

/** A fault at a field; `code` tells it from other faults of the same field. */
export const fault = (path: string, code: string, vi: string, en: string): Fault => ({ path, code, message: { vi, en } });

/** A refusal whose one fault says it all. */
export const refused = (
  path: string,
  vi: string,
  en: string,
  why = 'invalid',
  code: ErrorCode = why === 'conflict' ? 'conflict' : 'invalid',
) => new AppError(code, { vi, en }, [fault(path, why, vi, en)]);

/** What stands in the way as things are now: the same may be right later, or of somebody else. */
export const conflict = (vi: string, en: string, faults: Fault[] = []) => new AppError('conflict', { vi, en }, faults);
/** Nobody of these rights may do it. */
export const forbidden = (vi: string, en: string) => new AppError('forbidden', { vi, en });

/** Whoever sent it left before its end: no failure of ours. */
export const leftEarly = (error: Error): boolean => error.message === 'aborted' && (error as NodeJS.ErrnoException).code === 'ECONNRESET';

/** `path` names the field or the id that was looked up; `what` the kind of thing, without article. */
export const notFound = (path: string, what: Bilingual) =>
  new AppError('not_found', { vi: `Không tìm thấy ${what.vi}.`, en: `No such ${what.en}.` }, [
    { path, code: 'not_found', message: { vi: `Không có ${what.vi} này.`, en: `There is no such ${what.en}.` } },
  ]);
