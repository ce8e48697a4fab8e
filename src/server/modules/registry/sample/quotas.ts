// What the sample must yield, as whole numbers that fit together. A = end of 2023, B = end of 2024, C = end of July 2025.
// The figures are those published for the programme; Bắc Ninh of the 34-map (old Bắc Ninh and Bắc Giang) has its own column.
import type { ProducerType, StarKey } from '#shared/vocabulary.ts';

/** In force on A, B, C (1) or not (0); L = lapsed by its term, R = revoked; X = gone before A; N = first recognised after C. */
export type Pattern = 'X' | '100L' | '100R' | '101' | '110L' | '110R' | '010' | '111' | '011' | '001' | 'N';
export type Move = `${StarKey}>${StarKey}`;
type Count<K extends string> = Partial<Record<K, number>>;

export type Quota = {
  patterns: Record<Pattern, number>;
  /** Star on the first of A, B, C on which the product is in force. */
  stars: Record<Exclude<Pattern, 'X' | 'N'>, Count<StarKey>>;
  /** Moves from A to B and from B to C; patterns that lapse keep their star. */
  moves: { '111': [Count<Move>, Count<Move>]; '011': [Count<Move>]; '101': [Count<Move>] };
  /** Year of first recognition. */
  years: Record<'X' | '100R' | '110L' | '110R' | '111', Count<string>>;
  producers: { both: number; onlyA: number; fromB: number; afterB: number; afterC: number; gone: number };
};

export const NATION: Quota = {
  patterns: {
    X: 1230,
    '100L': 440,
    '100R': 60,
    '101': 120,
    '110L': 400,
    '110R': 80,
    '010': 20,
    '111': 9222,
    '011': 5868,
    '001': 1858,
    N: 3900,
  },
  stars: {
    '100L': { '4': 90, '3': 350 },
    '100R': { '5': 2, '4': 13, '3': 45 },
    '101': { '4': 25, '3': 95 },
    '110L': { '4': 80, '3': 320 },
    '110R': { '5': 1, '4': 14, '3': 65 },
    '010': { '4': 3, '3': 17 },
    '111': { '5': 39, '5p': 83, '4': 2658, '3': 6442 },
    '011': { '5': 6, '5p': 16, '4': 600, '3': 5246 },
    '001': { '5p': 6, '4': 230, '3': 1622 },
  },
  moves: {
    '111': [
      { '5>5': 39, '5p>5': 27, '5p>5p': 19, '5p>4': 37, '4>5': 6, '4>5p': 26, '4>4': 2586, '4>3': 40, '3>4': 250, '3>3': 6192 },
      { '5>5': 72, '5p>5': 30, '5p>5p': 8, '5p>4': 7, '4>5': 8, '4>5p': 30, '4>4': 2805, '4>3': 30, '3>4': 120, '3>3': 6112 },
    ],
    '011': [{ '5>5': 6, '5p>5': 10, '5p>5p': 5, '5p>4': 1, '4>5p': 12, '4>4': 588, '3>4': 60, '3>3': 5186 }],
    '101': [{ '4>4': 20, '4>3': 5, '3>4': 10, '3>3': 85 }],
  },
  years: {
    X: { '2019': 300, '2020': 930 },
    '100R': { '2022': 30, '2023': 30 },
    '110L': { '2019': 120, '2022': 280 },
    '110R': { '2020': 20, '2021': 20, '2022': 20, '2023': 20 },
    '111': { '2019': 880, '2020': 2201, '2021': 1370, '2022': 2070, '2023': 2701 },
  },
  producers: { both: 5201, onlyA: 160, fromB: 3275, afterB: 620, afterC: 1500, gone: 400 },
};

