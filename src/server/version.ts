import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The product's version, from package.json in the folder it runs in. */
export const VERSION: string = JSON.parse(readFileSync(path.resolve('package.json'), 'utf8')).version;
