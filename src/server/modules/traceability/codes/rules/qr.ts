// A code as a QR symbol. Scheme and host in capitals keep the symbol in its alphanumeric mode, which is a third smaller.
import { encode } from 'uqr';

/** What QR's alphanumeric mode can hold. */
const ALPHANUMERIC = /^[0-9A-Z $%*+\-./:]+$/;
/** Quiet zone in modules, as ISO/IEC 18004 wants it. */
export const QUIET = 4;

/** The text of the symbol: 'HTTPS://HOST/P/7K2M9QXD'. */
export const codeText = (origin: string, path: string): string => `${origin.toUpperCase()}${path}`;
export const isCompact = (text: string): boolean => ALPHANUMERIC.test(text);

/** Modules of a symbol at level M, quiet zone included; true is dark. */
export function modules(text: string): boolean[][] {
  return encode(text, { ecc: 'M', border: QUIET, boostEcc: false }).data;
}

/** One path of dark runs, each a rectangle one module high. */
export function qrSvg(text: string, label: string): string {
  const rows = modules(text);
  const size = rows.length;
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue;
      const from = x;
      while (row[x]) x++;
      path += `M${from} ${y}h${x - from}v1h${from - x}z`;
    }
  });
  const title = label.replace(/[<>&]/g, (c) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[c] ?? c);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><title>${title}</title><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;
}

/** Black and white bytes of a symbol, one byte a pixel, `scale` pixels a module. */
export function qrPixels(text: string, scale: number): { size: number; data: Buffer } {
  const rows = modules(text);
  const size = rows.length * scale;
  const data = Buffer.alloc(size * size, 255);
  rows.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark)
        for (let dy = 0; dy < scale; dy++) data.fill(0, (y * scale + dy) * size + x * scale, (y * scale + dy) * size + (x + 1) * scale);
    });
  });
  return { size, data };
}
