// From the bytes of a request to a checked instance; every fault names its field.
import type { z } from '@hono/zod-openapi';
import { AppError, type Fault, fault } from '#server/platform/errors.ts';
import { addDays } from '#shared/dates.ts';
import { lastDay } from './model.ts';
import { MAX_PAIRS, solveQuestion } from './schema.ts';
import type { Instance } from './types.ts';

/** Faults named in one refusal. */
const MOST_FAULTS = 50;

export const invalid = (faults: Fault[]) =>
  new AppError(
    'invalid',
    { vi: 'Yêu cầu có giá trị không hợp lệ.', en: 'The request has values that do not fit.' },
    faults.slice(0, MOST_FAULTS),
  );

const show = (text: string) => text.slice(0, 60);

/** Last season may be played through again; a period that ended longer ago is a slip of the pen. */
const DAYS_BACK = 365;

/** Parses and checks a request body. Throws AppError 'invalid' (422). */
export function readQuestion(text: string, today: string): Instance {
  let sent: unknown;
  try {
    sent = JSON.parse(text);
  } catch {
    throw invalid([fault('', 'invalid', 'Nội dung không phải JSON.', 'The body is not JSON.')]);
  }
  const shadow = shadowed(sent);
  if (shadow) throw invalid([fault(shadow, 'unknown', `Không có mã “${shadow}”.`, `There is no “${shadow}”.`)]);
  const read = solveQuestion.safeParse(sent);
  if (!read.success) throw invalid(read.error.issues.slice(0, MOST_FAULTS).flatMap(faultsOf));
  const instance = read.data as Instance;
  const faults = [...related(instance), ...past(instance, addDays(today, -DAYS_BACK))];
  if (faults.length > 0) throw invalid(faults);
  return instance;
}

/** `__proto__` as an own key would vanish in the objects below; nobody sends it in good faith. */
function shadowed(sent: unknown): string | undefined {
  if (!sent || typeof sent !== 'object') return undefined;
  const { unitTransport, suppliers } = sent as { unitTransport?: unknown; suppliers?: unknown };
  const has = (o: unknown) => typeof o === 'object' && o !== null && Object.hasOwn(o, '__proto__');
  if (has(sent)) return '__proto__';
  if (has(unitTransport)) return 'unitTransport.__proto__';
  if (unitTransport && typeof unitTransport === 'object')
    for (const [id, costs] of Object.entries(unitTransport)) if (has(costs)) return `unitTransport.${show(id)}.__proto__`;
  if (Array.isArray(suppliers))
    for (const [i, s] of suppliers.entries())
      if (has(s) || has((s as { capacityByPeriod?: unknown } | null)?.capacityByPeriod)) return `suppliers.${i}.__proto__`;
  return undefined;
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) =>
      fault(
        path ? `${path}.${show(key)}` : show(key),
        'unknown_parameter',
        `Không có trường “${show(key)}”.`,
        `There is no field “${show(key)}”.`,
      ),
    );
  const { code, vi, en } = wrong(issue);
  return [fault(path, code, `${path || 'Nội dung'} ${vi}.`, `${path || 'The body'} ${en}.`)];
}

const KINDS: Record<string, { vi: string; en: string }> = {
  number: { vi: 'phải là số', en: 'must be a number' },
  int: { vi: 'phải là số nguyên', en: 'must be a whole number' },
  string: { vi: 'phải là chữ', en: 'must be text' },
  boolean: { vi: 'phải là true hoặc false', en: 'must be true or false' },
  array: { vi: 'phải là danh sách', en: 'must be a list' },
  object: { vi: 'phải là đối tượng', en: 'must be an object' },
  record: { vi: 'phải là đối tượng', en: 'must be an object' },
};

