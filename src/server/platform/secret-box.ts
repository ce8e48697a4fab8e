// Secrets at rest: sealed with AES-256-GCM under the house's key-encryption key. A copy of the database alone opens nothing.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

export type SecretBox = {
  /** `purpose` says what the secret is and whose: a sealed secret opens under the same purpose only. */
  seal: (secret: Uint8Array | string, purpose: string) => Buffer;
  /** Throws when the key, the purpose or a byte differs. */
  open: (sealed: Uint8Array, purpose: string) => Buffer;
};

/** 32 bytes as hex or base64; throws for anything else. */
function keyOf(text: string): Buffer {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (bytes.length !== 32) throw new Error('SANVAT_KEK: 32 bytes are needed, as hex or base64');
  return bytes;
}

/** Made at first need, readable by its owner only; two starters at once end with one key. */
function keyFile(data: string): Buffer {
  const folder = path.join(data, 'secrets');
  const file = path.join(folder, 'kek');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    const draft = path.join(folder, `.kek-${randomBytes(8).toString('hex')}`);
    writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
    try {
      linkSync(draft, file); // whole or not at all: nobody reads half a key
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return keyOf(readFileSync(file, 'utf8').trim());
}

/** `kek` is SANVAT_KEK (32 bytes, hex or base64); without it the key lies in `data`/secrets/kek (0600). Nothing is read before the first use. */
export function openSecretBox({ data, kek }: { data: string; kek: string | undefined }): SecretBox {
  let known: Buffer | undefined;
  const key = (): Buffer => {
    known ??= kek ? keyOf(kek) : keyFile(data);
    return known;
  };
  return {
    seal: (secret, purpose) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key(), nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(secret as string & Uint8Array), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open: (sealed, purpose) => {
      if (sealed[0] !== VERSION || sealed.length < 1 + NONCE + TAG) throw new Error('not a sealed secret');
      const decipher = createDecipheriv('aes-256-gcm', key(), sealed.subarray(1, 1 + NONCE)).setAAD(Buffer.from(purpose));
      decipher.setAuthTag(sealed.subarray(1 + NONCE, 1 + NONCE + TAG));
      return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE + TAG)), decipher.final()]);
    },
  };
}
