// Sizes of labels and posters, in millimetres.
export type LabelFormat = {
  /** Width and height of one label. */
  width: number;
  height: number;
  /** Side of the code with its quiet zone. */
  code: number;
  /** Whether name, producer and star fit beside the code. */
  words: boolean;
};

/** From jar lids to whole sheets. The number in the name is the side of the code. */
export const LABELS = {
  'nap-15': { width: 15, height: 15, code: 15, words: false },
  'tem-20': { width: 20, height: 20, code: 20, words: false },
  'tem-25': { width: 40, height: 30, code: 25, words: true },
  'tem-30': { width: 60, height: 40, code: 30, words: true },
  'tem-40': { width: 90, height: 50, code: 40, words: true },
  'thung-80': { width: 148, height: 105, code: 80, words: true },
  'to-150': { width: 190, height: 277, code: 150, words: true },
} as const satisfies Record<string, LabelFormat>;
export type LabelName = keyof typeof LABELS;
export const isLabel = (name: string): name is LabelName => Object.hasOwn(LABELS, name);

export const POSTERS = { a5: [148, 210], a4: [210, 297], a3: [297, 420], a2: [420, 594] } as const;
export type PosterName = keyof typeof POSTERS;
export const isPoster = (name: string): name is PosterName => Object.hasOwn(POSTERS, name);

/** A4 with a margin that printers can reach, and a gap for the knife. */
export const SHEET = { width: 210, height: 297, margin: 8, gap: 2 };
/** The signed code has 53 modules with its quiet zone: from this side on (mm) it reads with a phone held badly. */
export const OFFLINE_FROM = 25;
/** One file holds at most so many labels. */
export const MOST_LABELS = 2000;

/** Where labels lie on a sheet: columns, rows, and the upper left corner of each. */
export function grid(format: LabelFormat): { columns: number; rows: number; at: (i: number) => [number, number] } {
  const count = (room: number, side: number) => Math.max(1, Math.floor((room - 2 * SHEET.margin + SHEET.gap) / (side + SHEET.gap)));
  const columns = count(SHEET.width, format.width);
  const rows = count(SHEET.height, format.height);
  const left = (SHEET.width - columns * format.width - (columns - 1) * SHEET.gap) / 2;
  const top = (SHEET.height - rows * format.height - (rows - 1) * SHEET.gap) / 2;
  return {
    columns,
    rows,
    at: (i) => [left + (i % columns) * (format.width + SHEET.gap), top + (Math.floor(i / columns) % rows) * (format.height + SHEET.gap)],
  };
}
