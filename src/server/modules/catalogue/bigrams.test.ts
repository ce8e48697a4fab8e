import { expect, it } from 'vitest';
import { Dictionary } from './dictionary.ts';

it('a pair is settled until anything in the dictionary changes', () => {
  const dictionary = new Dictionary();
  const { bigrams } = dictionary;
  const [nuoc, mam] = [dictionary.term('nuoc'), dictionary.term('mam')];
  const post = (term: number, doc: number) => dictionary.post(term, doc, 1, dictionary.form(term, dictionary.words[term] as string));
  bigrams.add(nuoc, mam);
  const changes = [() => bigrams.add(mam, nuoc), () => post(mam, 0), () => post(mam, 1), () => dictionary.unpost(mam)];
  for (const change of changes) {
    expect(bigrams.isSettled(nuoc, mam)).toBe(false);
    bigrams.settle(nuoc, mam);
    expect(bigrams.isSettled(nuoc, mam)).toBe(true);
    change();
  }
  expect(bigrams.isSettled(nuoc, mam)).toBe(false);
  bigrams.settle(mam, mam);
  expect(bigrams.isSettled(mam, mam)).toBe(false);
});
