// The blobs of the evidence vault: a folder, each file under the hash of its content, never overwritten.
import { createHash } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { DOCUMENTS, intake, PICTURES, type Taken } from '#server/platform/intake.ts';

export type EvidenceStore = {
  /** What has to be true of a file before it is kept: kind, size, no malware; photographs lose place and camera. */
  take: (bytes: Uint8Array) => Promise<Taken>;
  put: (bytes: Uint8Array) => Promise<string>;
  get: (sha256: string) => Promise<Uint8Array>;
};
export const MAX_PAPER = 20 * 1024 * 1024;

/** Keeps the papers below the data folder of the instance; `clamd` = setting CLAMD_SOCKET. */
export function evidenceStore({ data, clamd }: { data: string; clamd: string | undefined }): EvidenceStore {
  const root = path.join(data, 'evidence');
  const fileOf = (sha256: string) => path.join(root, sha256.slice(0, 2), sha256);
  return {
    take: (bytes) => intake(bytes, { allow: [...DOCUMENTS, ...PICTURES], maxBytes: MAX_PAPER, clamd }),
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const file = fileOf(sha256);
      if (
        await stat(file).then(
          () => true,
          () => false,
        )
      )
        return sha256;
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await chmod(root, 0o700); // made by an older version: open to all
      // written aside and renamed: a crash leaves no half paper under a good name
      const aside = `${file}.${crypto.randomUUID()}`;
      const handle = await open(aside, 'wx', 0o600); // papers name people: for nobody else on this machine
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(aside, file);
      return sha256;
    },
    async get(sha256) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('no hash');
      return readFile(fileOf(sha256));
    },
  };
}
