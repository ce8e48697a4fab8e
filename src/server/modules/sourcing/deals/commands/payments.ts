// Money as it was paid: the buyer to the lead, the lead to each producer. Nothing is moved here; it is written down once.
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { conflict, refused } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { showNumber } from '#shared/messages/index.ts';
import { isLink } from '../../pools/link-actor.ts';
import { linesOf } from '../queries/lines-of.ts';
import { dueOf, payouts } from '../rules/money.ts';
import { assertActsFor, assertBuys, assertDay, cleanText, lockAgreement } from './agreement-of.ts';

export type PaymentInput = {
  agreementId: string;
  /** Left out: the buyer to the lead. */
  producerId?: string | undefined;
  amount: number;
  day: string;
  /** The transfer's reference; it tells payments apart, the same one twice is one payment. */
  reference: string;
};

/**
 * A payment that was made. The buyer pays at most the contract (or what was accepted, when that is more); the lead pays a producer at most what
 * was accepted of it.
 */
export async function recordPayment(ctx: Ctx, input: PaymentInput, ground: Ground): Promise<{ id: string }> {
  const reference = cleanText(input.reference, 60);
  if (!reference) throw refused('reference', 'Hãy ghi số giao dịch.', 'Give the reference of the transfer.');
  if (!(Number.isSafeInteger(input.amount) && input.amount > 0)) throw refused('amount', 'Số tiền không đúng.', 'The amount does not fit.');
  return transact(ctx.db, async (tx) => {
    const agreement = await lockAgreement(tx, input.agreementId);
    const lead = agreement.lead_producer_id;
    if (input.producerId === undefined) assertBuys(ground, ctx, agreement.organisation_id);
    else assertActsFor(ground, ctx, lead ?? '');
    if (agreement.kind !== 'contract' || agreement.signed_on === null)
      throw conflict('Hợp đồng chưa được hai bên ký.', 'The contract is not signed by both sides.');
    assertDay('day', input.day, dayOf(ctx.now), agreement.signed_on);
    const paid = await tx.selectFrom('sourcing.payment').selectAll().where('agreement_id', '=', agreement.id).execute();
    const same = paid.filter((p) => p.producer_id === (input.producerId ?? null));
    const before = same.find((p) => p.reference === reference);
    if (before) {
      if (before.amount === input.amount && before.paid_on === input.day) return { id: before.id };
      throw conflict('Số giao dịch này đã ghi với nội dung khác.', 'This reference was recorded already, and otherwise.');
    }
    const lines = await linesOf(tx, agreement.id);
    const most = input.producerId === undefined ? Math.max(agreement.amount, dueOf(lines)) : (payouts(lines).get(input.producerId) ?? 0);
    const left = most - same.reduce((sum, p) => sum + p.amount, 0);
    if (input.amount > left)
      throw refused(
        'amount',
        `Nhiều hơn số còn phải trả (${showNumber(left, 'vi')} đ).`,
        `More than is still due (${showNumber(left, 'en')} VND).`,
      );
    const id = newId();
    await tx
      .insertInto('sourcing.payment')
      .values({
        ...{ id, agreement_id: agreement.id, producer_id: input.producerId ?? null, amount: input.amount, paid_on: input.day },
        ...{ reference, recorded_by: ctx.actor.id, recorded_at: ctx.now },
      })
      .execute();
    await recordAct(tx, ctx, {
      verb: 'record_payment',
      subjectKind: 'agreement',
      subjectId: agreement.id,
      detail: { id, to: input.producerId ?? lead, amount: input.amount, day: input.day, reference },
    });
    const to = input.producerId ?? lead;
    if (to)
      await notify(tx, {
        to: { producer: to },
        kind: 'payment',
        key: `paid ${id}`,
        subject: { vi: `Đã chuyển tiền: ${agreement.number}`, en: `A payment was made: ${agreement.number}` },
        text: {
          vi: `${showNumber(input.amount, 'vi')} đ, số giao dịch ${reference}. Xem bảng chi trả ở trang hợp đồng.`,
          en: `${showNumber(input.amount, 'en')} VND, reference ${reference}. The contract’s page has the payout statement.`,
        },
        href: `/my/hop-dong/${agreement.id}`,
        now: ctx.now,
      });
    return { id };
  });
}

/**
 * Where a producer wants its money. Stated by whoever acts for it; the last one counts. The holder of a link states the first one only: a link
 * that went astray must not send money elsewhere.
 */
export async function stateAccountNumber(
  ctx: Ctx,
  input: { producerId: string; bin: string; number: string; holder: string },
  ground: Ground,
): Promise<void> {
  assertActsFor(ground, ctx, input.producerId);
  const number = input.number.replace(/[\s.-]/g, '');
  const holder = cleanText(input.holder, 100);
  if (!/^\d{6}$/.test(input.bin)) throw refused('bin', 'Mã ngân hàng gồm 6 chữ số.', 'A bank is named by six digits.');
  if (!/^[0-9A-Za-z]{4,19}$/.test(number)) throw refused('number', 'Số tài khoản không đúng.', 'The account number does not fit.');
  if (!holder) throw refused('holder', 'Hãy ghi tên chủ tài khoản.', 'Give the name of the holder.');
  const row = { bank_bin: input.bin, number, holder, stated_by: ctx.actor.id, stated_at: ctx.now };
  await transact(ctx.db, async (tx) => {
    if (isLink(ctx.actor)) {
      const known = await tx
        .selectFrom('sourcing.account_number')
        .selectAll()
        .where('producer_id', '=', input.producerId)
        .executeTakeFirst();
      if (known && (known.bank_bin !== input.bin || known.number !== number))
        throw conflict(
          'Đã khai tài khoản khác. Muốn đổi, hãy đăng nhập hoặc nhờ cán bộ xúc tiến thương mại.',
          'Another account is stated. To change it, sign in or ask a promotion officer.',
        );
    }
    await tx
      .insertInto('sourcing.account_number')
      .values({ producer_id: input.producerId, ...row })
      .onConflict((c) => c.column('producer_id').doUpdateSet(row))
      .execute();
    // the number itself stays out of the record
    await recordAct(tx, ctx, {
      verb: 'state_account_number',
      subjectKind: 'producer',
      subjectId: input.producerId,
      detail: { bin: input.bin, last: number.slice(-3) },
    });
  });
}
