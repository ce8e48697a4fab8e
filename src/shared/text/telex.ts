// Keystrokes of Vietnamese keyboards that never became marks: 'maatj ong' is 'mật ong' typed with the keyboard switched off.

const TONES: Record<string, string> = { s: '\u0301', f: '\u0300', r: '\u0309', x: '\u0303', j: '\u0323' };
const VNI_TONES: Record<string, string> = { '1': '\u0301', '2': '\u0300', '3': '\u0309', '4': '\u0303', '5': '\u0323' };
const HAT = '\u0302';
const BREVE = '\u0306';
const HORN = '\u031b';
const VOWEL = /[aeiouy]/;
/** Before c, ch, p and t only these two tones are spoken. */
const STOPPED = /(?:c|ch|p|t)$/;
const SHORT_TONES = new Set(['', '\u0301', '\u0323']);
/** Onset, vowels with their marks, coda: what a Vietnamese syllable can look like without marks. */
const SYLLABLE = /^(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx]|)(?:[aeiouy]{1,3})(?:ng|nh|ch|[cmnpt]|)$/;

/** One syllable typed in Telex, with its marks; undefined when the letters cannot be one or nothing was undone. */
export function telex(syllable: string): string | undefined {
  const text = syllable.toLowerCase();
  if (!/^[a-z]{2,10}$/.test(text)) return undefined;
  let tone = '';
  let stroke = false;
  const letters: string[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    const hasVowel = letters.some((l) => VOWEL.test(l[0] as string));
    const same = letters.lastIndexOf(c);
    if (c === 'd' && letters[0] === 'd' && !stroke) stroke = true;
    else if ((c === 'a' || c === 'e' || c === 'o') && same >= 0 && (same === letters.length - 1 || tone !== '' || onlyTones(text, i + 1)))
      letters[same] = c + HAT;
    else if (c === 'w') {
      const run = vowelRun(letters);
      if (run.length === 0) letters.push(`u${HORN}`);
      else if (!horn(letters, run)) return undefined;
    } else if (hasVowel && tone === '' && c in TONES) tone = TONES[c] as string;
    else letters.push(c);
  }
  return assemble(letters, tone, stroke, text);
}

/** Nothing but tone letters from here on: 'quocos' is quốc, its hat typed behind the syllable. */
function onlyTones(text: string, from: number): boolean {
  for (let i = from; i < text.length; i++) if (!((text[i] as string) in TONES)) return false;
  return true;
}

/** The same for VNI: digits after their letter or at the end ('ma65t' → 'mật'). */
export function vni(syllable: string): string | undefined {
  const text = syllable.toLowerCase();
  if (!/^[a-z]+\d[a-z0-9]*$/.test(text) || text.length > 10) return undefined;
  let tone = '';
  let stroke = false;
  const letters: string[] = [];
  for (const c of text) {
    if (c === '9' && letters[0] === 'd') stroke = true;
    else if (c in VNI_TONES && tone !== '') return undefined;
    else if (c in VNI_TONES) tone = VNI_TONES[c] as string;
    else if (c === '6' || c === '8') {
      const at = letters.findLastIndex((l) => (c === '6' ? /^[aeo]$/ : /^a$/).test(l));
      if (at < 0) return undefined;
      letters[at] += c === '6' ? HAT : BREVE;
    } else if (c === '7') {
      const run = vowelRun(letters);
      if (run.length === 0 || !horn(letters, run)) return undefined;
    } else if (/\d/.test(c)) return undefined;
    else letters.push(c);
  }
  return assemble(letters, tone, stroke, text);
}

/** Places of the vowels typed so far. */
const vowelRun = (letters: string[]): number[] => letters.flatMap((l, i) => (VOWEL.test(l[0] as string) ? [i] : []));

/** w makes ă, ơ, ư, and ươ out of uo. */
function horn(letters: string[], run: number[]): boolean {
  const at = (letter: string) => run.find((i) => letters[i] === letter);
  const u = at('u');
  const o = at('o');
  const a = at('a');
  if (u !== undefined && o === u + 1 && letters[u - 1] !== 'q') {
    letters[u] = `u${HORN}`;
    letters[o] = `o${HORN}`;
  } else if (a !== undefined && !(u === a - 1 && letters[u - 1] !== 'q')) letters[a] = `a${BREVE}`;
  else if (u !== undefined && letters[u - 1] !== 'q') letters[u] = `u${HORN}`;
  else if (o !== undefined) letters[o] = `o${HORN}`;
  else return false;
  return true;
}

function assemble(letters: string[], tone: string, stroke: boolean, typed: string): string | undefined {
  const bare = letters.map((l) => l[0]).join('');
  if (bare === typed || !SYLLABLE.test(bare)) return undefined;
  if (STOPPED.test(bare) && !SHORT_TONES.has(tone)) return undefined;
  const out = letters.map((l, i) => (i === 0 && stroke ? 'đ' : l));
  if (tone) {
    const at = toneAt(letters);
    out[at] += tone;
  }
  return out.join('').normalize('NFC');
}

/** The vowel that carries the tone: a marked one, else before a coda the last, else the last but one of the nucleus (hoa → oà, mía). */
function toneAt(letters: string[]): number {
  let run = vowelRun(letters);
  const glide = run[0] ?? 0;
  if (run.length > 1 && ((letters[0] === 'q' && letters[glide] === 'u') || (letters[0] === 'g' && letters[glide] === 'i')))
    run = run.slice(1);
  const marked = run.filter((i) => (letters[i] as string).length > 1);
  if (marked.length > 0) return marked.at(-1) as number;
  const last = run.at(-1) as number;
  if (run.length === 1 || last < letters.length - 1) return last;
  if (run.length === 3) return run[1] as number;
  const pair = run.map((i) => letters[i]).join('');
  return pair === 'oa' || pair === 'oe' || pair === 'uy' ? last : (run[0] as number);
}
