// Compressed Digital Links (GS1 Digital Link: Compression): one base64url segment instead of a path. Read only; we print none.
// Identifiers stand as decimal digits of four bits, or as one code for a frequent pair; numbers are packed as integers, text in the tightest of
// five alphabets.
import { buildTarget } from './digital-link.ts';
import { IDENTIFIERS, type Part } from './identifiers.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const HEX = '0123456789ABCDEF';
/** One code for identifiers that often come together. */
const PAIRS: Readonly<Record<string, readonly string[]>> = {
  '0A': ['01', '22'],
  '0B': ['01', '10'],
  '0C': ['01', '21'],
  '0D': ['01', '17'],
  '0E': ['01', '7003'],
  '0F': ['01', '30'],
  '1A': ['01', '10', '17', '21'],
  '1B': ['01', '15'],
  '1C': ['01', '11'],
  '1D': ['01', '16'],
  '1E': ['01', '91'],
  '1F': ['01', '10', '15'],
  '9A': ['8010', '8011'],
  '9B': ['8017', '8019'],
  '9C': ['8018', '8019'],
  '9D': ['254', '414'],
};
/** Which of several keys a link is about. */
const KEYS = ['01', '8006', '8013', '8010', '414', '415', '417', '8017', '8018', '255', '00', '253', '401', '402', '8003', '8004'];
const MOST_BITS = 6 * 400;

/** A field as it is packed: adjoining fixed numbers are one integer; whatever may be missing has a length before it. */
type Field = { digits: boolean; fixed: boolean; length: number };
function fieldsOf(ai: string, parts: readonly Part[]): Field[] {
  if (ai === '423' || ai === '425')
    return [
      { digits: true, fixed: true, length: 3 },
      { digits: true, fixed: false, length: 12 },
    ];
  const fields: Field[] = [];
  for (const part of parts) {
    const field = { digits: part.set === 'N', fixed: part.min === part.max && !part.optional, length: part.max };
    const last = fields.at(-1);
    if (last?.fixed && last.digits === field.digits && (field.fixed || !field.digits)) {
      last.length += field.length;
      last.fixed = field.fixed;
    } else fields.push(field);
  }
  return fields;
}
const lengthBits = (most: number) => Math.ceil(Math.log2(most) + 0.01);
const numberBits = (digits: number) => Math.ceil(digits * Math.log2(10) + 0.01);

/** Thrown inside and caught here: the text is no compressed link. */
class NoLink extends Error {}

function reader(text: string) {
  const bits = [...text].map((c) => BASE64.indexOf(c).toString(2).padStart(6, '0')).join('');
  let at = 0;
  const take = (n: number): string => {
    if (at + n > bits.length) throw new NoLink();
    at += n;
    return bits.slice(at - n, at);
  };
  const int = (n: number) => Number.parseInt(take(n), 2);
  const number = (digits: number): string => {
    if (digits === 0) return '';
    const value = BigInt(`0b${take(numberBits(digits))}`)
      .toString()
      .padStart(digits, '0');
    if (value.length > digits) throw new NoLink();
    return value;
  };
  const letters = (n: number, width: number, of: (i: number) => string) => Array.from({ length: n }, () => of(int(width))).join('');
  const word = (alphabet: number, n: number): string => {
    if (alphabet === 0) return number(n);
    if (alphabet === 1) return letters(n, 4, (i) => HEX.charAt(i).toLowerCase());
    if (alphabet === 2) return letters(n, 4, (i) => HEX.charAt(i));
    if (alphabet === 3) return letters(n, 6, (i) => BASE64.charAt(i));
    if (alphabet === 4) return letters(n, 7, (i) => String.fromCharCode(i));
    throw new NoLink();
  };
  return {
    /** What is left may be the filling of the last letter. */
    more: () => bits.length - at > 8,
    hex: () => HEX.charAt(int(4)),
    value: (ai: string): string => {
      const identifier = IDENTIFIERS.get(ai);
      if (!identifier) throw new NoLink();
      return fieldsOf(ai, identifier.parts)
        .map(({ digits, fixed, length }) => {
          if (digits) return number(fixed ? length : int(lengthBits(length)));
          const alphabet = int(3);
          return word(alphabet, fixed ? length : int(lengthBits(length)));
        })
        .join('');
    },
    /** A pair of the query that is no identifier. */
    pair: (first: string): [string, string] => {
      const n = (Number.parseInt(first, 16) << 3) | int(3);
      const name = word(3, n);
      const alphabet = int(3);
      return [name, word(alphabet, int(7))];
    },
  };
}

