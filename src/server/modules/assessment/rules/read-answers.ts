// Codes from outside → claims, or every fault by name: an option of another set, an unknown criterion, a reason left out.
import { type Fault, fault } from '#server/platform/errors.ts';
import type { Claims } from './score.ts';
import type { Sheet } from './sheet.ts';

export type AnswerInput = {
  answers: Record<string, string>;
  notApplicable?: Record<string, string> | undefined;
  knockouts?: readonly string[] | undefined;
};

/** What a person sent, shortened for showing it back. */
const shown = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
const noCriterion = (path: string, code: string) =>
  fault(path, 'unknown', `Bộ tiêu chí này không có tiêu chí “${shown(code)}”.`, `This set has no criterion “${shown(code)}”.`);

export function readAnswers(sheet: Sheet, input: AnswerInput): { claims: Claims; faults: Fault[] } {
  const faults: Fault[] = [];
  const choices = new Int16Array(sheet.criteria.length).fill(-1);
  for (const code of Object.keys(input.answers)) {
    const at = sheet.at.get(code);
    const c = at === undefined ? undefined : sheet.criteria[at];
    if (at === undefined || !c) {
      faults.push(noCriterion(`answers.${code}`, code));
      continue;
    }
    const id = input.answers[code] ?? '';
    const choice = c.options.findIndex((o) => o.id === id);
    if (choice < 0) {
      const [vi, en] = [`Tiêu chí ${code} không có lựa chọn “${shown(id)}”.`, `Criterion ${code} has no option “${shown(id)}”.`];
      faults.push(fault(`answers.${code}`, 'unknown', vi, en));
    } else choices[at] = choice;
  }

  const notApplicable = new Set<number>();
  for (const [code, reason] of Object.entries(input.notApplicable ?? {})) {
    const path = `notApplicable.${code}`;
    const at = sheet.at.get(code);
    const c = at === undefined ? undefined : sheet.criteria[at];
    if (at === undefined || !c) faults.push(noCriterion(path, code));
    else if (!c.mayBeNotApplicable)
      faults.push(fault(path, 'not_allowed', `Tiêu chí ${code} luôn phải áp dụng.`, `Criterion ${code} always applies.`));
    else if (reason.trim() === '')
      faults.push(fault(path, 'required', `Cần nêu lý do tiêu chí ${code} không áp dụng.`, `Say why criterion ${code} does not apply.`));
    else if ((choices[at] ?? -1) >= 0) {
      const vi = `Tiêu chí ${code} vừa được trả lời vừa ghi không áp dụng.`;
      faults.push(fault(path, 'conflict', vi, `Criterion ${code} is both answered and not applicable.`));
    } else notApplicable.add(at);
  }

  const knockouts = new Set<string>();
  for (const [i, id] of (input.knockouts ?? []).entries()) {
    if (sheet.knockouts.has(id)) knockouts.add(id);
    else {
      const [vi, en] = [`Bộ tiêu chí này không có điều loại “${shown(id)}”.`, `This set has no knock-out “${shown(id)}”.`];
      faults.push(fault(`knockouts.${i}`, 'unknown', vi, en));
    }
  }
  return { claims: { choices, notApplicable, knockouts: [...knockouts] }, faults };
}

/** Criteria by code, each fault named. */
export function readCriteria(sheet: Sheet, codes: readonly string[], path: string): { at: Set<number>; faults: Fault[] } {
  const faults: Fault[] = [];
  const at = new Set<number>();
  for (const [i, code] of codes.entries()) {
    const found = sheet.at.get(code);
    if (found === undefined) faults.push(noCriterion(`${path}.${i}`, code));
    else at.add(found);
  }
  return { at, faults };
}
