import { beforeAll, expect, it } from 'vitest';
import { transact } from '#server/platform/db.ts';
import { newId } from '#shared/ids.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { currentChange, endRecognition, grantRecognition, readFacts, registerProduct, standing } from '../index.ts';

const database = testDatabase();
const producerId = newId();
beforeAll(async () => {
  const nowhere = {
    address_written: null,
    commune_written: null,
    district_written: null,
    province_written: null,
    mapped_by: null,
    mapped_at: null,
  };
  await database.db
    .insertInto('registry.producer')
    .values({
      ...nowhere,
      id: producerId,
      name: 'Tổ hợp tác Thử nghiệm',
      name_key: 'thu nghiem',
      type: 'cooperative_group',
      type_stated: null,
      place_key: '00001',
      representative: null,
      phone: null,
      commune_code: null,
      province_code: '01',
      old_province_code: null,
      lat: null,
      lng: null,
    })
    .execute();
});

const inTx = <T>(work: (tx: Parameters<Parameters<typeof transact>[1]>[0]) => Promise<T>) => transact(database.db, work);
const product = () =>
  inTx((tx) =>
    registerProduct(tx, testCtx(database.db), { producerId, name: ' Mật  ong ', set: 4, communeCode: '00004', provinceCode: '01' }),
  ).then((p) => p.id);
const grant = (productId: string, validFrom: string, star: 3 | 4 | 5 = 4) =>
  inTx((tx) =>
    grantRecognition(tx, testCtx(database.db), {
      productId,
      star,
      potentialFive: false,
      score: 80,
      decisionNo: '15/QĐ-UBND',
      decidedOn: validFrom,
      issuer: 'UBND thành phố Hà Nội',
      validFrom,
    }),
  );
const factsOf = async (id: string) => {
  for await (const [facts] of readFacts(database.db, [id])) return facts;
  return undefined;
};

it('gives 36 months, to the last day of a shorter month, and moves the change number', async () => {
  const id = await product();
  const before = await currentChange(database.db);
  expect(await grant(id, '2025-02-28')).toEqual({ validUntil: '2028-02-28', productVersion: 1 });
  expect((await grant(await product(), '2024-02-29')).validUntil).toBe('2027-02-28');
  expect(await currentChange(database.db)).toBeGreaterThan(before);
  expect(await factsOf(id)).toMatchObject({ group: 'I', set: 4, recognitions: [{ star: 4, decisionNo: '15/QĐ-UBND' }] });
});

it('supersedes what is in force on the day, also what was extended, and leaves what is over', async () => {
  const id = await product();
  await grant(id, '2019-05-01', 3);
  await grant(id, '2023-01-10');
  await database.db
    .updateTable('registry.recognition')
    .set({ extended_until: '2026-03-01' })
    .where('valid_from', '=', '2023-01-10')
    .execute();
  await grant(id, '2026-02-01', 5);
  const facts = await factsOf(id);
  expect(facts?.recognitions.map((r) => [r.star, r.endedOn, r.endedBy])).toEqual([
    [3, null, null],
    [4, '2026-02-01', 'superseded'],
    [5, null, null],
  ]);
  expect(standing(facts?.recognitions ?? [], '2026-02-01')).toMatchObject({ status: 'valid', current: { star: 5 } });
});

it('refuses a second star on the same day, one before the newest, and a product that nobody knows', async () => {
  const id = await product();
  await grant(id, '2026-01-01');
  await expect(grant(id, '2026-01-01', 5)).rejects.toMatchObject({ code: 'conflict' });
  await expect(grant(id, '2025-12-31', 3)).rejects.toMatchObject({ code: 'conflict' });
  await expect(grant('00000000', '2026-01-01')).rejects.toMatchObject({ code: 'not_found' });
  expect((await factsOf(id))?.recognitions).toHaveLength(1);
});

it('refuses a star dated before a withdrawal, which stands as it was; one from that day on is given', async () => {
  const id = await product();
  await grant(id, '2025-01-01');
  await inTx((tx) =>
    endRecognition(tx, testCtx(database.db), {
      productId: id,
      endedOn: '2026-03-10',
      endedBy: 'revoked',
      cause: 'Hồ sơ giả',
      decidedOn: '2026-03-10',
    }),
  );
  await expect(grant(id, '2026-03-09', 3)).rejects.toMatchObject({
    code: 'conflict',
    faults: [{ path: 'validFrom', code: 'before_revocation' }],
  });
  expect((await factsOf(id))?.recognitions).toMatchObject([{ endedOn: '2026-03-10', endedBy: 'revoked' }]);
  await grant(id, '2026-03-10', 3);
  expect((await factsOf(id))?.recognitions).toHaveLength(2);
});

it('gives one of many at once', async () => {
  const id = await product();
  const all = await Promise.allSettled(Array.from({ length: 12 }, () => grant(id, '2026-01-01')));
  expect(all.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
  expect((await factsOf(id))?.recognitions).toHaveLength(1);
});
