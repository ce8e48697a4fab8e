import { Shown } from '#ui/shown.ts';
import { missing } from '../../asking.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
  const producer = locals.app.catalogue.producer(params.id);
  if (!producer) missing(locals.lang, { vi: 'chủ thể', en: 'producer' });
  return { producer: new Shown(producer) };
};