/** What is wrong with one value, to follow its path in a sentence. */
function wrong(issue: z.core.$ZodIssue): { code: string; vi: string; en: string } {
  if (issue.code === 'too_big') {
    if (issue.origin === 'array')
      return { code: 'too_many', vi: `có nhiều hơn ${issue.maximum} dòng`, en: `has more than ${issue.maximum} entries` };
    if (issue.origin === 'string')
      return { code: 'too_large', vi: `dài quá ${issue.maximum} ký tự`, en: `is longer than ${issue.maximum} characters` };
    return { code: 'too_large', vi: `lớn nhất là ${issue.maximum}`, en: `is at most ${issue.maximum}` };
  }
  if (issue.code === 'too_small') {
    if (issue.origin !== 'number') return { code: 'invalid', vi: 'không được để trống', en: 'must not be empty' };
    if (issue.inclusive === false)
      return { code: 'too_small', vi: `phải lớn hơn ${issue.minimum}`, en: `must be more than ${issue.minimum}` };
    return { code: 'too_small', vi: `không được nhỏ hơn ${issue.minimum}`, en: `is at least ${issue.minimum}` };
  }
  if (issue.code === 'invalid_type') {
    if (issue.message.endsWith('undefined')) return { code: 'required', vi: 'còn thiếu', en: 'is missing' };
    const kind = KINDS[issue.expected];
    if (kind) return { code: 'invalid', ...kind };
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String).join(', ');
    return { code: 'invalid', vi: `phải là một trong: ${values}`, en: `must be one of: ${values}` };
  }
  if (issue.message === 'YYYY-MM-DD')
    return { code: 'invalid', vi: 'phải là ngày có thật (YYYY-MM-DD)', en: 'must be a real day (YYYY-MM-DD)' };
  if (issue.code === 'invalid_key' || issue.message.startsWith('YYYY'))
    return {
      code: 'invalid',
      vi: 'phải là tháng hoặc ngày có thật (YYYY-MM, YYYY-MM-DD)',
      en: 'must be a real month or day (YYYY-MM, YYYY-MM-DD)',
    };
  return { code: 'invalid', vi: 'không hợp lệ', en: 'is not valid' };
}

/** Deliveries in periods that ended before `first`. */
function* past(i: Instance, first: string): Generator<Fault> {
  for (const [k, { period }] of i.demands.entries())
    if (period !== undefined && lastDay(period) < first)
      yield fault(
        `demands.${k}.period`,
        'past',
        `Kỳ giao ${period} đã qua hơn một năm.`,
        `The period ${period} ended more than a year ago.`,
      );
}

/** What ties fields to one another: sizes, ids, period forms. */
function* related(i: Instance): Generator<Fault> {
  if (i.demands.length * i.suppliers.length > MAX_PAIRS)
    yield fault(
      'suppliers',
      'too_many',
      `Số nhu cầu × số nhà cung cấp vượt quá ${MAX_PAIRS}.`,
      `Demands × suppliers are more than ${MAX_PAIRS}.`,
    );
  // Two ways of writing the same letters are the same id to every reader.
  const written = new Set<string>();
  const seen = (kind: string, id: string): boolean => {
    const key = `${kind} ${id.normalize('NFC')}`;
    return written.has(key) || !written.add(key);
  };
  const demands = new Set<string>();
  for (const [k, d] of i.demands.entries()) {
    if (seen('demand', d.id)) yield twice(`demands.${k}.id`, d.id);
    demands.add(d.id);
  }
  const suppliers = new Set<string>();
  for (const [k, s] of i.suppliers.entries()) {
    if (seen('supplier', s.id)) yield twice(`suppliers.${k}.id`, s.id);
    suppliers.add(s.id);
  }
  for (const [id, costs] of Object.entries(i.unitTransport ?? {})) {
    if (!suppliers.has(id)) yield unknown(`unitTransport.${show(id)}`, id);
    for (const demand of Object.keys(costs)) if (!demands.has(demand)) yield unknown(`unitTransport.${show(id)}.${show(demand)}`, demand);
  }
  let form: 'month' | 'day' | undefined;
  const check = function* (path: string, period: string): Generator<Fault> {
    const is = period.length === 7 ? 'month' : 'day';
    form ??= is;
    if (is !== form)
      yield fault(
        path,
        'mixed_periods',
        'Một yêu cầu chỉ dùng tháng hoặc chỉ dùng ngày.',
        'One request uses either months or days as periods.',
      );
  };
  for (const [k, d] of i.demands.entries()) if (d.period !== undefined) yield* check(`demands.${k}.period`, d.period);
  for (const [k, s] of i.suppliers.entries())
    for (const period of Object.keys(s.capacityByPeriod ?? {})) yield* check(`suppliers.${k}.capacityByPeriod.${period}`, period);
}

const twice = (path: string, id: string) =>
  fault(path, 'duplicate', `Mã “${show(id)}” xuất hiện hai lần.`, `The id “${show(id)}” appears twice.`);
const unknown = (path: string, id: string) => fault(path, 'unknown', `Không có mã “${show(id)}”.`, `There is no “${show(id)}”.`);
