// The smallest printed code that an outside reader (zbarimg) still reads: `node bench/prints/smallest.ts`. Each size is printed as PDF, made a
// picture at 300 dpi, then turned by 9 degrees and blurred; ten different codes must all be read.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { modules } from '#server/modules/traceability/codes/rules/qr.ts';
import { writePdf } from '#server/platform/pdf.ts';
import { KINDS } from './kinds.ts';

const MM = 72 / 25.4;
const CODES = 10;
const dir = mkdtempSync(path.join(tmpdir(), 'sanvat-smallest-'));
async function reads(text: string, side: number, blur: number): Promise<boolean> {
  const page = (side + 6) * MM;
  const pdf = await writePdf({ title: 'x', date: new Date(0), bare: true, margin: 0, size: [page, page] }, (p) =>
    p.qr(text, 3 * MM, 3 * MM, side * MM, 'x'),
  );
  const file = path.join(dir, 'one');
  writeFileSync(`${file}.pdf`, pdf);
  execFileSync('pdftoppm', ['-r', '300', '-gray', '-png', '-singlefile', `${file}.pdf`, file]);
  const picture = sharp(`${file}.png`).rotate(9, { background: '#e8e8e8' });
  await (blur > 0 ? picture.blur(blur) : picture).png().toFile(`${file}-seen.png`);
  const { stdout } = spawnSync('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', `${file}-seen.png`], { encoding: 'utf8' });
  return stdout.trim() === text;
}

console.log('code\tmodules with quiet zone\tsmallest side in mm: sharp\tunsharp (sigma 1.4 px)\tvery unsharp (sigma 2.2 px)');
for (const [name, make] of Object.entries(KINDS)) {
  const found: (number | undefined)[] = [];
  for (const blur of [0, 1.4, 2.2]) {
    let smallest: number | undefined;
    for (let side = 24; side >= 6; side -= 1) {
      let all = true;
      for (let i = 0; i < CODES && all; i++) all = await reads(make(i).text, side, blur);
      if (!all) break;
      smallest = side;
    }
    found.push(smallest);
  }
  console.log([name, modules(make(0).text).length, ...found].join('\t'));
}
rmSync(dir, { recursive: true });
