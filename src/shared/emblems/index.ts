// The drawn emblem of a product: which picture, on which cloth, in which pose. Pictures live in emblems.svg (symbols e0…e26, the drum d).
import type { Group } from '../vocabulary.ts';

/** Grounds of the pictures; each has a light and a dark value in the stylesheet. */
export type Cloth = 'honey' | 'sea' | 'leaf' | 'earth' | 'straw' | 'rose' | 'mist' | 'plum';

const CLOTHS: readonly Cloth[] = [
  'straw', // 0 no set known
  'leaf', // 1 fresh fruit and vegetables
  'sea', // 2 fresh meat, fish, eggs, milk
  'straw', // 3 rice, grain
  'honey', // 4 honey
  'leaf', // 5 ready-to-eat
  'earth', // 6 from rice and cereals
  'rose', // 7 from fruit and vegetables
  'earth', // 8 from meat and fish
  'sea', // 9 fish sauce
  'rose', // 10 spices
  'leaf', // 11 tea
  'mist', // 12 herbal infusions
  'earth', // 13 coffee, cacao
  'straw', // 14 clear spirit
  'plum', // 15 other alcoholic drinks
  'mist', // 16 water
  'honey', // 17 soft drinks
  'mist', // 18 herbal medicine
  'rose', // 19 herbal cosmetics
  'leaf', // 20 essential oils
  'sea', // 21 handicraft
  'plum', // 22 cloth
  'rose', // 23 flowers
  'leaf', // 24 ornamental trees
  'mist', // 25 ornamental animals
  'honey', // 26 community tourism
];

const OF_GROUP: Record<Group, Cloth> = { I: 'straw', II: 'mist', III: 'leaf', IV: 'plum', V: 'rose', VI: 'honey' };

/** Where the drum lies behind the picture and how the picture leans: x, y, size of the drum, degrees, so that a grid never looks stamped. */
const POSES = [
  ['translate(-10 -30) scale(.75)', 'rotate(-4 80 60)'],
  ['translate(-42 -52) scale(.95)', 'rotate(3 80 60)'],
  ['translate(14 -44) scale(.82)', 'rotate(-2 80 60)'],
  ['translate(-4 -66) scale(.9)', 'rotate(5 80 60)'],
  ['translate(-58 -14) scale(.8)', 'rotate(0 80 60)'],
  ['translate(-26 -60) scale(1.05)', 'rotate(-6 80 60)'],
  ['translate(2 -8) scale(.72)', 'rotate(2 80 60)'],
] as const;

export type EmblemLook = { symbol: string; cloth: Cloth; drum: string; tilt: string };

/** The same product always gets the same picture. */
export function emblemOf(product: { id: string; set: number | null; group: Group | null }): EmblemLook {
  const set = product.set ?? 0;
  let mix = 0;
  for (let i = 0; i < product.id.length; i++) mix = (mix * 31 + product.id.charCodeAt(i)) % 9973;
  const [drum, tilt] = POSES[mix % POSES.length] ?? POSES[0];
  const cloth = set === 0 && product.group ? OF_GROUP[product.group] : (CLOTHS[set] ?? 'straw');
  return { symbol: `e${set}`, cloth, drum, tilt };
}

const FACES: Record<Group, number> = { I: 3, II: 17, III: 18, IV: 21, V: 23, VI: 26 };
/** The set whose picture speaks for its group. */
export const faceOf = (group: Group): number => FACES[group];
