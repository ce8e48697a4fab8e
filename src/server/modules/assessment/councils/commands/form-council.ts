import { randomBytes } from 'node:crypto';
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { fault } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { once, refuseIf } from '../../request.ts';
import { DEFAULT_SETTINGS, type Settings } from '../rules/conclude.ts';
import { commitment } from '../rules/draw.ts';
import '../../tables.ts';

export type NewCouncil = {
  unit: string;
  name: string;
  /** The paper that sets it up and its rules of procedure. */
  regulation: string;
  /** By login name; `second` = sits only for blind second scorings. */
  members: { account: string; name: string; chair?: boolean | undefined; second?: boolean | undefined }[];
  settings?: Partial<Settings> | undefined;
  requestId?: string | undefined;
};

/** A council is set up by the Chair of the province, or for the centre by the Minister, with its regulation's numbers (Điều 5). */
export async function formCouncil(ctx: Ctx, input: NewCouncil, ground: Ground): Promise<{ id: string }> {
  const today = dayOf(ctx.now);
  const verb = input.unit === NATION ? 'decide_centre' : 'decide';
  return once(ctx, { verb: 'form_council', key: input.requestId, subject: { kind: 'unit', id: input.unit } }, async (tx) => {
    assertMay(ground, ctx.actor, verb, { unit: input.unit }, today);
    const settings = { ...DEFAULT_SETTINGS, ...input.settings };
    const [name, regulation] = [input.name.trim().normalize(), input.regulation.trim().normalize()];
    const firsts = input.members.filter((m) => !m.second);
    const seconds = input.members.length - firsts.length;
    const chairs = firsts.filter((m) => m.chair).length;
    refuseIf(
      [
        ...(name ? [] : [fault('name', 'required', 'Cần tên hội đồng.', 'The council needs a name.')]),
        ...(regulation ? [] : [fault('regulation', 'required', 'Cần quyết định thành lập.', 'Name the paper that sets it up.')]),
        ...(chairs === 1 ? [] : [fault('members', 'invalid', 'Hội đồng có đúng một chủ tịch.', 'A council has exactly one chair.')]),
        ...(firsts.length >= 3 ? [] : [fault('members', 'too_few', 'Hội đồng cần ít nhất ba người.', 'A council needs three members.')]),
        ...(seconds === 1
          ? [fault('members', 'too_few', 'Chấm lại ẩn danh cần ít nhất hai người.', 'A second scoring needs two members.')]
          : []),
        ...(new Set(input.members.map((m) => m.account)).size === input.members.length
          ? []
          : [fault('members', 'twice', 'Có người được nêu hai lần.', 'Somebody is named twice.')]),
        ...(settings.quorum > 0 &&
        settings.quorum <= 1 &&
        (settings.spread === null || settings.spread >= 0) &&
        settings.secondShare >= 0 &&
        settings.secondShare <= 1 &&
        settings.secondLimit >= 0
          ? []
          : [fault('settings', 'invalid', 'Số liệu quy chế không đúng.', 'The numbers of the regulation do not fit.')]),
      ],
      { vi: 'Chưa lập được hội đồng.', en: 'The council cannot be formed.' },
    );
    const id = newId();
    const seed = randomBytes(24).toString('hex');
    await tx
      .insertInto('assessment.council')
      .values({
        id,
        unit: input.unit,
        name,
        regulation,
        settings: JSON.stringify(settings),
        second_seed: seed,
        formed_on: today,
        formed_by: ctx.actor.id,
        created_at: ctx.now,
      })
      .execute();
    await tx
      .insertInto('assessment.council_member')
      .values(
        input.members.map((m) => ({
          council_id: id,
          account: m.account,
          name: m.name,
          chair: m.chair === true,
          second: m.second === true,
        })),
      )
      .execute();
    const detail = { unit: input.unit, settings, members: firsts.length, seconds, seedSha256: commitment(seed) };
    await recordAct(tx, ctx, { verb: 'form_council', subjectKind: 'council', subjectId: id, detail });
    return { id };
  });
}
