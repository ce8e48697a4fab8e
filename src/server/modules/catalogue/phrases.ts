// Phrases of several words, found in a text by their first word.
import type { Word } from './words.ts';

export class Phrases<T> {
  private readonly byFirst = new Map<string, { words: string[]; value: T }[]>();

  /** By folded text. */
  constructor(entries: Record<string, T>) {
    for (const [text, value] of Object.entries(entries)) {
      const words = text.split(' ');
      const list = this.byFirst.get(words[0] as string) ?? [];
      list.push({ words, value });
      list.sort((a, b) => b.words.length - a.words.length);
      this.byFirst.set(words[0] as string, list);
    }
  }

  /** The longest phrase that begins at a word. */
  at(words: readonly Word[], from: number): { words: string[]; value: T } | undefined {
    return this.byFirst.get(words[from]?.word ?? '')?.find((p) => p.words.every((w, j) => words[from + j]?.word === w));
  }
}
