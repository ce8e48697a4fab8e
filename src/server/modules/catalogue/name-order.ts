// The order of the Vietnamese dictionary (a ă â b c d đ …, tones level, huyền, hỏi, ngã, sắc, nặng) as a key that compares by code unit.
const ALPHABET = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz';
const TONES = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];
const WEIGHT = new Map<string, [number, number]>();
[...ALPHABET].forEach((letter, i) => {
  TONES.forEach((tone, t) => {
    const marked = (letter + tone).normalize('NFC');
    WEIGHT.set(marked, [i + 80, t]);
    WEIGHT.set(marked.toUpperCase(), [i + 80, t]);
  });
});

/** Letters first, then tones, so that 'ba' < 'bà' < 'bac' as in a dictionary. */
export function nameKey(name: string): string {
  let letters = '';
  let tones = '';
  for (const c of name) {
    const weight = WEIGHT.get(c);
    if (weight) {
      letters += String.fromCharCode(weight[0]);
      tones += String.fromCharCode(48 + weight[1]);
    } else {
      const code = c.charCodeAt(0);
      letters += code >= 48 && code <= 57 ? c : ' ';
    }
  }
  return `${letters}\u0001${tones}`;
}
