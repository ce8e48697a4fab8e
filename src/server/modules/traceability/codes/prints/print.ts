// What a producer may print of a product: with the star only while it is in force.
import type { ProductDetail } from '#server/modules/catalogue/index.ts';
import { isInForce } from '#server/modules/registry/index.ts';
import { refused } from '#server/platform/errors.ts';
import type { Lang } from '#shared/lang.ts';
import { dotsOf, isLabel, isPoster, LABELS, MOST_LABELS, OFFLINE_DOTS } from '../rules/formats.ts';
import { markRefusal } from '../rules/mark.ts';
import { gtinPath, nativePath } from '../rules/native-path.ts';
import { codeText, modules } from '../rules/qr.ts';
import { labelSheets, type OneLabel, type PrintedProduct, poster } from './paper-of-codes.ts';
import { type KitProduct, shareKit } from './share-kit.ts';
import { zip } from './zip.ts';

export type Order = {
  product: ProductDetail;
  gtin: string | undefined;
  origin: string;
  /** A label size or a poster size. */
  size: string;
  mark: boolean;
  lot: string | undefined;
  serials: readonly string[];
  /** The signed code of the certificate: stands in place of the product's code, so that the label is checked without a network. */
  offline?: string | undefined;
  /** How many labels when they are not numbered; sheets are filled when left out. */
  count: number;
  lang: Lang;
  date: Date;
};

/** The path a code carries: by GTIN (GS1 Digital Link) where the product has one, else by our own id. */
export const codePath = (id: string, gtin: string | undefined, lot?: string, serial?: string): string =>
  gtin ? gtinPath(gtin, lot, serial) : nativePath(id, lot, serial);

function printed(product: ProductDetail, mark: boolean): PrintedProduct {
  const { name, producer, place, validUntil, sample } = product;
  return {
    name,
    producer: producer.name,
    place: [place.commune, place.province].filter(Boolean).join(', '),
    star: mark ? product.star : undefined,
    until: validUntil,
    sample,
  };
}

/** A sheet or a poster as PDF; refused with the reason when the star may not stand on it. */
export async function printCodes(order: Order): Promise<Uint8Array> {
  const { product, size, lang, date } = order;
  const why = order.mark ? markRefusal(product.status, product.validUntil) : undefined;
  if (why) throw refused('mark', why.vi, why.en, 'not_in_force', 'conflict');
  const notInForce = order.offline !== undefined ? markRefusal(product.status, product.validUntil) : undefined;
  if (notInForce) throw refused('offline', notInForce.vi, notInForce.en, 'not_in_force', 'conflict');
  if (order.offline !== undefined && (order.lot || order.serials.length > 0))
    throw refused('offline', 'Mã kiểm ngoại tuyến không mang số lô, số tem.', 'The offline code carries no lot and no number.');
  const what = { ...printed(product, order.mark), offline: order.offline !== undefined };
  const label = (serial?: string): OneLabel => ({
    text: order.offline ?? codeText(order.origin, codePath(product.id, order.gtin, order.lot, serial)),
    id: order.gtin ?? product.id,
    lot: order.lot,
    serial,
  });
  if (isPoster(size)) return poster(size, label(), what, { lang, date });
  if (!isLabel(size)) throw refused('size', 'Không có khổ này.', 'There is no such size.');
  if (!Number.isInteger(order.count) || order.count < 1 || order.count > MOST_LABELS)
    throw refused('count', `Mỗi lần in từ 1 đến ${MOST_LABELS} tem.`, `One print holds 1 to ${MOST_LABELS} labels.`);
  const labels = order.serials.length > 0 ? order.serials.map((s) => label(s)) : Array.from({ length: order.count }, () => label());
  const dots = dotsOf(LABELS[size], modules(labels[0]?.text ?? '').length);
  if (dots === undefined || (order.offline !== undefined && dots < OFFLINE_DOTS))
    throw refused(
      'size',
      'Mã này quá dài cho khổ đã chọn: hãy chọn khổ lớn hơn.',
      'This code is too long for the size: choose a larger one.',
    );
  return labelSheets(size, labels, what, { lang, date });
}

/** The share kit of some products, each in a folder; the star stands where it is in force. */
export async function printKit(
  products: readonly { product: ProductDetail; gtin: string | undefined }[],
  origin: string,
  date: Date,
): Promise<Uint8Array> {
  const files = [];
  for (const { product, gtin } of products) {
    const kit: KitProduct = {
      ...printed(product, isInForce(product.status)),
      id: product.id,
      set: product.set,
      producerId: product.producer.id,
      path: codePath(product.id, gtin),
    };
    files.push(...(await shareKit(kit, origin, date)));
  }
  return zip(files, date);
}
