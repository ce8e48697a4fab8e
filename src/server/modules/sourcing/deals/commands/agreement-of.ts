// What the commands share: the agreement, locked first, and who stands on which side.
import { assertMay, type Ground, may } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { notFound, refused } from '#server/platform/errors.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { assertBuysFor, buysFor } from '../../rights.ts';

export const actsFor = (ground: Ground, ctx: Ctx, producer: string): boolean =>
  may(ground, ctx.actor, 'act_for_producer', { unit: 'VN', producer }, dayOf(ctx.now));
export const assertActsFor = (ground: Ground, ctx: Ctx, producer: string): void =>
  assertMay(ground, ctx.actor, 'act_for_producer', { unit: 'VN', producer }, dayOf(ctx.now));
export const assertBuys = (ground: Ground, ctx: Ctx, organisation: string): void =>
  assertBuysFor(ground, ctx.actor, organisation, dayOf(ctx.now));
export const buys = (ground: Ground, ctx: Ctx, organisation: string): boolean =>
  buysFor(ground, ctx.actor, dayOf(ctx.now)).some((o) => o.id === organisation);

/** Every command on an agreement locks it before its deliveries and shares: two people never cross. */
export async function lockAgreement(tx: Tx, id: string) {
  const found = await tx.selectFrom('sourcing.agreement').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!found) throw notFound(id, { vi: 'hợp đồng', en: 'contract' });
  return found;
}

/** The agreement of a delivery, locked, and the delivery. */
export async function lockDelivery(tx: Tx, id: string) {
  const found = await tx.selectFrom('sourcing.delivery').select('agreement_id').where('id', '=', id).executeTakeFirst();
  if (!found) throw notFound(id, { vi: 'đợt giao', en: 'delivery' });
  const agreement = await lockAgreement(tx, found.agreement_id);
  const delivery = await tx.selectFrom('sourcing.delivery').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
  return { agreement, delivery };
}

/** A day that exists, not of the future, not before `from`. */
export function assertDay(path: string, day: string, today: string, from?: string | null): void {
  if (!isDay(day) || day > today) throw refused(path, 'Ngày không đúng hoặc chưa tới.', 'The day is wrong or has not come.');
  if (from && day < from) throw refused(path, `Ngày này trước bước trước đó (${from}).`, `The day is before the step before it (${from}).`);
}

const MOST = 1e9;
/** Three decimals, not negative, not absurd. */
export function assertQuantity(path: string, quantity: number): number {
  if (!(Number.isFinite(quantity) && quantity >= 0 && quantity <= MOST))
    throw refused(path, 'Lượng không đúng.', 'The quantity does not fit.');
  return Math.round(quantity * 1000) / 1000;
}

export const cleanText = (text: string | undefined, longest: number): string => (text ?? '').trim().normalize('NFC').slice(0, longest);
