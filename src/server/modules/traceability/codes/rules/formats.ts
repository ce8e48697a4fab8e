// Sizes of labels and posters, in millimetres; of symbols, in dots.
export type LabelFormat = {
  /** Width and height of one label. */
  width: number;
  height: number;
  /** The room for the symbol with its quiet zone. */
  code: number;
  /** Dots to a module, where the symbol then fits its room. */
  dots: number;
  /** Where the symbol stands: before the words, between them (a seal over a lid), or below them. */
  place: 'left' | 'middle' | 'below';
};

/** A module is so many dots of 1/300 inch: no edge of a symbol falls between the dots of a printer. */
export const DOT = 25.4 / 300;
/** Labels and symbols begin on multiples of 1/50 inch, so that all symbols of a sheet come out alike at 150, 200, 300 and 600 dots. */
const STEP = 25.4 / 50;
/** Modules that are drawn; those of six dots (0.508 mm, near the 0.495 mm that GS1 aims at) and its multiples are sharp at 200 dots too. */
const MODULES = [42, 36, 30, 24, 18, 12, 9, 6, 5, 4, 3, 2] as const;

/** From jar lids to whole sheets. Readers lose their way among more than some forty symbols, so the smallest labels carry words beside. */
export const LABELS = {
  'nap-15': { width: 62, height: 18, code: 15, dots: 5, place: 'middle' },
  'tem-20': { width: 60, height: 21, code: 21, dots: 6, place: 'left' },
  'tem-25': { width: 46, height: 30, code: 29, dots: 6, place: 'left' },
  'tem-30': { width: 60, height: 40, code: 32, dots: 9, place: 'left' },
  'tem-40': { width: 90, height: 50, code: 42, dots: 12, place: 'left' },
  'thung-80': { width: 148, height: 105, code: 85, dots: 24, place: 'left' },
  'to-150': { width: 190, height: 277, code: 150, dots: 42, place: 'below' },
} as const satisfies Record<string, LabelFormat>;
export type LabelName = keyof typeof LABELS;
export const isLabel = (name: string): name is LabelName => Object.hasOwn(LABELS, name);

export const POSTERS = { a5: [148, 210], a4: [210, 297], a3: [297, 420], a2: [420, 594] } as const;
export type PosterName = keyof typeof POSTERS;
export const isPoster = (name: string): name is PosterName => Object.hasOwn(POSTERS, name);

/** A4 with a margin that printers can reach, and a gap for the knife. */
export const SHEET = { width: 210, height: 297, margin: 8, gap: 2 };
/** The signed code has some fifty modules: below so many dots each it does not read with a phone held badly. */
export const OFFLINE_DOTS = 6;
/** One file holds at most so many labels. */
export const MOST_LABELS = 2000;

/** Dots to a module for a symbol of so many modules, quiet zone included; undefined when it does not fit this size at all. */
export const dotsOf = (format: LabelFormat, modules: number): number | undefined =>
  MODULES.find((dots) => dots <= format.dots && dots * modules * DOT <= format.code + 0.001);

/** The place on the sheet's raster next to a measure in millimetres. */
export const onRaster = (mm: number): number => Math.round(mm / STEP) * STEP;

/** Where labels lie on a sheet: columns, rows, and the upper left corner of each. */
export function grid(format: LabelFormat): { columns: number; rows: number; at: (i: number) => [number, number] } {
  const lay = (room: number, side: number) => {
    const pitch = Math.ceil((side + SHEET.gap) / STEP - 1e-9) * STEP;
    const count = Math.max(1, Math.floor((room - 2 * SHEET.margin - side) / pitch + 1e-9) + 1);
    return { count, pitch, first: onRaster((room - (count - 1) * pitch - side) / 2) };
  };
  const [across, down] = [lay(SHEET.width, format.width), lay(SHEET.height, format.height)];
  return {
    columns: across.count,
    rows: down.count,
    at: (i) => [across.first + (i % across.count) * across.pitch, down.first + (Math.floor(i / across.count) % down.count) * down.pitch],
  };
}
