import { error } from '@sveltejs/kit';
import { evidenceStore, isPaperKind, keepPaper, listVault, PAPER_KINDS } from '#server/modules/assessment/index.ts';
import { STATE_NAMES } from '#shared/messages/dossiers.ts';
import { vaultWords } from '#shared/messages/vault.ts';
import { act, requestKey } from '../../act.ts';
import { registeredProducers } from '../own-producers.ts';
import { personOf } from '../person.ts';
import type { Actions, PageServerLoad } from './$types';

/** The vault of one of one's producers; `?chu-the=` chooses when there are several. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const person = personOf(locals);
  const producers = (await registeredProducers(locals)).map(({ id, name }) => ({ id, name }));
  const asked = url.searchParams.get('chu-the');
  const producer = asked === null ? producers[0] : producers.find((p) => p.id === asked);
  if (asked !== null && !producer)
    error(404, { message: lang === 'vi' ? 'Không tìm thấy chủ thể.' : 'No such producer.', code: 'not_found' });
  const papers = producer ? await listVault(app.ctx(person), producer.id, app.territory) : [];
  return {
    producers,
    producer: producer ?? null,
    papers: papers.map((p) => ({ ...p, uses: p.uses.map((u) => ({ ...u, state: STATE_NAMES[u.state][lang] })) })),
    kinds: PAPER_KINDS.map((value) => ({ value, label: vaultWords(lang).kinds[value] })),
    requestId: requestKey(),
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      async (sent) => {
        const { app } = event.locals;
        const file = sent.form.get('file');
        const given = file instanceof File ? file : undefined;
        const bytes = new Uint8Array((await given?.arrayBuffer()) ?? []);
        const kind = sent.of('kind');
        const paper = {
          producerId: sent.of('producer'),
          name: given?.name ?? '',
          bytes,
          kind: isPaperKind(kind) ? kind : undefined,
          expiresOn: sent.maybe('expiresOn'),
          replaces: sent.maybe('replaces'),
          requestId: sent.key,
        };
        await keepPaper(sent.ctx, paper, app.territory, evidenceStore(app.config));
        return paper.producerId;
      },
      (producer: string) => `${event.url.pathname}?${new URLSearchParams({ 'chu-the': producer, xong: '1' })}`,
    ),
};
