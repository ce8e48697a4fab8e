import { expect, test } from 'vitest';
import { foldMarks } from './fold.ts';
import { telex, vni } from './telex.ts';

test.each([
  ['maatj', 'mật'],
  ['matja', 'mật'],
  ['gaoj', 'gạo'],
  ['gajo', 'gạo'],
  ['nuowcs', 'nước'],
  ['nuwowcs', 'nước'],
  ['nuocws', 'nước'],
  ['mawsm', 'mắm'],
  ['mawms', 'mắm'],
  ['dduwowngf', 'đường'],
  ['ddoongf', 'đồng'],
  ['dodongf', 'đồng'],
  ['traf', 'trà'],
  ['phees', 'phế'],
  ['quees', 'quế'],
  ['gias', 'giá'],
  ['hoaf', 'hoà'],
  ['mias', 'mía'],
  ['ruwowuj', 'rượu'],
  ['ruouwj', 'rượu'],
  ['buwowir', 'bưởi'],
  ['tieeu', 'tiêu'],
  ['quar', 'quả'],
  ['quocos', 'quốc'],
  ['canaf', 'cần'],
  ['nepes', 'nếp'],
])('%s → %s', (typed, meant) => {
  expect(telex(typed)).toBe(foldMarks(meant));
});

test.each(['ong', 'com', 'cam', 'spirulina', 'st25', 'coffee', 'mật', 'catra', ''])('%s is left alone', (typed) => {
  expect(telex(typed)).toBeUndefined();
});

test.each([
  ['ma65t', 'mật'],
  ['nu7o7c1', 'nước'],
  ['ma81m', 'mắm'],
  ['d9u7o7ng2', 'đường'],
])('VNI: %s → %s', (typed, meant) => {
  expect(vni(typed)).toBe(meant);
});

test.each(['st25', 'm2', 'gao'])('VNI leaves %s alone', (typed) => {
  expect(vni(typed)).toBeUndefined();
});
