// Is an official file sound? Form, sums, gates, order of options, conditions, bands, words: every fault with its place.
import { z } from 'zod';
import { type Fault, fault } from '#server/platform/errors.ts';
import { type RulesetData, rulesetData, type SetData, setData } from './data.ts';
import type { Ruleset } from './known.ts';
import { compileFile } from './store.ts';

const fileForm = z.strictObject({ ruleset: z.unknown(), sets: z.array(z.unknown()).min(1).max(200), labels: z.unknown() });

const formFaults = (at: string, error: z.ZodError): Fault[] =>
  error.issues.slice(0, 50).map((i) => {
    const path = [at, ...i.path.map(String)].filter(Boolean).join('.');
    return fault(path, 'invalid', `Không đúng dạng tại ${path}.`, `${path}: ${i.message}`);
  });

export type Checked = { ruleset: Ruleset; faults: Fault[] } | { ruleset: undefined; faults: Fault[] };

export function checkFile(file: unknown): Checked {
  const whole = fileForm.safeParse(file);
  if (!whole.success) return { ruleset: undefined, faults: formFaults('', whole.error) };
  const ruleset = rulesetData.safeParse(whole.data.ruleset);
  const sets = whole.data.sets.map((s) => setData.safeParse(s));
  const faults = [
    ...(ruleset.success ? headFaults(ruleset.data) : formFaults('ruleset', ruleset.error)),
    ...sets.flatMap((s, i) => (s.success ? setFaults(s.data) : formFaults(`sets.${i}`, s.error))),
  ];
  const numbers = sets.flatMap((s) => (s.success ? [s.data.no] : []));
  for (const no of new Set(numbers.filter((x, i) => numbers.indexOf(x) !== i)))
    faults.push(fault(`sets.${no}`, 'twice', `Bộ ${no} có hai lần.`, `Set ${no} stands twice.`));
  if (faults.length > 0) return { ruleset: undefined, faults };
  try {
    return { ruleset: compileFile(whole.data as { ruleset: unknown; sets: unknown[]; labels: unknown }), faults };
  } catch (e) {
    // sums, repeated codes, conditions that look forward, words that are missing: named by the compiler itself
    const said =
      e instanceof z.ZodError ? formFaults('labels', e) : [fault('sets', 'contradiction', (e as Error).message, (e as Error).message)];
    return { ruleset: undefined, faults: said };
  }
}

function headFaults(r: RulesetData): Fault[] {
  const faults: Fault[] = [];
  if (r.parts.A + r.parts.B + r.parts.C !== 100)
    faults.push(fault('ruleset.parts', 'sum', 'Ba phần phải đủ 100 điểm.', 'The three parts must make 100 points.'));
  if (r.until !== null && r.until < r.from)
    faults.push(fault('ruleset.until', 'order', 'Ngày hết hiệu lực trước ngày có hiệu lực.', 'It ends before it begins.'));
  if (r.decidedOn > r.from)
    faults.push(fault('ruleset.from', 'order', 'Có hiệu lực trước ngày ban hành.', 'It is in force before it was decided.'));
  const bands = r.bands ?? [];
  const falling = bands.every((b, i) => i === 0 || (b.star === (bands[i - 1]?.star ?? 0) - 1 && b.from < (bands[i - 1]?.from ?? 0)));
  if (!falling || bands[0]?.star !== 5 || bands.at(-1)?.from !== 0 || (bands[0]?.from ?? 101) > 100)
    faults.push(
      fault(
        'ruleset.bands',
        'order',
        'Các mốc sao phải đi từ 5 sao xuống, giảm dần đến 0 điểm.',
        'Bands run from five stars downward, falling to 0 points.',
      ),
    );
  return faults;
}

/** Options rise as printed, within their case; a gate of a higher star never asks for fewer points. */
function setFaults(set: SetData): Fault[] {
  const faults: Fault[] = [];
  for (const c of set.parts.flatMap((p) => p.sections.flatMap((s) => s.criteria))) {
    const at = `sets.${set.no}.${c.code}`;
    const before = new Map<string | undefined, number>();
    for (const [points, , , kase] of c.options) {
      if (points < (before.get(kase) ?? 0))
        faults.push(fault(at, 'option_order', `Lựa chọn của ${at} không tăng dần.`, `${at}: its options do not rise.`));
      before.set(kase, points);
    }
    const gates = c.options.flatMap(([points, , star]) => (star ? [{ star, points }] : [])).sort((a, b) => a.star - b.star);
    if (gates.some((g, i) => i > 0 && g.points < (gates[i - 1]?.points ?? 0)))
      faults.push(fault(at, 'gate_order', `Dấu sao của ${at} ngược thứ tự.`, `${at}: a higher star asks for fewer points.`));
    if (new Set(gates.map((g) => g.star)).size !== gates.length)
      faults.push(fault(at, 'gate_twice', `Một dấu sao đứng hai lần ở ${at}.`, `${at}: a star is marked twice.`));
  }
  return faults;
}
