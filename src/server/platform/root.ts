// Where the product lies, whether it runs from src or from the page bundle in build.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(from: string): string {
  for (let dir = from; ; dir = path.dirname(dir)) {
    if (existsSync(path.join(dir, 'db/migrations'))) return dir;
    if (dir === path.dirname(dir)) throw new Error(`no product around ${from}`);
  }
}

export const ROOT = findRoot(path.dirname(fileURLToPath(import.meta.url)));

/** Dated data that we wrote: a JSON file below reference/. */
export const readReference = <T>(file: string): T => JSON.parse(readFileSync(path.join(ROOT, 'reference', file), 'utf8')) as T;
