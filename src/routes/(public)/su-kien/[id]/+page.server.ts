import { error } from '@sveltejs/kit';
import { getEvent, listParticipants, listProgramme } from '#server/modules/promotion/index.ts';
import { answered } from '../../../demand-view.ts';
import { showEvent } from '../../../event-view.ts';
import type { PageServerLoad } from './$types';

/** One event with its programme and who takes part: names only. A draft is nobody's business. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { app, lang } = locals;
  const db = await app.reader();
  const event = await answered(lang, getEvent(db, params.id));
  if (event.state === 'draft') error(404, { message: lang === 'vi' ? 'Không tìm thấy sự kiện.' : 'No such event.', code: 'not_found' });
  const [programme, people] = await Promise.all([listProgramme(db, event.id), listParticipants(db, event.id, 'confirmed')]);
  const named = (side: 'firm' | 'buyer') =>
    people
      .filter((p) => p.side === side)
      .map(({ id, name, booth, producerId }) => ({
        id,
        name,
        booth,
        page: producerId && app.catalogue.producer(producerId) ? producerId : null,
      }));
  return { event: showEvent(locals, event), programme, firms: named('firm'), buyers: named('buyer') };
};
