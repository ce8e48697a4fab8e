// What a person answered once, where a list alone cannot say which producer, product or unit a row means.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { nameKey, productKey } from '../rules/names.ts';
import type { RowFacts } from './read-row.ts';

export type Answer = { choice: 'producer' | 'product' | 'unit'; id: string } | { choice: 'new' | 'leave_out' };
/** By question. */
export type Answers = ReadonlyMap<string, Answer>;
/** What a question is about, as the list writes it. */
export type About = { product: string; producer: string; place: string };

/** Which answers fit which reason; a contradiction inside a list is mended in the list. */
export const CHOICES: Record<string, readonly Answer['choice'][]> = {
  producer_twice: ['producer', 'new', 'leave_out'],
  same_name_elsewhere: ['producer', 'new', 'leave_out'],
  place_ambiguous: ['unit', 'leave_out'],
  product_marks: ['product', 'new', 'leave_out'],
  code_conflict: ['product', 'leave_out'],
  contradiction: ['leave_out'],
};
/** Questions about a producer or a place are answered once for all its rows. */
const OF_PRODUCER = new Set(['producer_twice', 'same_name_elsewhere', 'place_ambiguous']);

/** The same words ask the same question, in whatever file and row they stand. */
export function questionOf(facts: RowFacts, reason: string): string {
  const { address, commune, district, province, unitCode } = facts.place;
  const words = [reason, nameKey(facts.producer.name), facts.producer.name, address, commune, district, province, unitCode];
  if (!OF_PRODUCER.has(reason)) words.push(productKey(facts.name), facts.name, facts.code, facts.oldCode);
  if (reason === 'contradiction') words.push(JSON.stringify(facts.rounds));
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 32);
}

export const aboutOf = ({ name, producer, place }: RowFacts): About => ({
  product: name,
  producer: producer.name,
  place: [place.address, place.commune, place.district, place.province].filter(Boolean).join(', '),
});

export async function loadAnswers(db: Db): Promise<Answers> {
  type Row = { question: string; choice: Answer['choice']; id: string | null };
  const { rows } = await sql<Row>`select question, choice, chosen_id as id from registry.list_answer`.execute(db);
  return new Map(rows.map(({ question, choice, id }) => [question, (id === null ? { choice } : { choice, id }) as Answer]));
}
