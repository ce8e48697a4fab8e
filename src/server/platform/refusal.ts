// What a schema refuses, as our one error in both languages.
import { z } from 'zod';
import { AppError, type Fault } from './errors.ts';

const vietnamese = z.locales.vi().localeError;
/** Longer names are cut and no more are named than these: they came from outside, and the answer must not outgrow the question. */
const SHOWN = 40;
const MOST = 100;

function inVietnamese(issue: z.core.$ZodIssue): string {
  const said = vietnamese(issue as Parameters<typeof vietnamese>[0]);
  const text = typeof said === 'string' ? said : (said?.message ?? 'Giá trị không hợp lệ');
  // the schema does not hand the input on: what was received is only known when it was nothing
  return issue.code === 'invalid_type' && !issue.message.endsWith('undefined') ? text.replace(/, nhận được .*$/, '') : text;
}

/** One fault per field; an unknown one is named by itself. */
function faultsOf(issues: readonly z.core.$ZodIssue[]): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.slice(0, MOST).map((key) => {
        const name = key.slice(0, SHOWN);
        const message = { vi: `Không có tham số “${name}”.`, en: `There is no parameter “${name}”.` };
        return { path: [...issue.path, name].join('.'), code: 'unknown_parameter', message };
      });
    return [{ path: issue.path.join('.'), code: 'invalid', message: { vi: inVietnamese(issue), en: issue.message } }];
  });
}

/** 'invalid', or 'unknown_parameter' when nothing else is wrong (422), naming every field. */
export function unfit(issues: readonly z.core.$ZodIssue[]): AppError {
  const faults = faultsOf(issues);
  const code = faults.length > 0 && faults.every((f) => f.code === 'unknown_parameter') ? 'unknown_parameter' : 'invalid';
  return new AppError(code, { vi: 'Yêu cầu có giá trị không hợp lệ.', en: 'The request has values that do not fit.' }, faults);
}

/** The input as its schema reads it; throws `unfit`. */
export function parsed<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const read = schema.safeParse(input);
  if (!read.success) throw unfit(read.error.issues);
  return read.data;
}

const UNFILLED = { vi: 'Chưa điền hoặc chưa đúng.', en: 'Missing or not valid.' };

/** The same for a form that a person filled in: plain words instead of the schema's. */
export function parsedForm<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  const faults = read.error.issues.map((i) => ({ path: i.path.join('.'), code: 'invalid', message: UNFILLED }));
  throw new AppError('invalid', { vi: 'Nội dung chưa đúng.', en: 'Something does not fit.' }, faults);
}

/** The hook of an OpenAPIHono: throws `unfit`. */
export function refuseUnfit(result: { success: boolean; error?: { issues: readonly unknown[] } }): undefined {
  if (!result.success) throw unfit((result.error?.issues ?? []) as z.core.$ZodIssue[]);
}
