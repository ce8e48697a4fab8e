import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createPacker } from './pack.ts';

it('packs texts asked for at once, each as a whole gzip of its own, however long', async () => {
  const pack = createPacker();
  const texts = [
    'Mật ong bạc hà Mèo Vạc '.repeat(100),
    '',
    Array.from({ length: 60_000 }, (_, i) => Math.imul(i + 1, 2_654_435_761).toString(36)).join(''),
    '<p>Chè</p>',
    'x'.repeat(200_000),
  ];
  for (let round = 0; round < 3; round++) {
    const packed = await Promise.all(texts.map(pack));
    expect(packed.map((p) => gunzipSync(p).toString())).toEqual(texts);
  }
});
