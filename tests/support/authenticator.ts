// An authenticator in software: makes a P-256 credential and signs with it, as W3C Web Authentication lays it down.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest();
const b64 = (data: Uint8Array | string) => Buffer.from(data).toString('base64url');
const UP_UV = 0x05;
const ATTESTED = 0x40;

/** CBOR (RFC 8949) of the few kinds that are needed here. */
function cbor(value: number | string | Uint8Array | Map<unknown, unknown>): Buffer {
  const head = (major: number, n: number) =>
    n < 24 ? Buffer.of((major << 5) | n) : n < 256 ? Buffer.of((major << 5) | 24, n) : Buffer.of((major << 5) | 25, n >> 8, n & 255);
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flatMap(([k, v]) => [cbor(k as never), cbor(v as never)])]);
  return Buffer.concat([head(2, value.length), value]);
}

export function createAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  let counter = 0;
  const clientData = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const count = () => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(counter);
    return bytes;
  };
  const common = { id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {} };
  return {
    /** Sets the counter back or forth, as a copied authenticator would have it. */
    set counter(n: number) {
      counter = n;
    },
    create: (options: { challenge: string }, origin: string): string => {
      const cose = cbor(
        new Map<number, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(jwk.x ?? '', 'base64url')],
          [-3, Buffer.from(jwk.y ?? '', 'base64url')],
        ]),
      );
      const data = [
        sha256(new URL(origin).hostname),
        Buffer.of(UP_UV | ATTESTED),
        count(),
        Buffer.alloc(16),
        Buffer.of(0, id.length),
        id,
        cose,
      ];
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', Buffer.concat(data)],
      ]);
      return JSON.stringify({
        ...common,
        response: {
          clientDataJSON: b64(clientData('webauthn.create', options.challenge, origin)),
          attestationObject: b64(cbor(attestation)),
          transports: ['internal'],
        },
      });
    },
    get: (options: { challenge: string }, origin: string, more: { userHandle?: string; flags?: number } = {}): string => {
      counter++;
      const client = clientData('webauthn.get', options.challenge, origin);
      const data = Buffer.concat([sha256(new URL(origin).hostname), Buffer.of(more.flags ?? UP_UV), count()]);
      const signature = createSign('sha256').update(data).update(sha256(client)).sign(privateKey);
      return JSON.stringify({
        ...common,
        response: {
          clientDataJSON: b64(client),
          authenticatorData: b64(data),
          signature: b64(signature),
          ...(more.userHandle ? { userHandle: b64(more.userHandle) } : {}),
        },
      });
    },
  };
}
