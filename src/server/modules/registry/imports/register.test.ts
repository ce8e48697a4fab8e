import { expect, it } from 'vitest';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { transact } from '#server/platform/db.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { nameKey } from '../rules/names.ts';
import { importProducts } from './import-products.ts';
import { loadRegister, type Sought } from './register.ts';

const base = testDatabase();

it('holds what a list may be about: producers by name, by the code of a product, by an id; all that is theirs, and nobody else', async () => {
  const file = Buffer.from(
    [
      'product_code,name,producer,commune,district,province,stars,decision_no,decision_date',
      '19-5432-1-2024,Chè,HTX Một,Xã Tân Cương,Thành phố Thái Nguyên,Thái Nguyên,3,5/QĐ-UBND,2024-03-04',
      ',Chè đinh,HTX Một,Xã Tân Cương,Thành phố Thái Nguyên,Thái Nguyên,4,6/QĐ-UBND,2024-03-05',
      '19-164-5432-7-2024,Trà,HTX Hai,Xã Tân Cương,Thành phố Thái Nguyên,Thái Nguyên,3,5/QĐ-UBND,2024-03-04',
      ',Mật,HTX Ba,Xã Tân Cương,Thành phố Thái Nguyên,Thái Nguyên,3,5/QĐ-UBND,2024-03-04',
    ].join('\n'),
  );
  const report = await importProducts(testCtx(base.db), { file, fileName: 'a.csv' }, { territory: await loadTerritory(base.db) });
  expect(report).toMatchObject({ created: 4, rejected: [], needsPerson: [] });
  const held = (sought: Partial<Sought>, rows = 1) =>
    transact(base.db, async (tx) => {
      const register = await loadRegister(tx, { nameKeys: [], codes: [], ids: [], ...sought }, rows);
      const products = [...register.productsById.values()];
      expect(products.every((p) => p.recognitions.length === 1)).toBe(true);
      return { products: products.map((p) => p.name).sort(), producers: register.producers.map((p) => p.name).sort(), register };
    });
  expect(await held({})).toMatchObject({ products: [], producers: [] });
  const one = { products: ['Chè', 'Chè đinh'], producers: ['HTX Một'] };
  expect(await held({ nameKeys: [nameKey('hop tac xa mot')] })).toMatchObject(one);
  expect(await held({ codes: ['19-5432-1-2024'] })).toMatchObject(one);
  expect(await held({ codes: ['19-164-5432-7-2024'] })).toMatchObject({ products: ['Trà'], producers: ['HTX Hai'] });
  const { register } = await held({ nameKeys: [nameKey('HTX Một')] });
  const [product] = register.productsById.keys();
  expect(await held({ ids: [product ?? ''] })).toMatchObject(one);
  expect(await held({ ids: [register.producers[0]?.id ?? ''] })).toMatchObject(one);
  expect(new Set((await held({}, 50)).register.freeIds).size).toBe(100);
});
