// Several rows of a queue with one press: each in a transaction of its own, each with its own answer.
import { AppError } from '#server/platform/errors.ts';
import type { Lang } from '#shared/lang.ts';

/** `said` is the reason of a refusal, else undefined. */
export type RowAnswer = { key: string; said: string | undefined };

/** One page of a queue. */
export const MOST_ROWS = 50;

/** Does the work for each row in turn; a refused row does not hold up the next one. */
export async function eachOf(lang: Lang, keys: readonly string[], work: (key: string) => Promise<unknown>): Promise<RowAnswer[]> {
  const answers: RowAnswer[] = [];
  for (const key of [...new Set(keys)].slice(0, MOST_ROWS)) {
    try {
      await work(key);
      answers.push({ key, said: undefined });
    } catch (e) {
      if (!(e instanceof AppError)) throw e;
      answers.push({ key, said: [e.detail[lang], ...e.faults.map((f) => f.message[lang])].join(' ') });
    }
  }
  return answers;
}
