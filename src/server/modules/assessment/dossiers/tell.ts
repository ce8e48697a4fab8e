// Who hears that a dossier has moved: its producer when it comes back or is decided, the next office when it arrives there.
import type { Verb } from '#server/modules/identity/index.ts';
import { NATION } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { STATE_NAMES } from '#shared/messages/dossiers.ts';
import type { Place, State } from './rules/states.ts';

type Moved = {
  id: string;
  state: State;
  producer_id: string;
  producer_name: string;
  product_name: string;
  commune_code: string;
  province_code: string;
};

/** Who works on a dossier that arrives in a state. */
const OFFICE: Partial<Record<State, { at: Exclude<Place, 'producer'>; verb: Verb }>> = {
  submitted: { at: 'commune', verb: 'receive_dossier' },
  sent_to_province: { at: 'province', verb: 'check_dossier' },
  advisory_review: { at: 'province', verb: 'survey' },
  council: { at: 'province', verb: 'score' },
  approved_for_centre: { at: 'nation', verb: 'check_centre' },
  central_advisory: { at: 'nation', verb: 'check_centre' },
  central_council: { at: 'nation', verb: 'score_centre' },
  back_to_province: { at: 'province', verb: 'decide' },
};

/** `no` is the number of the move: with the dossier it names the event. */
export async function tellOfMove(tx: Tx, ctx: Ctx, d: Moved, no: number, note: string | undefined): Promise<void> {
  const kind = 'dossier';
  const key = `dossier ${d.id} ${no}`;
  const step = STATE_NAMES[d.state];
  const subject = { vi: `${d.product_name}: ${step.vi}`, en: `${d.product_name}: ${step.en}` };
  if (d.state === 'returned' || d.state === 'decided') {
    const text =
      d.state === 'returned'
        ? {
            vi: `Hồ sơ được trả lại để bổ sung.\n\n${note ?? ''}\n\nBổ sung xong, xin nộp lại; phần đã đủ giữ nguyên.`,
            en: `The dossier came back for completion.\n\n${note ?? ''}\n\nComplete it and send it again; what was in order stays.`,
          }
        : {
            vi: `Đã có quyết định về hồ sơ${note ? ` (${note})` : ''}. Kết quả và giấy chứng nhận nằm trong hồ sơ.`,
            en: `The dossier has been decided${note ? ` (${note})` : ''}. The result and the certificate are in the dossier.`,
          };
    await notify(tx, { to: { producer: d.producer_id }, kind, key, subject, text, href: `/my/ho-so/${d.id}`, now: ctx.now });
  }
  const office = OFFICE[d.state];
  if (!office) return;
  const unit = { commune: d.commune_code, province: d.province_code, nation: NATION }[office.at];
  const text = {
    vi: `Hồ sơ của ${d.producer_name} đã đến bước “${step.vi}” và chờ bạn xử lý.`,
    en: `The dossier of ${d.producer_name} has reached “${step.en}” and waits for you.`,
  };
  await notify(tx, { to: { unit, verb: office.verb }, kind, key, subject, text, href: `/desk/ho-so/${d.id}`, now: ctx.now });
}
