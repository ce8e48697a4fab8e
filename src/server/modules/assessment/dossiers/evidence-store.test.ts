import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { evidenceStore } from './evidence-store.ts';

it('keeps papers for nobody else on the machine, whatever the umask was and is', async () => {
  const data = mkdtempSync(path.join(tmpdir(), 'sanvat-papers-'));
  mkdirSync(path.join(data, 'evidence'), { mode: 0o755 });
  const store = evidenceStore({ data, clamd: undefined });
  const hash = await store.put(Buffer.from('giấy tờ'));
  const all = readdirSync(data, { recursive: true }).map(String);
  expect(all).toContain(path.join('evidence', hash.slice(0, 2), hash));
  for (const name of all) expect(statSync(path.join(data, name)).mode & 0o077, name).toBe(0);
  rmSync(data, { recursive: true });
});
