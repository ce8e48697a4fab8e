// What a producer states about its supply.
import { z } from 'zod';
import { NOT_A_DAY } from '#server/platform/refusal.ts';
import { isDay } from '#shared/dates.ts';
import { PAPERS, UNITS } from '../tables.ts';

const MOST = 1e9;
const quantity = z.number().min(0).max(MOST);
const price = z.number().int().min(0).max(1e12);
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const text = (most: number) => z.string().trim().normalize('NFC').max(most);
const day = z.string().refine(isDay, NOT_A_DAY);

export const supplyInput = z
  .strictObject({
    productId: z.string(),
    unit: z.enum(UNITS),
    stock: quantity,
    unitPrice: price,
    minLot: quantity,
    lotStep: quantity.gt(0).nullable(),
    leadDays: z.number().int().min(0).max(365),
    packs: z.array(z.strictObject({ quantity: quantity.gt(0), label: text(60).min(1) })).max(10),
    published: z.boolean(),
    /** 'YYYY-MM' → quantity; what is not listed stays as it was. */
    months: z.record(z.string().regex(MONTH), quantity),
    tiers: z.array(z.strictObject({ from: quantity.gt(0), unitPrice: price })).max(10),
  })
  .refine((s) => s.tiers.every((t) => t.unitPrice <= s.unitPrice), {
    path: ['tiers'],
    message: 'A tier is not dearer than the price.',
    params: { vi: 'Giá theo bậc không được cao hơn giá bán buôn.' },
  })
  .refine((s) => new Set(s.tiers.map((t) => t.from)).size === s.tiers.length, {
    path: ['tiers'],
    message: 'Two tiers begin at the same quantity.',
    params: { vi: 'Hai bậc giá bắt đầu từ cùng một lượng.' },
  });
export type SupplyInput = z.infer<typeof supplyInput>;

export const paperInput = z
  .strictObject({
    producerId: z.string(),
    productId: z.string().nullable(),
    kind: z.enum(PAPERS),
    number: text(80),
    issuer: text(200),
    validFrom: day.nullable(),
    validUntil: day.nullable(),
  })
  .refine((p) => !p.validFrom || !p.validUntil || p.validFrom <= p.validUntil, {
    path: ['validUntil'],
    message: 'The last day comes before the first.',
    params: { vi: 'Ngày hết hạn trước ngày bắt đầu.' },
  });
export type PaperInput = z.infer<typeof paperInput>;
