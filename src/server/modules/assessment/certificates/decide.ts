// The decision, the recognition and the certificate: one transaction, or nothing.
import { recordAct } from '#server/modules/audit/index.ts';
import { type Ground, NATION } from '#server/modules/identity/index.ts';
import { endExtension, grantRecognition, registerProduct } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { conflict, type Fault, fault } from '#server/platform/errors.ts';
import { addDays, dayOf, isDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { printedTotal } from '../councils/rules/conclude.ts';
import { type Dossier, type MoveInput, moveDossier } from '../dossiers/moving.ts';
import { refuseIf } from '../request.ts';
import { currentStar } from './current-star.ts';
import { type Verdict, verdictOf } from './outcome.ts';

export type DecisionInput = MoveInput & {
  /** Not needed where no star is given. */
  decisionNo?: string | undefined;
  decidedOn: string;
  /** First day of the certificate; the day of the decision when left out. */
  validFrom?: string | undefined;
};
export type Decided = { outcome: Verdict['outcome']; certificateNo: string | null; productId: string | null };
type Units = Omit<Ground, 'province'> & { province(code: string, map: 34): { fullName: string } | undefined };

const FIRST_DAY_AT_MOST = 30;

/** The star follows from the council's result alone; nobody types it. */
export async function decide(ctx: Ctx, input: DecisionInput, ground: Units): Promise<Decided> {
  return moveDossier(ctx, ground, input, 'decide', async (tx, dossier, [step]) => {
    const level = step?.at === 'nation' ? ('nation' as const) : ('province' as const);
    const today = dayOf(ctx.now);
    const hearing = await lastHearing(tx, dossier);
    const { decidedOn } = input;
    const validFrom = input.validFrom ?? decidedOn;
    refuseIf(dayFaults(decidedOn, validFrom, hearing.closedOn, today), {
      vi: 'Chưa ghi được quyết định.',
      en: 'The decision cannot be recorded.',
    });

    const verdict = verdictOf({
      state: dossier.state,
      kind: dossier.kind,
      star: hearing.result.star,
      currentStar: await currentStar(tx, dossier.product_id, decidedOn),
    });
    const decisionNo = input.decisionNo?.trim().normalize() || null;
    refuseIf(numberFaults(decisionNo, verdict.outcome, hearing.result.star));

    const issuer =
      level === 'nation' ? 'Bộ Nông nghiệp và Môi trường' : `UBND ${small(ground.province(dossier.province_code, 34)?.fullName ?? '')}`;
    const decision = newId();
    await tx
      .insertInto('assessment.decision')
      .values({
        id: decision,
        dossier_id: dossier.id,
        hearing_id: hearing.id,
        level,
        outcome: verdict.outcome,
        decision_no: decisionNo,
        issuer: decisionNo ? issuer : null,
        decided_on: decidedOn,
        total: hearing.result.total,
        recorded_at: ctx.now,
        recorded_by: ctx.actor.id,
      })
      .execute();
    const { grant } = verdict;
    const productId = grant ? (dossier.product_id ?? (await newProduct(tx, ctx, dossier))) : dossier.product_id;
    const certificateNo =
      grant && productId && decisionNo
        ? await certify(tx, ctx, {
            unit: level === 'nation' ? NATION : dossier.province_code,
            decision,
            dossier: dossier.id,
            term: { productId, ...grant, score: printedTotal(hearing.result.total), decisionNo, decidedOn, issuer, validFrom },
          })
        : null;
    const { outcome } = verdict;
    // a late filing kept its effect to this decision and no longer
    const extensionEnded =
      dossier.kind === 'reassessment' &&
      outcome === 'none' &&
      productId !== null &&
      (await endExtension(tx, ctx, { productId, decidedOn }));
    return {
      to: verdict.to,
      set: { product_id: productId, ...(outcome === 'approved_for_centre' || outcome === 'back_to_province' ? {} : { outcome }) },
      note: decisionNo ?? undefined,
      detail: {
        decision,
        outcome,
        decisionNo,
        decidedOn,
        total: hearing.result.total,
        certificateNo,
        ...(extensionEnded ? { extensionEnded } : {}),
      },
      result: { outcome, certificateNo, productId },
    };
  });
}

/** A decision follows its council and is not of the future; its certificate begins within thirty days of it. */
function dayFaults(decidedOn: string, validFrom: string, closedOn: string, today: string): Fault[] {
  const faults: Fault[] = [];
  if (!isDay(decidedOn)) faults.push(fault('decidedOn', 'invalid', 'Ngày quyết định không đúng.', 'The day of the decision is not a day.'));
  else if (decidedOn < closedOn)
    faults.push(
      fault('decidedOn', 'before_council', 'Ngày quyết định trước ngày hội đồng kết luận.', 'The decision is dated before the council.'),
    );
  else if (decidedOn > today)
    faults.push(fault('decidedOn', 'future', 'Ngày quyết định ở tương lai.', 'The decision is dated in the future.'));
  if (!isDay(validFrom) || validFrom < decidedOn || validFrom > addDays(decidedOn, FIRST_DAY_AT_MOST))
    faults.push(fault('validFrom', 'invalid', 'Ngày hiệu lực không đúng.', 'The first day of the certificate does not fit.'));
  return faults;
}

function numberFaults(decisionNo: string | null, outcome: Verdict['outcome'], star: number): Fault[] {
  if (!decisionNo && outcome !== 'none' && outcome !== 'back_to_province')
    return [fault('decisionNo', 'required', 'Cần số quyết định.', 'The number of the decision is needed.')];
  if (decisionNo && star < 3 && outcome === 'none')
    return [
      fault(
        'decisionNo',
        'below_three_stars',
        'Dưới 3 sao không có quyết định công nhận và giấy chứng nhận (Điều 4.1): để trống số quyết định.',
        'Below three stars there is no decision of recognition and no certificate (Điều 4.1): leave the number empty.',
      ),
    ];
  return [];
}

/** Puts the star into the register and issues its certificate; returns the certificate's number. */
async function certify(
  tx: Tx,
  ctx: Ctx,
  { unit, decision, dossier, term }: { unit: string; decision: string; dossier: string; term: Parameters<typeof grantRecognition>[2] },
): Promise<string> {
  const { productId, star, potentialFive, validFrom } = term;
  const { validUntil, productVersion } = await grantRecognition(tx, ctx, term);
  const no = await nextNumber(tx, unit, validFrom.slice(0, 4));
  await tx
    .insertInto('assessment.certificate')
    .values({
      no,
      decision_id: decision,
      dossier_id: dossier,
      product_id: productId,
      product_version: productVersion,
      star,
      potential_five: potentialFive,
      valid_from: validFrom,
      valid_until: validUntil,
      issued_at: ctx.now,
    })
    .execute();
  const detail = { decision, dossier, product: productId, star, validFrom, validUntil };
  await recordAct(tx, ctx, { verb: 'issue_certificate', subjectKind: 'certificate', subjectId: no, detail });
  return no;
}

const small = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
const newProduct = async (tx: Tx, ctx: Ctx, d: Dossier): Promise<string> =>
  (
    await registerProduct(tx, ctx, {
      producerId: d.producer_id,
      name: d.product_name,
      set: d.set_no,
      communeCode: d.commune_code,
      provinceCode: d.province_code,
    })
  ).id;

/** The hearing that is decided on: the latest one, closed; a file that came back from the centre is decided on the centre's. */
async function lastHearing(tx: Tx, dossier: Dossier) {
  const hearing = await tx
    .selectFrom('assessment.hearing')
    .select(['id', 'state', 'result', 'closed_on'])
    .where('dossier_id', '=', dossier.id)
    .where('second_of', 'is', null)
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  if (hearing?.state !== 'closed' || !hearing.result || !hearing.closed_on)
    throw conflict('Hội đồng chưa kết luận về hồ sơ này.', 'The council has not concluded on this dossier.');
  const second = await tx
    .selectFrom('assessment.hearing')
    .select('id')
    .where('second_of', '=', hearing.id)
    .where('state', '=', 'scoring')
    .executeTakeFirst();
  if (second) throw conflict('Hồ sơ đang được chấm lại ẩn danh, chưa xong.', 'The blind second scoring of this dossier is still open.');
  return { id: hearing.id, result: hearing.result, closedOn: hearing.closed_on };
}

/** Unit, year, running number: unique and fit for addresses. The counter's row lock keeps the numbers without gaps. */
async function nextNumber(tx: Tx, unit: string, year: string): Promise<string> {
  const name = `certificate-${unit}-${year}`;
  const { last } = await tx
    .insertInto('assessment.counter')
    .values({ name, last: 1 })
    .onConflict((c) => c.column('name').doUpdateSet((e) => ({ last: e('assessment.counter.last', '+', 1) })))
    .returning('last')
    .executeTakeFirstOrThrow();
  return `${unit}-${year}-${String(last).padStart(5, '0')}`;
}
