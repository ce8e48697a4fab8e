// Where a page turns an address into a question to the catalogue, and a refusal into a page error.
import { error } from '@sveltejs/kit';
import { parseSearch, type SearchQuery } from '#server/modules/catalogue/index.ts';
import { AppError, type Bilingual, STATUS_OF } from '#server/platform/errors.ts';
import { type Lang, localPath } from '#shared/lang.ts';
import { Shown } from '#ui/shown.ts';

/** The parameters of a search page; whatever else an address carries (campaign marks) is not ours and is left alone. */
export const FILTERS = ['star', 'region', 'province', 'oldProvince', 'group', 'set', 'producerType'] as const;
const SINGLE = ['q', 'status', 'sort', 'page', 'pageSize'] as const;

/** A form sends a box as star=3&star=4: the catalogue wants star=3,4 and no empty values. */
export function searchParams(from: URLSearchParams): URLSearchParams {
  const out = new URLSearchParams();
  for (const name of SINGLE) {
    const value = from.get(name)?.trim();
    if (value) out.set(name, value);
  }
  for (const name of FILTERS) {
    const values = from
      .getAll(name)
      .flatMap((v) => v.split(','))
      .filter(Boolean);
    if (values.length) out.set(name, [...new Set(values)].join(','));
  }
  return out;
}

/** Refusals of the catalogue become page errors with their reasons in the reader's language. */
export function asked<T>(lang: Lang, ask: () => T): T {
  try {
    return ask();
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    const faults = fault.faults.map((f) => ({ path: f.path, message: f.message[lang] }));
    error(STATUS_OF[fault.code], { message: fault.detail[lang], code: fault.code, faults });
  }
}

/** A question in short: everything else takes its default. */
export function question(params: Record<string, string>): SearchQuery {
  return parseSearch(new URLSearchParams(params));
}

export function missing(lang: Lang, what: Bilingual): never {
  error(404, { message: lang === 'vi' ? `Không tìm thấy ${what.vi}.` : `No such ${what.en}.`, code: 'not_found' });
}

/** The products of a province, a star or a group: 24 a page, best stars first. */
export function browse(locals: App.Locals, url: URL, fixed: Record<string, string>) {
  const { app, lang } = locals;
  const page = url.searchParams.get('page') ?? '1';
  const found = asked(lang, () => app.catalogue.search(question({ ...fixed, sort: 'star', pageSize: '24', page }), lang));
  const { total, items, facets, pageSize } = found;
  const search = localPath('/tim', lang);
  const list = (title: string, name: keyof typeof facets, top = 8) => ({
    title,
    items: [...facets[name]]
      .filter((f) => f.count > 0)
      .sort((a, b) => (name === 'star' ? 0 : b.count - a.count))
      .slice(0, top)
      .map((f) => ({ label: f.label, count: f.count, href: `${search}?${new URLSearchParams({ ...fixed, [name]: f.value })}` })),
  });
  return { total, items: new Shown(items), pageSize, page: found.page, list, all: `${search}?${new URLSearchParams(fixed)}` };
}
