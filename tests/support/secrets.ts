import { openSecretBox } from '#server/platform/secret-box.ts';

/** A box whose key is known to the tests alone. */
export const TEST_BOX = openSecretBox({ data: '', kek: Buffer.alloc(32, 7).toString('base64') });