export const BAC_NINH: Quota = {
  patterns: { X: 55, '100L': 19, '100R': 3, '101': 5, '110L': 19, '110R': 3, '010': 1, '111': 415, '011': 264, '001': 89, N: 165 },
  stars: {
    '100L': { '4': 4, '3': 15 },
    '100R': { '4': 1, '3': 2 },
    '101': { '3': 5 },
    '110L': { '4': 3, '3': 16 },
    '110R': { '3': 3 },
    '010': { '3': 1 },
    '111': { '5p': 1, '4': 62, '3': 352 },
    '011': { '4': 20, '3': 244 },
    '001': { '4': 15, '3': 74 },
  },
  moves: {
    '111': [
      { '5p>5p': 1, '4>4': 60, '4>3': 2, '3>4': 10, '3>3': 342 },
      { '5p>5': 1, '4>4': 69, '4>5p': 1, '3>4': 6, '3>3': 338 },
    ],
    '011': [{ '4>4': 19, '4>5p': 1, '3>4': 3, '3>3': 241 }],
    '101': [{ '3>3': 5 }],
  },
  years: {
    X: { '2019': 13, '2020': 42 },
    '100R': { '2022': 2, '2023': 1 },
    '110L': { '2019': 5, '2022': 14 },
    '110R': { '2021': 2, '2022': 1 },
    '111': { '2019': 40, '2020': 99, '2021': 62, '2022': 93, '2023': 121 },
  },
  producers: { both: 230, onlyA: 7, fromB: 145, afterB: 30, afterC: 62, gone: 18 },
};

/** Exact numbers of the producers in force on B; household and business household are published as one class of 2,687. */
export const TYPES_ON_B: Partial<Record<ProducerType, number>> = {
  cooperative: 2707,
  enterprise: 1890,
  household: 1154,
  business_household: 1533,
  cooperative_group: 1192,
};

/** Products in force on B by region of the 63-map, shared among its provinces (old codes) by rough size. */
export const REGIONS_ON_B: { total: number; weights: Record<string, number> }[] = [
  {
    total: 4490 - 262,
    weights: { '01': 1350, '22': 390, '26': 190, '30': 330, '31': 290, '33': 260, '34': 280, '35': 160, '36': 480, '37': 230 },
  },
  {
    total: 2666 - 440,
    weights: {
      '02': 230,
      '04': 110,
      '06': 190,
      '08': 200,
      '10': 190,
      '15': 220,
      '19': 240,
      '20': 130,
      '25': 210,
      '11': 90,
      '12': 130,
      '14': 160,
      '17': 150,
    },
  },
  {
    total: 3440,
    weights: {
      '38': 560,
      '40': 610,
      '42': 330,
      '44': 170,
      '45': 150,
      '46': 120,
      '48': 110,
      '49': 380,
      '51': 240,
      '52': 350,
      '54': 210,
      '56': 120,
      '58': 90,
      '60': 100,
    },
  },
  { total: 1127, weights: { '62': 200, '64': 340, '66': 240, '67': 90, '68': 260 } },
  { total: 920, weights: { '70': 150, '72': 100, '74': 110, '75': 240, '77': 150, '79': 170 } },
  {
    total: 2947,
    weights: {
      '80': 190,
      '82': 270,
      '83': 290,
      '84': 220,
      '86': 170,
      '87': 480,
      '89': 190,
      '91': 270,
      '92': 150,
      '93': 190,
      '94': 240,
      '95': 150,
      '96': 160,
    },
  },
];
/** Old Bắc Ninh (27) and Bắc Giang (24) on B. */
export const BAC_NINH_ON_B: Record<string, number> = { '24': 440, '27': 262 };

type Numbers = { [key: string]: number | Numbers };
function less(a: Numbers, b: Numbers): Numbers {
  const out: Numbers = {};
  for (const [key, value] of Object.entries(a)) {
    const other = b[key];
    out[key] = typeof value === 'number' ? value - (typeof other === 'number' ? other : 0) : less(value, (other ?? {}) as Numbers);
  }
  return out;
}
const plain = (q: Quota): Numbers => q as unknown as Numbers;

/** Everything but Bắc Ninh. Lists of moves keep their numeric keys. */
export const REST = less(plain(NATION), plain(BAC_NINH)) as unknown as Quota;