/** Identifiers start with digits that tell how many there are. */
function identifier(start: string, digit: () => string): string {
  let ai = start;
  while (ai.length < 4 && !IDENTIFIERS.has(ai)) ai += digit();
  if (!IDENTIFIERS.has(ai)) throw new NoLink();
  return ai;
}

function unpack(text: string): { found: Map<string, string>; others: [string, string][] } {
  const from = reader(text);
  const found = new Map<string, string>();
  const others: [string, string][] = [];
  while (from.more()) {
    const code = from.hex() + from.hex();
    if (code.startsWith('F')) {
      others.push(from.pair(code.charAt(1)));
      continue;
    }
    const measure = /^([23])([A-F])$/.exec(code);
    const price = /^([AC])(\d)$/.exec(code);
    const discount = /^C([A-D])$/.exec(code);
    const ais = measure
      ? ['01', `3${Number(measure[1]) - 1}0${HEX.indexOf(measure[2] ?? '') - 10}`]
      : price
        ? price[1] === 'A'
          ? ['01', `392${price[2]}`]
          : ['255', `390${price[2]}`]
        : discount
          ? ['255', `394${HEX.indexOf(discount[1] ?? '') - 10}`]
          : (PAIRS[code] ?? (/^\d\d$/.test(code) ? [identifier(code, from.hex)] : undefined));
    if (!ais) throw new NoLink();
    for (const ai of ais) {
      if (found.has(ai)) throw new NoLink();
      found.set(ai, from.value(ai));
    }
  }
  return { found, others };
}

const PARTLY = /^\/(\d{2,4})\/([^/]+)\/([\w-]{4,399})$/;
/** Does a path of one segment look like a compressed link? Cheap: most paths do not, and what it holds is another question. */
export const maybeCompressed = (path: string): boolean => /^\/[A-Zno][\w-]{9,399}\/?$/.test(path);

/** The uncompressed path and query of a compressed link, wholly or all but its key; undefined when it is none. */
export function decompress(path: string): string | undefined {
  const partly = PARTLY.exec(path);
  const text = partly ? (partly[3] ?? '') : path.slice(1);
  if (!/^[\w-]+$/.test(text) || text.length * 6 > MOST_BITS) return undefined;
  try {
    const { found, others } = unpack(text);
    if (partly) {
      if (found.has(partly[1] ?? '')) return undefined;
      found.set(partly[1] ?? '', decodeURIComponent(partly[2] ?? ''));
    }
    const key = partly ? (partly[1] ?? '') : KEYS.find((k) => found.has(k));
    const order = (key && IDENTIFIERS.get(key)?.qualifiers) || [];
    if (key === undefined || found.size < (partly ? 2 : 1)) return undefined;
    const qualifiers = order.find((names) => names.some((n) => found.has(n)))?.filter((n) => found.has(n)) ?? [];
    const element = (ai: string) => ({ ai, value: found.get(ai) ?? '' });
    const attributes = [...found.keys()].filter((ai) => ai !== key && !qualifiers.includes(ai)).map(element);
    const target = buildTarget({ key: element(key), qualifiers: qualifiers.map(element), attributes });
    const rest = others.map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`).join('&');
    return rest === '' ? target : `${target}${target.includes('?') ? '&' : '?'}${rest}`;
  } catch {
    return undefined; // no link: neither bits nor elements fit
  }
}
