// Words that are said alike somewhere in the country: ch/tr, s/x, d/gi/r, l/n at the beginning, n/ng and c/t at the end, i/y; and quick spellings (f, k, w, j).

const FIRST: [RegExp, string][] = [
  [/^ngh/, 'ng'],
  [/^gh/, 'g'],
  [/^(?:ph|f)/, 'f'],
  [/^(?:tr|ch)/, 'C'],
  [/^x/, 's'],
  [/^gi(?=\p{M}*[aeouy])/u, 'z'],
  [/^[drj]/, 'z'],
  [/^(?:qu|q|w)/, 'w'],
  [/^k(?!h)/, 'c'],
  [/^l/, 'n'],
];
const LAST: [RegExp, string][] = [
  [/ng$/, 'n'],
  [/c$/, 't'],
];
const MOST_KEPT = 20_000;
let kept = new Map<string, string | undefined>();
const WORD = /^(?:[a-z]|\p{M}){2,20}$/u;

/** One key for all words of a sound; undefined for what is no Vietnamese syllable's letters. Folded words only. */
export function soundOf(word: string): string | undefined {
  if (!/^[a-z]{2,10}$/.test(word)) return undefined;
  return alike(word);
}

/** The same for a word with its marks (hỏi and ngã are one). Words come again and again: their sounds are kept. */
export function markedSoundOf(marked: string): string | undefined {
  const known = kept.get(marked);
  if (known !== undefined || kept.has(marked)) return known;
  const sound = freshSound(marked);
  if (kept.size >= MOST_KEPT) kept = new Map();
  kept.set(marked, sound);
  return sound;
}

function freshSound(marked: string): string | undefined {
  const letters = marked
    .normalize('NFD')
    .replace(/\u0303/g, '\u0309')
    .replace(/đ/g, 'D');
  return WORD.test(letters.toLowerCase()) ? alike(letters) : undefined;
}

function alike(word: string): string {
  let key = word;
  for (const [from, to] of FIRST) {
    if (!from.test(key)) continue;
    key = key.replace(from, to);
    break;
  }
  for (const [from, to] of LAST) key = key.replace(from, to);
  return key.replace(/y/g, 'i');
}
