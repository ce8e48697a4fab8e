// What an import says about single rows, in both languages.
import type { Bilingual } from '#server/platform/errors.ts';

export type Rejection = { row: number; field: string; code: string; message: string; messageEn: string };
export type Warning = { row?: number; field?: string; code: string; message: string; messageEn: string };
/** What a person may choose from: producers, products or units. */
export type Choice = { kind: 'producer' | 'product' | 'unit'; id: string; name: string; place?: string };
export type NeedsPerson = {
  row: number;
  reason: string;
  message: string;
  messageEn: string;
  candidates: Choice[];
  /** Under which an answer is kept, and what the list says (answers.ts). */
  question?: string;
  about?: { product: string; producer: string; place: string };
};

export const rejection = (row: number, field: string, code: string, message: Bilingual): Rejection => ({
  row,
  field,
  code,
  message: message.vi,
  messageEn: message.en,
});

/** The same refusal, naming the cell that it is about where it does not yet. */
export const withCell = (refusal: Rejection, cell: string | undefined): Rejection =>
  cell === undefined || refusal.message.includes(`Ô ${cell}`)
    ? refusal
    : { ...refusal, message: `Ô ${cell}: ${refusal.message}`, messageEn: `Cell ${cell}: ${refusal.messageEn}` };

export const needsPerson = (row: number, reason: string, message: Bilingual, candidates: Choice[]): NeedsPerson => ({
  row,
  reason,
  message: message.vi,
  messageEn: message.en,
  candidates: candidates.slice(0, 20),
});

export const warning = (code: string, message: Bilingual, at: { row?: number; field?: string } = {}): Warning => ({
  ...at,
  code,
  message: message.vi,
  messageEn: message.en,
});
