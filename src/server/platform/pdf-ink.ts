// The colours of print: the light values of src/ui/styles/tokens.css, and what they become without colour.
export const INK = '#1b2330';
export const SOFT = '#5b6472';
export const LINE = '#8a8270';
export const INDIGO = '#25346b';
export const GOLD = '#c98f12';
export const LACQUER = '#a8261c';
export const PAPER = '#fffdf8';
