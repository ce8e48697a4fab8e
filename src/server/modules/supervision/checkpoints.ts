// Signed checkpoints of the public record and of the record of acts: whoever keeps one notices any later change of what came before.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import './tables.ts';

export type Checkpoint = { body: string; keyId: string; publicKey: string; signature: string };

/** The house's signing key (Ed25519), made at first need in the data folder, readable by its owner only. */
export function signingKey(data: string): KeyObject {
  const folder = path.join(data, 'secrets');
  const file = path.join(folder, 'record-signing.pem');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(file, pem, { flag: 'wx', mode: 0o600 });
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'EEXIST') throw e;
  }
  return createPrivateKey(readFileSync(file));
}

const rawPublic = (key: KeyObject): Buffer => {
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return der.subarray(der.length - 32);
};
const keyIdOf = (publicKey: Buffer): string => createHash('sha256').update(publicKey).digest('hex').slice(0, 16);

/** Signs where both chains stand now. */
export async function writeCheckpoint(ctx: Ctx, key: KeyObject): Promise<Checkpoint> {
  return transact(ctx.db, async (tx) => {
    const head = await tx.selectFrom('registry.pub_record_head').select(['no', 'hash']).executeTakeFirstOrThrow();
    const acts = await tx.selectFrom('audit.head').select(['no', 'hash']).executeTakeFirstOrThrow();
    // keys in code-point order: canonical as it stands
    const body = JSON.stringify({
      acts: { hash: acts.hash.toString('hex'), no: acts.no },
      at: ctx.now.toISOString(),
      hash: head.hash.toString('hex'),
      no: head.no,
    });
    const publicKey = rawPublic(key);
    const signature = sign(null, Buffer.from(body), key);
    const keyId = keyIdOf(publicKey);
    await tx
      .insertInto('supervision.checkpoint')
      .values({ no: head.no, at: ctx.now, body, key_id: keyId, public_key: publicKey, signature })
      .onConflict((c) => c.doNothing())
      .execute();
    return { body, keyId, publicKey: publicKey.toString('hex'), signature: signature.toString('hex') };
  });
}
