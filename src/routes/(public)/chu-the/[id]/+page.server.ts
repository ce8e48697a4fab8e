import { Shown } from '#ui/shown.ts';
import { missing } from '../../asking.ts';
import { metAt } from '../../beside.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
  const producer = locals.app.catalogue.producer(params.id);
  if (!producer) missing(locals.lang, { vi: 'chủ thể', en: 'producer' });
  const shown = new Shown(producer);
  const met = metAt(locals.app, producer.id);
  return met instanceof Promise ? met.then((late) => ({ producer: shown, met: late })) : { producer: shown, met };
};
