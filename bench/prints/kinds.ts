// The kinds of code that labels carry, for a host of seventeen characters.
import type { OneLabel } from '#server/modules/traceability/codes/prints/paper-of-codes.ts';
import { gtinPath, nativePath } from '#server/modules/traceability/codes/rules/native-path.ts';
import { codeText } from '#server/modules/traceability/codes/rules/qr.ts';
import { serialOf } from '#server/modules/traceability/codes/rules/serials.ts';

const ORIGIN = 'https://sanvat.example.vn';
const ID = '34M29SX5';
const GTIN = '09520000000011';
const LOT = 'L2611A';
const serial = (i: number) => serialOf(Buffer.alloc(32, 5), ID, i + 1);
const own = (lot?: string, no?: string): OneLabel => ({ text: codeText(ORIGIN, nativePath(ID, lot, no)), id: ID, lot, serial: no });
const gtin = (lot?: string, no?: string): OneLabel => ({ text: codeText(ORIGIN, gtinPath(GTIN, lot, no)), id: GTIN, lot, serial: no });

/** The label with the number `i` of each kind; without a serial all are alike. */
export const KINDS: Record<string, (i: number) => OneLabel> = {
  'own path': () => own(),
  'own path, lot': () => own(LOT),
  'own path, lot, serial': (i) => own(LOT, serial(i)),
  GTIN: () => gtin(),
  'GTIN, lot, serial': (i) => gtin(LOT, serial(i)),
};
