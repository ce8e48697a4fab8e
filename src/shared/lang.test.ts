import { expect, it } from 'vitest';
import { langOf, localPath } from './lang.ts';

it('speaks Vietnamese unless English is asked for first', () => {
  expect(['', null, 'fr', 'en', 'en-GB,vi;q=0.8', 'vi,en', 'fr,en;q=0.5', 'vi;q=0.2,en;q=0.9', 'en;q=0'].map(langOf)).toEqual([
    'vi',
    'vi',
    'vi',
    'en',
    'en',
    'vi',
    'en',
    'en',
    'vi',
  ]);
});

it('puts English under /en', () => {
  expect([localPath('/', 'vi'), localPath('/', 'en'), localPath('/tim?q=a', 'en')]).toEqual(['/', '/en', '/en/tim?q=a']);
  expect(localPath('//elsewhere.example/a', 'vi')).toBe('/elsewhere.example/a');
});
