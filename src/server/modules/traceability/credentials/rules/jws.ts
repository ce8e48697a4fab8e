// Compact JWS of VC-JOSE-COSE, read strictly: one spelling of each token, so that no changed character is overlooked.
import { isUtf8 } from 'node:buffer';
import { isLow, SIGNATURE_BYTES } from './p256.ts';
import { isObject } from './shapes.ts';

export type Header = { alg?: unknown; typ?: unknown; cty?: unknown; kid?: unknown; crit?: unknown; b64?: unknown; iss?: unknown };
export type Jws = { header: Header; payload: Record<string, unknown>; input: Buffer; signature: Buffer };

const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What is signed. */
export const signingInput = (header: Header, payload: unknown): string => `${json(header)}.${json(payload)}`;

/** Undefined unless it is base64url in its only spelling. */
function bytesOf(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : undefined;
}

/** Members of all objects within; a name said twice counts once. */
const membersOf = (v: unknown): number =>
  typeof v === 'object' && v !== null
    ? Object.values(v).reduce((n: number, inner) => n + membersOf(inner), isObject(v) ? Object.keys(v).length : 0)
    : 0;

/** Of two equal names one reader takes the first and another the last (RFC 7515 §4): such a text says two things. */
function saysTwice(text: string, value: unknown): boolean {
  if (JSON.stringify(value) === text) return false; // the common spelling, and quick
  let names = 0;
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g)) if (colon) names++;
  return names !== membersOf(value);
}

/** RFC 7515 §5.2: valid UTF-8 of one JSON object. */
function objectOf(part: string): Record<string, unknown> | undefined {
  const bytes = bytesOf(part);
  if (!bytes || !isUtf8(bytes)) return undefined;
  try {
    const text = bytes.toString();
    const value: unknown = JSON.parse(text);
    return isObject(value) && !saysTwice(text, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The parts of a token; undefined when it is none. The signature is not checked here, only its form (an empty one is left to the caller). */
export function readJws(token: string): Jws | undefined {
  const [h = '', p = '', s = '', ...more] = token.split('.');
  if (more.length > 0) return undefined;
  const [header, payload, signature] = [objectOf(h), objectOf(p), bytesOf(s)];
  if (!header || !payload || !signature) return undefined;
  return { header, payload, signature, input: Buffer.from(token.slice(0, h.length + 1 + p.length), 'latin1') };
}

/** 64 bytes in the form that we give out. */
export const isOurForm = (signature: Uint8Array): boolean => signature.length === SIGNATURE_BYTES && isLow(signature);
