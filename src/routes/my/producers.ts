// Producers found by name, so that nobody has to know an id.
import { findProducer } from '#server/modules/registry/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { fold } from '#shared/text/fold.ts';

export type FoundProducer = { id: string; name: string; place: string; products: string[] };
const MOST = 20;
const LOOKED_AT = 100;

/** Producers whose own name or whose products fit, best first; an id typed as it stands is found too. */
export function findProducers({ app, lang }: App.Locals, typed: string): FoundProducer[] {
  const q = typed.trim().slice(0, 100);
  if (q === '') return [];
  const known = /^[0-9A-Za-z]{8}$/.test(q) ? app.catalogue.producer(q.toUpperCase()) : undefined;
  if (known) return [{ id: known.id, name: known.name, place: '', products: known.products.slice(0, 2).map((p) => p.name) }];
  const none = { star: [], oldProvince: [], province: [], region: [], group: [], set: [], producerType: [] };
  const { items } = app.catalogue.search({ ...none, q, status: 'any', sort: 'relevance', page: 1, pageSize: LOOKED_AT }, lang);
  const found = new Map<string, FoundProducer>();
  for (const { name, producer, place } of items) {
    const one = found.get(producer.id) ?? { id: producer.id, name: producer.name, place: place.province, products: [] };
    if (one.products.length < 2) one.products.push(name);
    found.set(producer.id, one);
  }
  const words = fold(q).split(' ');
  const fits = (p: FoundProducer) => words.filter((word) => fold(p.name).includes(word)).length;
  return [...found.values()].sort((a, b) => fits(b) - fits(a)).slice(0, MOST);
}

export type NamedProducer = { id: string; name: string; unit: string };

/** The producer of an id, also one without a product, or the only one of a name. Throws invalid and says who may be meant. */
export async function producerNamed(locals: App.Locals, typed: string, path: string): Promise<NamedProducer> {
  const line = typed.trim();
  const known = /^[0-9A-Za-z]{8}$/.test(line) ? await findProducer(locals.app.db, line.toUpperCase()) : undefined;
  const found = known ? [] : findProducers(locals, line);
  const same = found.filter((p) => fold(p.name) === fold(line));
  const only = same.length === 1 ? same[0] : found.length === 1 ? found[0] : undefined;
  const producer = known ?? (only && (await findProducer(locals.app.db, only.id)));
  if (producer) return { id: producer.id, name: producer.name, unit: producer.communeCode ?? producer.provinceCode };
  const few = found
    .slice(0, 4)
    .map((p) => `${p.name}${p.place ? ` (${p.place}, ${p.id})` : ` (${p.id})`}`)
    .join('; ');
  const message = few
    ? {
        vi: `“${line}” có thể là: ${few}. Hãy ghi đúng tên hoặc mã trong ngoặc.`,
        en: `“${line}” may be: ${few}. Give the exact name or the code in brackets.`,
      }
    : { vi: `Không có chủ thể nào tên hoặc mã “${line}”.`, en: `There is no producer with the name or code “${line}”.` };
  throw new AppError('invalid', message, [{ path, code: 'invalid', message }]);
}

/** The producers named, one a line (or comma). */
export const producersNamed = (locals: App.Locals, text: string, path: string): Promise<NamedProducer[]> =>
  Promise.all(
    text
      .split(/[\n,;]+/)
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => producerNamed(locals, line, path)),
  );
