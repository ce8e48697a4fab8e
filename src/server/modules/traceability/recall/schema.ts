import { z } from 'zod';
import { isId } from '#shared/ids.ts';

const id = z.string().refine(isId);
const prose = z.string().trim().normalize().min(3).max(2000);
export const RECALL_LEVELS = ['health', 'quality', 'label'] as const;

export const OpenRecall = z.object({
  productId: id,
  lots: z.array(z.string().trim().toUpperCase().min(1).max(20)).min(1).max(200),
  level: z.enum(RECALL_LEVELS),
  reason: z.object({ vi: prose, en: prose.optional() }),
  advice: z.object({ vi: prose, en: prose.optional() }),
});
export const AnswerRecall = z.object({
  recallId: id,
  producer: z.string().min(1).max(20),
  answer: prose,
  quantity: z.coerce.number().min(0).max(1e9).optional(),
});
/** A holder is a producer, an entry of an address book, or a URI. */
export const NoteAnswer = AnswerRecall.omit({ producer: true }).extend({ holder: z.string().min(1).max(2000) });
export const CloseRecall = z.object({ recallId: id, report: prose, recovered: z.coerce.number().min(0).max(1e9).optional() });
