import { expect, it } from 'vitest';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { officer, putProduct, putTerm } from '../../../../tests/support/recognised.ts';
import { listNewReports, readReportPhoto, takeReport } from './index.ts';

const base = testDatabase();
const at = '2026-11-21T08:00:00+07:00';

it('keeps a report’s photo for whoever inspects in the province, and for nobody else', async () => {
  const ground = await loadTerritory(base.db);
  const productId = await putProduct(base.db, 1, '08');
  await putTerm(base.db, productId, 4, '2025-01-10', '2028-01-10');
  const photo = { bytes: new Uint8Array([0xff, 0xd8, 0xff, 1, 2]), type: 'image/jpeg', sha256: 'a'.repeat(64) };
  const { id } = await takeReport(testCtx(base.db, at), { productId, kind: 'fake', text: 'Nghi giả' }, photo);
  const plain = await takeReport(testCtx(base.db, at), { productId, kind: 'label', text: 'Nhãn mờ' });
  const found = Object.fromEntries((await listNewReports(base.db, '08')).map((r) => [r.id, r.photo]));
  expect(found).toEqual({ [id]: true, [plain.id]: false });
  const as = (unit: string) => testCtx(base.db, at, officer(`i${unit}`, 'inspector', unit));
  expect([...(await readReportPhoto(as('08'), id, ground)).bytes]).toEqual([...photo.bytes]);
  await expect(readReportPhoto(as('01'), id, ground)).rejects.toThrow('forbidden');
  await expect(readReportPhoto(as('08'), plain.id, ground)).rejects.toThrow('not_found');
});
