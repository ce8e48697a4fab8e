// From the bytes of a request to a checked instance; every fault names its field.
import type { z } from '@hono/zod-openapi';
import { AppError, type Fault } from '#server/platform/errors.ts';
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

const fault = (path: string, code: string, vi: string, en: string): Fault => ({ path, code, message: { vi, en } });
const show = (text: string) => text.slice(0, 60);

/** Parses and checks a request body. Throws AppError 'invalid' (422). */
export function readQuestion(text: string): Instance {
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
  const faults = [...related(instance)];
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
  const name = path || 'body';
  if (issue.code === 'too_big' && issue.origin !== 'array')
    return [fault(path, 'too_large', `${name} lớn nhất là ${issue.maximum}.`, `${name} is at most ${issue.maximum}.`)];
  if (issue.code === 'too_big')
    return [fault(path, 'too_many', `${name} có quá nhiều dòng.`, `${name} has too many entries, at most ${issue.maximum}.`)];
  if (issue.code === 'too_small' && issue.origin === 'number')
    return [fault(path, 'too_small', `${name} không được nhỏ hơn ${issue.minimum}.`, `${name} is at least ${issue.minimum}.`)];
  return [fault(path, 'invalid', `Giá trị của ${name} không hợp lệ.`, `The value of ${name} is not valid.`)];
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
  const demands = new Set<string>();
  for (const [k, d] of i.demands.entries()) {
    if (demands.has(d.id)) yield twice(`demands.${k}.id`, d.id);
    demands.add(d.id);
  }
  const suppliers = new Set<string>();
  for (const [k, s] of i.suppliers.entries()) {
    if (suppliers.has(s.id)) yield twice(`suppliers.${k}.id`, s.id);
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
