// What a schema refuses, as our one error in both languages.
import type { z } from 'zod';
import { AppError, type Fault } from './errors.ts';

type Bilingual = Fault['message'];

/** Longer names are cut and no more are named than these: they came from outside, and the answer must not outgrow the question. */
const SHOWN = 40;
const MOST = 100;

const NOT_VALID = { vi: 'Chưa đúng.', en: 'Not valid.' };
const MISSING = { vi: 'Chưa điền.', en: 'Missing.' };
const KINDS: Record<string, Bilingual> = {
  number: { vi: 'Phải là số.', en: 'Must be a number.' },
  int: { vi: 'Phải là số nguyên.', en: 'Must be a whole number.' },
  string: { vi: 'Phải là chữ.', en: 'Must be text.' },
  boolean: { vi: 'Phải là true hoặc false.', en: 'Must be true or false.' },
  array: { vi: 'Phải là danh sách.', en: 'Must be a list.' },
  object: { vi: 'Phải là đối tượng JSON.', en: 'Must be a JSON object.' },
  date: { vi: 'Phải là ngày (năm-tháng-ngày).', en: 'Must be a day (YYYY-MM-DD).' },
  email: { vi: 'Phải là địa chỉ e-mail.', en: 'Must be an e-mail address.' },
  url: { vi: 'Phải là địa chỉ mạng.', en: 'Must be a web address.' },
};

/** For `refine`: the rule of a day in a schema. */
export const NOT_A_DAY = { message: 'Must be a day (YYYY-MM-DD).', params: { vi: 'Phải là ngày (năm-tháng-ngày).' } };

/** The least or the most of a number, of characters or of entries. */
function bounded(origin: string, limit: number | bigint, inclusive: boolean, least: boolean): Bilingual {
  if (origin === 'string' && least && Number(limit) === 1) return MISSING;
  const of =
    origin === 'string'
      ? { vi: ' ký tự', en: ' characters' }
      : ['array', 'set', 'map'].includes(origin)
        ? { vi: ' mục', en: ' entries' }
        : undefined;
  if (of)
    return least
      ? { vi: `Ít nhất ${limit}${of.vi}.`, en: `At least ${limit}${of.en}.` }
      : { vi: `Nhiều nhất ${limit}${of.vi}.`, en: `At most ${limit}${of.en}.` };
  if (least)
    return inclusive
      ? { vi: `Phải từ ${limit} trở lên.`, en: `Must be ${limit} or more.` }
      : { vi: `Phải lớn hơn ${limit}.`, en: `Must be more than ${limit}.` };
  // a share is typed as a percentage
  if (inclusive && limit === 1) return { vi: 'Không được quá 1 (100%).', en: 'Must not be more than 1 (100%).' };
  return inclusive
    ? { vi: `Không được quá ${limit}.`, en: `Must not be more than ${limit}.` }
    : { vi: `Phải nhỏ hơn ${limit}.`, en: `Must be less than ${limit}.` };
}

/** What is wrong with one value, as a person says it. A schema's own rule carries its words: `message` in English, `params.vi` in Vietnamese. */
function plainly(issue: z.core.$ZodIssue): Bilingual {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.message.endsWith('undefined') || issue.message.endsWith('null')) return MISSING;
      return KINDS[issue.expected] ?? NOT_VALID;
    case 'too_small':
      return bounded(issue.origin, issue.minimum, issue.inclusive ?? true, true);
    case 'too_big':
      return bounded(issue.origin, issue.maximum, issue.inclusive ?? true, false);
    case 'invalid_value': {
      const said = issue.values.map(String).join(', ');
      return { vi: `Phải là một trong: ${said}.`, en: `Must be one of: ${said}.` };
    }
    case 'not_multiple_of':
      return { vi: `Phải là bội của ${issue.divisor}.`, en: `Must be a multiple of ${issue.divisor}.` };
    case 'invalid_format':
      return KINDS[issue.format] ?? { vi: 'Không đúng dạng.', en: 'Does not have the right form.' };
    case 'custom':
      return issue.message === 'Invalid input' ? NOT_VALID : { vi: String(issue.params?.vi ?? NOT_VALID.vi), en: issue.message };
    default:
      return NOT_VALID;
  }
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
    return [{ path: issue.path.join('.'), code: 'invalid', message: plainly(issue) }];
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

/** The same for a form that a person filled in. */
export function parsedForm<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  throw new AppError('invalid', { vi: 'Nội dung chưa đúng.', en: 'Something does not fit.' }, faultsOf(read.error.issues));
}

/** The hook of an OpenAPIHono: throws `unfit`. */
export function refuseUnfit(result: { success: boolean; error?: { issues: readonly unknown[] } }): undefined {
  if (!result.success) throw unfit((result.error?.issues ?? []) as z.core.$ZodIssue[]);
}
