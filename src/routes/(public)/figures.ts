// Figures that several pages show, in both languages: asked of the database once per change of the register, however many readers come.
import type { Db } from '#server/platform/db.ts';

type App = App.Locals['app'];
type Kept = { of: string; answers: Map<string, Promise<unknown>> };

const MOST = 200;
const kept = new WeakMap<object, Kept>();

/**
 * The answer to `question` at this change number and with these units. `question` names everything the answer depends on besides
 * them. A failure is not remembered.
 */
export function figures<T>(app: App, question: readonly unknown[], ask: (db: Db) => Promise<T>): Promise<T> {
  const of = `${app.edition()} ${app.catalogue.change}`;
  let now = kept.get(app);
  if (now?.of !== of) {
    now = { of, answers: new Map() };
    kept.set(app, now);
  }
  const { answers } = now;
  const key = JSON.stringify(question);
  const known = answers.get(key) as Promise<T> | undefined;
  if (known) return known;
  const answer = app.reader().then(ask);
  answers.set(key, answer);
  answer.catch(() => answers.delete(key));
  for (const oldest of answers.keys()) {
    if (answers.size <= MOST) break;
    answers.delete(oldest);
  }
  return answer;
}
