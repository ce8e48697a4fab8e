// P-256 signatures as r and s, 64 bytes. Of the two that fit one message only the one with the smaller s is ours: nobody can make a second one.
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF = Buffer.from((ORDER / 2n).toString(16).padStart(64, '0'), 'hex');

export const SIGNATURE_BYTES = 64;

/** True when s ≤ n/2. */
export const isLow = (signature: Uint8Array): boolean => Buffer.compare(signature.subarray(32), HALF) <= 0;

/** The same signature with the smaller s. Throws when it is not 64 bytes long. */
export function toLow(signature: Uint8Array): Buffer {
  if (signature.length !== SIGNATURE_BYTES) throw new Error(`a P-256 signature has ${SIGNATURE_BYTES} bytes, not ${signature.length}`);
  if (isLow(signature)) return Buffer.from(signature);
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  return Buffer.concat([signature.subarray(0, 32), Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex')]);
}
