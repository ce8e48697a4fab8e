import { assertMay, NATION } from '#server/modules/identity/index.ts';
import { exportProducts } from '#server/modules/registry/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { personOf } from '../../../my/person.ts';
import type { RequestHandler } from './$types';

const LAYOUTS = ['workbook21', 'ptnt', 'csv'] as const;
const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** The register of a unit as a file, as of any day. */
export const GET: RequestHandler = async ({ locals, url }) => {
  const { app, lang } = locals;
  const person = personOf(locals);
  const of = (name: string) => url.searchParams.get(name) ?? undefined;
  try {
    const unit = of('unit') ?? '';
    assertMay(app.territory, person, 'import_products', { unit }, dayOf(app.clock()));
    const layout = LAYOUTS.find((l) => l === of('layout')) ?? 'workbook21';
    const format = of('format') === 'csv' ? 'csv' : 'xlsx';
    const input = { layout, format, asOf: of('asOf') || undefined, province: unit === NATION ? undefined : unit } as const;
    const made = await exportProducts(app.ctx(person), input, { territory: app.territory });
    return new Response(made.file as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="ocop-${unit}-${made.asOf}.${format}"` },
    });
  } catch (e) {
    if (!(e instanceof AppError)) throw e;
    return new Response(e.detail[lang], { status: STATUS_OF[e.code], headers: { 'content-type': 'text/plain; charset=utf-8' } });
  }
};
