// How many codes of a whole sheet an outside reader (zbarimg) finds in one picture: `node bench/prints/sheets.ts [size …]`. Every size and
// kind of code; straight at 150, 200, 300 and 600 dots to the inch, then at 300 turned by 3 degrees, and unsharp (sigma 1 px).
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { labelSheets } from '#server/modules/traceability/codes/prints/paper-of-codes.ts';
import { grid, isLabel, LABELS, type LabelName } from '#server/modules/traceability/codes/rules/formats.ts';
import { KINDS } from './kinds.ts';

const PRODUCT = {
  name: 'Mật ong hoa bạc hà Mèo Vạc',
  producer: 'HTX Nuôi ong Cao nguyên đá',
  place: 'Xã Mèo Vạc, Tuyên Quang',
  star: 4 as const,
  until: '2028-03-12',
  sample: true,
};
const dir = mkdtempSync(path.join(tmpdir(), 'sanvat-sheets-'));
const file = path.join(dir, 'page');

/** How many of the codes that were printed are read, each as often as it was printed. */
function found(picture: string, printed: readonly string[]): number {
  const { stdout } = spawnSync('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', picture], { encoding: 'utf8' });
  const left = [...printed];
  for (const text of stdout.split('\n')) if (left.includes(text)) left.splice(left.indexOf(text), 1);
  return printed.length - left.length;
}

function draw(dpi: number): string {
  execFileSync('pdftoppm', ['-r', String(dpi), '-gray', '-png', '-singlefile', `${file}.pdf`, file]);
  return `${file}.png`;
}

const asked = process.argv.slice(2).filter(isLabel);
console.log('size\tcode\tprinted\tread at 150\t200\t300\t600\tturned\tunsharp');
for (const size of asked.length > 0 ? asked : (Object.keys(LABELS) as LabelName[]))
  for (const [name, make] of Object.entries(KINDS)) {
    const { columns, rows } = grid(LABELS[size]);
    const labels = Array.from({ length: columns * rows }, (_, i) => make(i));
    const printed = labels.map((l) => l.text);
    writeFileSync(`${file}.pdf`, await labelSheets(size, labels, PRODUCT, { lang: 'vi', date: new Date(0) }));
    const straight = [150, 200, 300, 600].map((dpi) => found(draw(dpi), printed));
    const seen = draw(300);
    const bad = `${file}-bad.png`;
    await sharp(seen).rotate(3, { background: '#fff' }).png().toFile(bad);
    const turned = found(bad, printed);
    await sharp(seen).blur(1).png().toFile(bad);
    console.log([size, name, printed.length, ...straight, turned, found(bad, printed)].join('\t'));
  }
rmSync(dir, { recursive: true });
