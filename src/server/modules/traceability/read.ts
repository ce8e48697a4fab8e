// The parsed value, or a refusal that names every field that does not fit.
import type { z } from 'zod';
import { AppError, type Fault } from '#server/platform/errors.ts';

export function read<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults: Fault[] = parsed.error.issues.map((i) => ({
    path: i.path.join('.'),
    code: 'invalid',
    message: { vi: 'Chưa điền hoặc chưa đúng.', en: 'Missing or not valid.' },
  }));
  throw new AppError('invalid', { vi: 'Nội dung chưa đúng.', en: 'Something does not fit.' }, faults);
}

/** One fault at one field. */
export const refuse = (path: string, vi: string, en: string, code: 'invalid' | 'conflict' = 'invalid') =>
  new AppError(code, { vi, en }, [{ path, code, message: { vi, en } }]);
