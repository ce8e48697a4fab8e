// A filled sheet as an address: 1.1=3 is the third line of criterion 1.1, ko a knock-out, na-7 a reason, keep what cannot change.
/** The code of a criterion, as the name of a field. */
export const CRITERION = /^\d{1,2}(\.\d{1,2})*$/;

export type FilledSheet = {
  answers: Record<string, string>;
  notApplicable: Record<string, string>;
  knockouts: string[];
  keep: string[];
  /** The star aimed for; undefined is the next one. */
  target: 3 | 4 | 5 | undefined;
};

/** Nothing that is ours stands in the address. */
export const isBlank = (s: FilledSheet) =>
  Object.keys(s.answers).length + Object.keys(s.notApplicable).length + s.knockouts.length === 0 && s.target === undefined;

/** Empty fields of the form are left out; names that are not ours are left alone. */
export function readSheet(params: URLSearchParams): FilledSheet {
  const sheet: FilledSheet = { answers: {}, notApplicable: {}, knockouts: [], keep: [], target: undefined };
  for (const [name, raw] of params) {
    const value = raw.trim();
    if (value === '') continue;
    if (CRITERION.test(name)) sheet.answers[name] = `${name}-${value}`;
    else if (name.startsWith('na-')) sheet.notApplicable[name.slice(3)] = value;
    else if (name === 'ko') sheet.knockouts.push(value);
    else if (name === 'keep') sheet.keep.push(value);
    else if (name === 'star' && /^[345]$/.test(value)) sheet.target = Number(value) as 3 | 4 | 5;
  }
  return sheet;
}

/** The same sheet as a query, in a steady order. */
export function writeSheet(s: FilledSheet): string {
  const params = new URLSearchParams();
  for (const [code, id] of Object.entries(s.answers)) params.append(code, id.slice(code.length + 1));
  for (const [code, reason] of Object.entries(s.notApplicable)) params.append(`na-${code}`, reason);
  for (const id of s.knockouts) params.append('ko', id);
  for (const code of s.keep) params.append('keep', code);
  if (s.target) params.append('star', String(s.target));
  return params.toString();
}
