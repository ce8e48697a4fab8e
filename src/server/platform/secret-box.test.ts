import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openSecretBox } from './secret-box.ts';

const data = mkdtempSync(path.join(tmpdir(), 'sanvat-box-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

it('seals and opens, for the same purpose and with the same key only', () => {
  const box = openSecretBox({ data, kek: undefined });
  const sealed = box.seal('bí mật', 'key:08');
  expect(box.open(sealed, 'key:08').toString()).toBe('bí mật');
  expect(openSecretBox({ data, kek: undefined }).open(sealed, 'key:08').toString()).toBe('bí mật');
  expect(sealed.equals(box.seal('bí mật', 'key:08'))).toBe(false);
  expect(() => box.open(sealed, 'key:24')).toThrow();
  expect(() => openSecretBox({ data, kek: 'ab'.repeat(32) }).open(sealed, 'key:08')).toThrow();
  for (let i = 0; i < sealed.length; i++) {
    const touched = Buffer.from(sealed);
    touched[i] = (touched[i] ?? 0) ^ 1;
    expect(() => box.open(touched, 'key:08')).toThrow();
  }
});

it('keeps its key in a file for its owner only, and refuses a key of another length', () => {
  const file = path.join(data, 'secrets/kek');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  const box = openSecretBox({ data, kek: Buffer.alloc(32, 7).toString('base64') });
  expect(box.open(box.seal('x', 'a'), 'a').toString()).toBe('x');
  expect(() => openSecretBox({ data, kek: 'short' }).seal('x', 'a')).toThrow('SANVAT_KEK');
});
