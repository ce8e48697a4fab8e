// Secrets that are shown once: 256 random bits; only their hash is kept.
import { createHash, randomBytes } from 'node:crypto';

export const newSecret = (): string => randomBytes(32).toString('base64url');
/** The secrets are random, so a plain hash is enough; equality is decided by the index, not by comparing bytes in turn. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
