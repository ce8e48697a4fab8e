import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../tests/support/database.ts';

const database = testDatabase();

it('refuses a character that no text can keep as bad input, in text and in JSON, and nothing else', async () => {
  const refused = { name: 'AppError', code: 'invalid' };
  await expect(sql`select ${'a\0b'}::text`.execute(database.db)).rejects.toMatchObject(refused);
  await expect(sql`select ${JSON.stringify({ a: '\0' })}::jsonb`.execute(database.db)).rejects.toMatchObject(refused);
  await expect(sql`select ${JSON.stringify('\ud800')}::jsonb`.execute(database.db)).rejects.toThrow();
  await expect(sql`select ${'x'}::date`.execute(database.db)).rejects.toMatchObject({ code: '22007' });
  const { rows } = await sql<{ t: string }>`select ${'ờ'}::text as t`.execute(database.db);
  expect(rows).toEqual([{ t: 'ờ' }]);
});
