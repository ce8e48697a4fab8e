import { expect, test } from 'vitest';
import { markedSoundOf, soundOf } from './sounds.ts';

test.each([
  ['tranh', 'chanh'],
  ['sen', 'xen'],
  ['rau', 'giau'],
  ['dau', 'jau'],
  ['nep', 'lep'],
  ['pho', 'fo'],
  ['ngheu', 'ngeu'],
  ['que', 'we'],
  ['cat', 'cac'],
  ['lang', 'nan'],
  ['ky', 'ki'],
  ['ka', 'ca'],
])('%s sounds like %s', (a, b) => {
  expect(soundOf(a)).toBe(soundOf(b));
});

test.each([
  ['tra', 'ca'],
  ['kho', 'co'],
  ['nho', 'no'],
  ['gin', 'zin'],
])('%s does not sound like %s', (a, b) => {
  expect(soundOf(a)).not.toBe(soundOf(b));
});

test('with marks, only hỏi and ngã are one, and đ is not d', () => {
  expect(markedSoundOf('trả')).toBe(markedSoundOf('chã'));
  expect(markedSoundOf('trả')).not.toBe(markedSoundOf('trà'));
  expect(markedSoundOf('dầu')).toBe(markedSoundOf('rầu'));
  expect(markedSoundOf('đầu')).not.toBe(markedSoundOf('dầu'));
});

test('codes and long texts have no sound', () => {
  expect(soundOf('st25')).toBeUndefined();
  expect(soundOf('x'.repeat(50))).toBeUndefined();
});
