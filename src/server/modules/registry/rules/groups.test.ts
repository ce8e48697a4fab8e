import { expect, it } from 'vitest';
import { groupFrom, SET_NAMES } from './groups.ts';

it('knows its 26 sets by name and by number', () => {
  expect(SET_NAMES).toHaveLength(26);
  SET_NAMES.forEach((name, i) => {
    expect(groupFrom(name.toUpperCase()).set, name).toBe(i + 1);
    expect(groupFrom(`QD26-${String(i + 1).padStart(2, '0')}`).set).toBe(i + 1);
  });
});
it('knows the groups in the words of lists', () => {
  expect(groupFrom('Đồ uống')).toEqual({ group: 'II', set: null });
  expect(groupFrom('Nhóm sản phẩm thực phẩm')).toEqual({ group: 'I', set: null });
  expect(groupFrom('Thảo dược')).toEqual({ group: 'III', set: null });
  expect(groupFrom('Vải và may mặc')).toEqual({ group: 'IV', set: null });
  expect(groupFrom('Nhóm III')).toEqual({ group: 'III', set: null });
  expect(groupFrom('Du lịch cộng đồng')).toEqual({ group: 'VI', set: 26 });
  expect(groupFrom('Cà phê, ca cao')).toEqual({ group: 'I', set: 13 });
});
it('invents none', () => {
  expect(groupFrom('Đồ gỗ')).toEqual({ group: null, set: null });
  expect(groupFrom('27')).toEqual({ group: null, set: null });
  expect(groupFrom(null)).toEqual({ group: null, set: null });
});
