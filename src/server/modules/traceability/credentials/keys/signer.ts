// The signing port. Locally the private key lies sealed in the database; remotely a signing service keeps it (docs/how-to/sign-with-an-hsm.md).
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { z } from 'zod';
import type { SecretBox } from '#server/platform/secret-box.ts';

export type Point = { x: string; y: string };
/** Where a private key is: `sealed` bytes of ours or a name at the signing service. */
export type Held = { sealed: Buffer; remote: null } | { sealed: null; remote: string };
export type Signer = {
  create: (authority: string) => Promise<Point & Held>;
  /** ES256 over `payload`: r and s, 64 bytes. Throws when the key cannot be reached. */
  sign: (authority: string, held: Held, payload: Uint8Array) => Promise<Buffer>;
};

const PATIENCE = 5000;
const B64 = z.base64url();
const Made = z.object({
  key: z.string().min(1).max(200),
  publicKey: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: B64.length(43), y: B64.length(43) }),
});
const Signed = z.object({ signature: B64 });

const purpose = (authority: string) => `signing-key:${authority}`;

export function createSigner(secrets: SecretBox, service: { url: string; token: string | undefined } | undefined): Signer {
  const opened = new Map<string, KeyObject>();

  async function ask<T>(path: string, body: object, shape: z.ZodType<T>): Promise<T> {
    if (!service) throw new Error('this key lies with a signing service: set SANVAT_SIGNER_URL');
    const answer = await fetch(service.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(service.token ? { authorization: `Bearer ${service.token}` } : {}) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'error',
    });
    if (!answer.ok) throw new Error(`the signing service answered ${answer.status}`);
    return shape.parse(await answer.json());
  }

  return {
    create: async (authority) => {
      if (service) {
        const { key, publicKey } = await ask('/keys', { label: authority, alg: 'ES256' }, Made);
        return { x: publicKey.x, y: publicKey.y, remote: key, sealed: null };
      }
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
      const sealed = secrets.seal(pair.privateKey.export({ format: 'der', type: 'pkcs8' }), purpose(authority));
      return { x, y, sealed, remote: null };
    },
    sign: async (authority, held, payload) => {
      if (held.remote !== null) {
        const body = { key: held.remote, alg: 'ES256', payload: Buffer.from(payload).toString('base64url') };
        return Buffer.from((await ask('/sign', body, Signed)).signature, 'base64url');
      }
      const name = held.sealed.toString('base64');
      let key = opened.get(name);
      if (!key) {
        key = createPrivateKey({ key: secrets.open(held.sealed, purpose(authority)), format: 'der', type: 'pkcs8' });
        opened.set(name, key);
      }
      return sign('sha256', payload, { key, dsaEncoding: 'ieee-p1363' });
    },
  };
}
