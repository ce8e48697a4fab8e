import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '#server/platform/root.ts';

/** The product's version, from package.json in the folder it runs in. */
export const VERSION: string = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version;

const stamp = path.join(ROOT, 'build/.sanvat');
/** Eight characters of the build's content hash. */
export const BUILD: string = existsSync(stamp) ? readFileSync(stamp, 'utf8').slice(0, 8) : VERSION;
