// Compact JWS of VC-JOSE-COSE, read strictly: one spelling of each token, so that no changed character is overlooked.
import { isLow, SIGNATURE_BYTES } from './p256.ts';

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

function objectOf(part: string): Record<string, unknown> | undefined {
  const bytes = bytesOf(part);
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
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
