// Errors and headers as the EPCIS 2.0 REST binding words them.
import type { Context } from 'hono';
import { AppError, comesBack, type ErrorCode, type Fault, RETRY_AFTER, toProblem } from '#server/platform/errors.ts';
import type { Lang } from '#shared/lang.ts';

export const VERSIONS: Record<string, string> = {
  'GS1-EPCIS-Version': '2.0.0',
  'GS1-CBV-Version': '2.0.0',
  'GS1-EPCIS-Min': '2.0.0',
  'GS1-EPCIS-Max': '2.0.0',
  'GS1-CBV-Min': '2.0.0',
  'GS1-CBV-Max': '2.0.0',
};
export const CAPTURE_HEADERS = (events: number, bytes: number): Record<string, string> => ({
  'GS1-EPCIS-Capture-Limit': String(events),
  'GS1-EPCIS-Capture-File-Size-Limit': String(bytes),
  'GS1-Capture-Error-Behaviour': 'rollback',
});

type Named = { status: number; type: string };
const BY_CODE: Record<ErrorCode, Named> = {
  invalid: { status: 400, type: 'ValidationException' },
  unknown_parameter: { status: 400, type: 'QueryParameterException' },
  not_found: { status: 404, type: 'NoSuchResourceException' },
  method_not_allowed: { status: 405, type: 'ImplementationException' },
  forbidden: { status: 403, type: 'SecurityException' },
  unauthorized: { status: 401, type: 'SecurityException' },
  conflict: { status: 409, type: 'ResourceAlreadyExistsException' },
  too_large: { status: 413, type: 'CaptureLimitExceededException' },
  unsupported_media_type: { status: 415, type: 'UnsupportedMediaTypeException' },
  too_many_requests: { status: 429, type: 'ImplementationException' },
  not_ready: { status: 503, type: 'ImplementationException' },
  internal: { status: 500, type: 'ImplementationException' },
};

/** Says which of the standard's exceptions it is, where the code alone does not. */
export class EpcisError extends AppError {
  readonly named: Named;
  constructor(named: Named, of: AppError) {
    super(of.code, of.detail, of.faults);
    this.named = named;
  }
}

/** problem+json with `epcisException:…`; every fault stands in `errors`. */
export function problem(c: Context, error: AppError, lang: Lang): Response {
  const { status, type } = error instanceof EpcisError ? error.named : BY_CODE[error.code];
  const { title, errors } = toProblem(error, lang);
  const detail = errors
    .slice(0, 20)
    .map((e) => (e.path ? `${e.path}: ${e.message}` : e.message))
    .join(' ');
  const body = { type: `epcisException:${type}`, title, status, ...(detail ? { detail } : {}), errors };
  if (comesBack(error.code)) c.header('Retry-After', RETRY_AFTER);
  if (status === 401) c.header('WWW-Authenticate', 'Bearer');
  return c.body(JSON.stringify(body), status as 400, { 'content-type': 'application/problem+json', 'content-language': lang });
}

const NO_QUESTION = { vi: 'Câu hỏi không đúng.', en: 'The question does not fit.' };
/** The refusal of a question: every parameter that does not fit is named. */
export const badParameters = (faults: Fault[]) =>
  new EpcisError({ status: 400, type: 'QueryParameterException' }, new AppError('invalid', faults[0]?.message ?? NO_QUESTION, faults));
export const badParameter = (path: string, vi: string, en: string, code = 'invalid') =>
  badParameters([{ path, code, message: { vi, en } }]);
