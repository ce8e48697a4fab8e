// Codes of products without a GTIN: a structured path of our own after ISO/IEC 18975. /P/{product}[/L/{lot}][/S/{serial}]; /cs/{producer}.
import { isId } from '#shared/ids.ts';
import { encodePart, type Fault, type Read } from './digital-link.ts';

export type Native = { productId: string; lot: string | undefined; serial: string | undefined };

/** Letters, digits and marks of GS1's character set 82, at most twenty, so that the same lot fits AI (10) and (21). */
const MARK = /^[!"%-?A-Z_a-z]{1,20}$/;
/** A lot or serial as a label may carry it; one of dots only would vanish from an address. */
export const isMark = (text: string): boolean => MARK.test(text) && !/^\.+$/.test(text);

const no = (code: string, vi: string, en: string): { ok: false; fault: Fault } => ({ ok: false, fault: { code, message: { vi, en } } });

/** Reads a path without its query. Faults are bad addresses, not unknown products. */
export function parseNative(path: string): Read<Native> {
  const [, root, id = '', ...rest] = path.split('/');
  if (root !== 'P' || !isId(id))
    return no('product', 'Mã sản phẩm không đúng số kiểm tra.', 'The product id does not fit its check character.');
  const found: { L?: string; S?: string } = {};
  for (let i = 0; i < rest.length; i += 2) {
    const name = rest[i];
    let value = '';
    try {
      value = decodeURIComponent(rest[i + 1] ?? '');
    } catch {
      // a broken percent-encoding is no value
    }
    if ((name !== 'L' && name !== 'S') || found[name] !== undefined || (name === 'L' && found.S !== undefined) || !isMark(value))
      return no('path', 'Phần sau mã sản phẩm phải là /L/lô rồi /S/số sê-ri.', 'After the product come /L/lot, then /S/serial.');
    found[name] = value;
  }
  return { ok: true, value: { productId: id, lot: found.L, serial: found.S } };
}

/** The path of a code without a GTIN. */
export const nativePath = (productId: string, lot?: string, serial?: string): string =>
  `/P/${productId}${lot ? `/L/${encodePart(lot)}` : ''}${serial ? `/S/${encodePart(serial)}` : ''}`;

/** The path of a code with a GTIN. */
export const gtinPath = (gtin: string, lot?: string, serial?: string): string =>
  `/01/${gtin}${lot ? `/10/${encodePart(lot)}` : ''}${serial ? `/21/${encodePart(serial)}` : ''}`;

/** The scan page of a product, a lot, an item. `~` stands for "no lot": no lot can be called that. */
export const scanPath = (productId: string, lot?: string, serial?: string): string =>
  `/quet/${productId}${lot || serial ? `/${lot ? encodePart(lot) : '~'}` : ''}${serial ? `/${encodePart(serial)}` : ''}`;
