// What a buyer asks for.
import { z } from 'zod';
import { NOT_A_DAY } from '#server/platform/refusal.ts';
import { isDay } from '#shared/dates.ts';
import { PAPERS, UNITS } from '../tables.ts';

const MOST = 1e9;
export const MAX_DELIVERIES = 60;
const text = (most: number) => z.string().trim().normalize('NFC').max(most);
const day = z.string().refine(isDay, NOT_A_DAY);
const fraction = z.number().gt(0).max(1);

export const demandInput = z
  .strictObject({
    organisation: z.string(),
    title: text(160).min(3),
    wanted: text(120),
    set: z.number().int().min(1).max(26).nullable(),
    specification: text(4000),
    unit: z.enum(UNITS),
    deliveries: z
      .array(
        z.strictObject({
          dueOn: day,
          quantity: z.number().gt(0).max(MOST),
          store: z.string().nullable(),
          place: text(200),
          province: text(2).nullable(),
        }),
      )
      .min(1)
      .max(MAX_DELIVERIES),
    ceilingPrice: z.number().int().min(0).max(1e12).nullable(),
    minStar: z.union([z.literal(3), z.literal(4), z.literal(5)]),
    papers: z.array(z.enum(PAPERS)).max(PAPERS.length),
    packing: text(500),
    /** What goods must meet to enter the buyer's shelves, in the buyer's own words. */
    checklist: z.array(text(300).min(1)).max(40).default([]),
    maxSuppliers: z.number().int().min(1).max(10_000).nullable(),
    maxShare: fraction.nullable(),
    smallShare: z.number().min(0).max(1).nullable(),
    allowShort: z.boolean(),
    needsInvoice: z.boolean(),
    visibility: z.enum(['public', 'private']),
    invited: z.array(z.string().max(20)).max(2000),
    sealed: z.boolean(),
    repeats: z.enum(['monthly', 'quarterly']).nullable(),
    closesOn: day,
    profile: text(40).nullable(),
    language: z.enum(['vi', 'en']),
  })
  .refine((d) => d.wanted !== '' || d.set !== null, {
    path: ['wanted'],
    message: 'A product set or words are needed.',
    params: { vi: 'Ghi hàng cần mua hoặc chọn bộ sản phẩm.' },
  })
  .refine((d) => d.visibility === 'public' || d.invited.length > 0, {
    path: ['invited'],
    message: 'A private demand names whom it invites.',
    params: { vi: 'Nhu cầu riêng phải nêu chủ thể được mời.' },
  })
  .refine((d) => d.maxShare === null || d.maxSuppliers === null || d.maxShare * d.maxSuppliers >= 1, {
    path: ['maxShare'],
    message: 'That many suppliers with such a share cannot fill the order.',
    params: { vi: 'Chừng đó nhà cung cấp, mỗi bên chừng đó phần, không đủ đơn.' },
  });
export type DemandInput = z.input<typeof demandInput>;

export const offerInput = z.strictObject({
  demandId: z.string(),
  productId: z.string(),
  unitPrice: z.number().int().min(0).max(1e12),
  quantity: z.number().gt(0).max(MOST),
  /** Most per delivery; empty = no limit but the whole. */
  byDelivery: z.record(z.string(), z.number().min(0).max(MOST)),
  minLot: z.number().min(0).max(MOST),
  lotStep: z.number().gt(0).max(MOST).nullable(),
  note: text(1000),
});
export type OfferInput = z.infer<typeof offerInput>;
