// Phrases of several words, found in a text by their first word.
import type { Word } from './words.ts';

const CELLS = 1024;

export class Phrases<T> {
  private readonly byFirst = new Map<string, { words: string[]; value: T }[]>();
  /** 1 where a phrase begins with a word of these letters: most words begin none and are told so by this look alone. */
  private readonly cells = new Uint8Array(CELLS);

  /** By folded text. */
  constructor(entries: Record<string, T>) {
    for (const [text, value] of Object.entries(entries)) {
      const words = text.split(' ');
      const first = words[0] as string;
      const list = this.byFirst.get(first) ?? [];
      list.push({ words, value });
      list.sort((a, b) => b.words.length - a.words.length);
      this.byFirst.set(first, list);
      this.cells[cellOf(first)] = 1;
    }
  }

  /** Whether a phrase begins with this word. */
  begins(word: string): boolean {
    return this.cells[cellOf(word)] === 1 && this.byFirst.has(word);
  }

  /** The longest phrase that begins at a word. */
  at(words: readonly Pick<Word, 'word'>[], from: number): { words: string[]; value: T } | undefined {
    const first = words[from]?.word;
    if (first === undefined || this.cells[cellOf(first)] === 0) return undefined;
    return this.byFirst.get(first)?.find((p) => p.words.every((w, j) => words[from + j]?.word === w));
  }
}

/** By the first two letters and the length. */
const cellOf = (word: string): number => {
  const second = word.length > 1 ? word.charCodeAt(1) : 0;
  return ((word.charCodeAt(0) * 32 + second) * 8 + word.length) % CELLS;
};
