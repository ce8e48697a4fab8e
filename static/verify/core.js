// Verifies codes without a network, as docs/offline-format.md describes. No page in here: only WebCrypto.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const HALF = '7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8';
const INVALID = { status: 'invalid' };

const utf8 = new TextEncoder();
const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');

function unb64(text) {
  const raw = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(raw, (c) => c.charCodeAt(0));
}

/** ECDSA P-256 with SHA-256; of the two fitting signatures only the one with the smaller s. */
async function signedBy([x, y], message, signature) {
  if (signature.length !== 64 || hex(signature.subarray(32)) > HALF) return false;
  const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, ec, false, ['verify']);
  return crypto.subtle.verify(ec, key, signature, message);
}

/** Reads a package (§2) over the one held; throws when it is not to be trusted, and then the one held stays as it is. */
export async function openPackage(text, did, held) {
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  const [number, signature = ''] = text.slice(end).trim().split('\t');
  const jwk = did.verificationMethod.find((m) => m.id === `${did.id}#k${number}`)?.publicKeyJwk;
  const body = text.slice(0, end);
  if (!jwk || !(await signedBy([jwk.x, jwk.y], utf8.encode(body), unb64(signature)))) throw new Error('not signed by the platform');
  const [first, ...lines] = body.trimEnd().split('\n');
  const head = JSON.parse(first);
  if (head.format !== 'sanvat-package-2' || head.lines !== lines.length) throw new Error('not a whole package');
  if (head.site.split('://')[1] !== decodeURIComponent(did.id.slice('did:web:'.length))) throw new Error('the package is another site’s');
  if (held ? head.since !== held.cursor || head.made < held.made : head.since !== null) throw new Error('does not fit the package held');
  const products = new Map(held?.products);
  let producer = '';
  for (const line of lines) {
    const [id, terms, name, told = ''] = line.split('\t');
    if (terms === '-') {
      products.delete(id.slice(0, 7));
      continue;
    }
    producer = [...producer].slice(0, Number(told.slice(0, 2))).join('') + told.slice(2);
    products.set(id.slice(0, 7), { id, terms, name, producer });
  }
  return { ...head, products };
}

/** A signed credential rather than a code: the register checks it. */
export const isToken = (text) => /^ey[\w-]+\.[\w-]+\.[\w-]*$/.test(text);

/** What people type: small letters, spaces and look-alikes are put right before the strict reading. */
export function asTyped(text) {
  const trimmed = text.trim();
  if (/^https?:/i.test(trimmed)) return trimmed;
  const whole = trimmed.replace(/\s/g, '');
  return isToken(whole) ? whole : whole.toUpperCase().replaceAll('-', '').replaceAll('O', '0').replace(/[IL]/g, '1');
}

const PAGES = /^\/(?:en\/)?(?:01|414|P|cs|quet|san-pham|chung-nhan|chu-the)\//;

/** The page of this site that an ordinary label leads to; undefined for codes and for addresses of others. */
export function ownPage(text, origin) {
  try {
    const url = new URL(text.trim());
    return /^https?:$/.test(url.protocol) && url.host === new URL(origin).host && PAGES.test(url.pathname)
      ? url.pathname + url.search
      : undefined;
  } catch {
    return undefined; // URL.canParse is too young for old phones
  }
}

/** Claim and signature (§1); undefined for what is not in the format. */
function readCode(text, site) {
  const address = [`${site}/C/`, `${site}/C/`.toUpperCase()].find((a) => text.startsWith(a));
  const code = address ? text.slice(address.length) : text;
  if (!/^[0-9A-HJKMNP-TV-Z]{124}$/.test(code)) return undefined;
  const raw = new Uint8Array(77);
  let [held, bits, at] = [0, 0, 0];
  for (const c of code) {
    held = ((held << 5) | ALPHABET.indexOf(c)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      raw[at++] = (held >> bits) & 255;
    }
  }
  const view = new DataView(raw.buffer);
  const [first, last] = [view.getUint16(6), view.getUint16(8)];
  const star = raw[10] & 127;
  const fits = raw[0] === 1 && raw[1] < 8 && first <= last && star >= 3 && star <= 5 && (raw[10] < 128 || star === 4);
  if ((held & ((1 << bits) - 1)) !== 0 || !fits) return undefined;
  let number = raw[1] * 2 ** 32 + view.getUint32(2);
  let product = '';
  for (let i = 0; i < 7; i++) {
    product = ALPHABET[number % 32] + product;
    number = Math.floor(number / 32);
  }
  const message = new Uint8Array([...utf8.encode('sanvat-code-1\n'), ...raw.subarray(0, 13)]);
  return { product, first, star, key: `${raw[11]}.${raw[12]}`, message, signature: raw.subarray(13) };
}

const TERM = /([345])(\d+)([+-]\d+)?(?:([rs])(-?\d+))?/g;
const EPOCH = Date.UTC(2015, 0, 1);
/** YYYYMMDD and the number of days since the epoch. */
const numberOf = (day) => (Date.UTC(day.slice(0, 4), day.slice(4, 6) - 1, day.slice(6, 8)) - EPOCH) / 86_400_000;
const dayOf = (number) => new Date(EPOCH + number * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');

/** The verdict (§3) on a day (YYYYMMDD): status, and what the package knows of the product. */
export async function verdictOf(text, held, day) {
  const code = readCode(text, held.site);
  const point = code && held.keys[code.key];
  if (!point || !(await signedBy(point, code.message, code.signature))) return INVALID;
  const product = held.products.get(code.product);
  const now = numberOf(day);
  for (const [, star, first, more, ending, after] of product?.terms.matchAll(TERM) ?? []) {
    if (Number(first) !== code.first) continue;
    const last = code.first + 1095 + Number(more ?? 0);
    const known = { product, last: dayOf(last), star: Number(star) };
    if (ending && code.first + Number(after) <= now) return { status: ending === 'r' ? 'revoked' : 'superseded', ...known };
    if (Number(star) !== code.star) return { status: 'superseded', ...known };
    return { status: now < code.first ? 'not_yet_valid' : now > last ? 'expired' : 'valid', ...known };
  }
  return { status: 'unknown' };
}

/** What the package knows of the product that an unsigned address of this site names; undefined when nothing. */
export function standingOf(address, held, day) {
  const [, id] = /^\/(?:en\/)?(?:P|quet|san-pham)\/(\w{7})\w(?:[/?]|$)/.exec(address) ?? [];
  const product = held.products.get(id);
  const now = numberOf(day);
  const terms = [...(product?.terms.matchAll(TERM) ?? [])].filter(([, , first]) => Number(first) <= now).sort((a, b) => b[2] - a[2]);
  const [[, star, first, more, ending, after] = []] = terms;
  if (star === undefined) return undefined;
  const last = Number(first) + 1095 + Number(more ?? 0);
  const ended = ending && Number(first) + Number(after) <= now;
  return {
    status: ended ? (ending === 'r' ? 'revoked' : 'superseded') : now > last ? 'expired' : 'valid',
    product,
    last: dayOf(last),
    star: Number(star),
  };
}
