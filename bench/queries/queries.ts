// Queries with what a person would expect to find first. A product is right when its name holds the words side by side, and lies in the place.
import { readFileSync } from 'node:fs';
import type { ProductFacts } from '#server/modules/registry/index.ts';
import { fold, foldMarks } from '#shared/text/fold.ts';

export type Query = { q: string; kind: string; fits: (p: ProductFacts) => boolean };

/** `name` is folded words, or `=word` with its exact marks; `place` is `34:code` or `63:code`. */
export function readQueries(): Query[] {
  const lines = readFileSync(new URL('./queries.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines.map((line) => {
    const [q = '', kind = '', name = '', place = ''] = line.split('\t');
    const [map, code] = place.split(':');
    const exact = name.startsWith('=') ? foldMarks(name.slice(1)) : undefined;
    const words = fold(name);
    return {
      q,
      kind,
      fits: (p) => {
        if (map === '34' && p.place.provinceCode !== code) return false;
        if (map === '63' && p.place.oldProvinceCode !== code) return false;
        if (exact !== undefined)
          return foldMarks(p.name)
            .split(/[^\p{L}\p{N}]+/u)
            .includes(exact);
        return ` ${fold(p.name)}`.includes(` ${words}`);
      },
    };
  });
}
