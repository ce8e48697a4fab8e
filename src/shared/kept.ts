// What a refused form held: the action keeps it with the refusal, the page shows it again, so that nobody types twice.

/** Names and values of the text fields, repeated ones in their order; files, ids of requests and secrets stay behind. */
export type Typed = Record<string, string[]>;
export type Kept = { typed?: Typed | undefined; did?: string | undefined };

const NEVER = new Set(['requestId', 'rowVersion', 'password', 'current', 'next', 'again', 'secret', 'response', '__proto__']);
const LONGEST = 20_000;

/** The text fields of a form as they were typed; never secrets, never what guards a form. */
export function typedOf(form: FormData): Typed {
  const typed = new Map<string, string[]>();
  for (const [name, value] of form) {
    if (typeof value !== 'string' || NEVER.has(name)) continue;
    const values = typed.get(name) ?? [];
    values.push(value.slice(0, LONGEST));
    typed.set(name, values);
  }
  return Object.fromEntries(typed);
}

/** Which action an address asked for: `?/record&don-vi=01` → `record`; the nameless one is ''. */
export function actionOf(url: URL): string {
  const [first = ''] = url.search.slice(1).split('&');
  return first.startsWith('/') ? decodeURIComponent(first.slice(1)).replace(/=$/, '') : '';
}

/** What one form held, as the parameters of an address; undefined when another form was refused. */
export const keptParams = (form: Kept | null | undefined, action: string): URLSearchParams | undefined =>
  form?.did === action && form.typed
    ? new URLSearchParams(Object.entries(form.typed).flatMap(([name, values]) => values.map((value) => [name, value])))
    : undefined;

export type Field = {
  /** Is this the form that was refused? */
  readonly mine: boolean;
  /** What was typed in a field, else the value it begins with; fields of one name come back by their place. */
  of(name: string, otherwise?: string | number, place?: number): string;
  /** Was the box ticked (the one of this value, where several share the name), else as it begins. */
  ticked(name: string, otherwise?: boolean, value?: string): boolean;
  /** How many fields of this name were sent. */
  count(name: string): number;
};

/** The fields of one form of a page: `action` as its address names it, `marks` the hidden fields that tell it from its like. */
export function fieldsOf(form: Kept | null | undefined, action: string, marks: Record<string, string> = {}): Field {
  const typed = form?.did === action ? form.typed : undefined;
  const valuesOf = (name: string): string[] => (typed && Object.hasOwn(typed, name) ? (typed[name] ?? []) : []);
  const mine = typed !== undefined && Object.entries(marks).every(([name, value]) => valuesOf(name)[0] === value);
  return {
    mine,
    of: (name, otherwise = '', place = 0) => (mine ? (valuesOf(name)[place] ?? '') : String(otherwise)),
    ticked: (name, otherwise = false, value) =>
      mine ? (value === undefined ? valuesOf(name).length > 0 : valuesOf(name).includes(value)) : otherwise,
    count: (name) => (mine ? valuesOf(name).length : 0),
  };
}
