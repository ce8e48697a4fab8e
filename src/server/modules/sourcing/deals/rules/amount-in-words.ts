// Sums written out, as contracts and statements need them.
const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
const SCALES = ['', 'nghìn', 'triệu'];

const digit = (n: number): string => DIGITS[n] ?? '';

/** Three digits; `full` also says the hundreds and tens that are zero. */
function group(n: number, full: boolean): string[] {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  const words: string[] = [];
  if (full || hundreds > 0) words.push(digit(hundreds), 'trăm');
  if (tens === 0) {
    if (ones === 0) return words;
    if (words.length > 0) words.push('linh');
    words.push(digit(ones));
    return words;
  }
  words.push(...(tens === 1 ? ['mười'] : [digit(tens), 'mươi']));
  if (ones === 1 && tens > 1) words.push('mốt');
  else if (ones === 5) words.push('lăm');
  else if (ones > 0) words.push(digit(ones));
  return words;
}

/** Below a thousand million. */
function millions(n: number, full: boolean): string[] {
  const words: string[] = [];
  for (let scale = 2; scale >= 0; scale--) {
    const part = Math.floor(n / 1000 ** scale) % 1000;
    if (part === 0) continue;
    words.push(...group(part, full || words.length > 0), SCALES[scale] ?? '');
  }
  return words.filter(Boolean);
}

/** 1005000 → 'một triệu không trăm linh năm nghìn'. Whole, not negative, exact numbers only. */
export function inWords(n: number): string {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`no whole amount: ${n}`);
  if (n === 0) return 'không';
  const words: string[] = [];
  const parts: number[] = [];
  for (let rest = n; rest > 0; rest = Math.floor(rest / 1e9)) parts.unshift(rest % 1e9);
  parts.forEach((part, i) => {
    const said = millions(part, words.length > 0 && part > 0);
    words.push(...said);
    if (i < parts.length - 1 && (said.length > 0 || words.length > 0)) words.push('tỷ');
  });
  return words.join(' ');
}

/** 'Một triệu không trăm linh năm nghìn đồng'. */
export function amountInWords(amount: number): string {
  const words = inWords(amount);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} đồng`;
}
