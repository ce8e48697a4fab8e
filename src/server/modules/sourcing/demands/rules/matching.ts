// Which products answer a demand: its set, its words, its stars. Validity on the days of delivery is asked of the register by whoever pools.
import { fold } from '#shared/text/fold.ts';

export type Wanted = { wanted: string; set: number | null; minStar: number };
export type Product = { name: string; set: number | null; star: number };

/** Every word wanted stands in the name as a whole word, marks away; a set binds as well. */
export function answers({ wanted, set, minStar }: Wanted, product: Product): boolean {
  if (set !== null && product.set !== set) return false;
  if (product.star < minStar) return false;
  const words = new Set(fold(product.name).split(' '));
  return fold(wanted)
    .split(' ')
    .every((w) => w === '' || words.has(w));
}
