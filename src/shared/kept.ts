// What a refused form held, shown again so that nobody types twice.

/** Names and values of the text fields; files, ids of requests and secrets stay behind. */
export type Typed = Record<string, string>;
export type Kept = { typed?: Typed | undefined; did?: string | undefined };

const NEVER = new Set(['requestId', 'rowVersion', 'password', 'current', 'next', 'again', 'code', 'secret']);
const LONGEST = 20_000;

export function typedOf(form: FormData): Typed {
  const typed: Typed = {};
  for (const [name, value] of form)
    if (typeof value === 'string' && !NEVER.has(name) && !Object.hasOwn(typed, name)) typed[name] = value.slice(0, LONGEST);
  return typed;
}

/** Which action an address asked for: `?/record&don-vi=01` → `record`; the nameless one is ''. */
export function actionOf(url: URL): string {
  const [first = ''] = url.search.slice(1).split('&');
  return first.startsWith('/') ? decodeURIComponent(first.slice(1)).replace(/=$/, '') : '';
}

export type Field = {
  /** Is this the form that was refused? */
  readonly mine: boolean;
  /** What was typed in it, else the value it begins with. */
  of(name: string, otherwise?: string): string;
};

/** The fields of one form of a page: `action` as its address names it, `marks` the hidden fields that tell it from its like. */
export function fieldsOf(form: Kept | null | undefined, action: string, marks: Typed = {}): Field {
  const typed = form?.did === action ? form.typed : undefined;
  const mine = typed !== undefined && Object.entries(marks).every(([name, value]) => typed[name] === value);
  return { mine, of: (name, otherwise = '') => (mine ? (typed[name] ?? '') : otherwise) };
}
