import { expect, it } from 'vitest';
import { cacheablePage, livePage } from './cacheable.ts';

it('keeps known pages with known keys, in both languages, and nothing else', () => {
  const yes = [
    '/',
    '/en',
    '/en/tim?q=m%E1%BA%ADt+ong&page=2',
    '/tim',
    '/san-pham/0000000A',
    '/thong-ke?map=63&by=region',
    '/en/tinh/27?page=3',
    '/sitemap.xml',
    '/en/quet/0000000A/L7',
  ];
  const no = [
    '/tim?q=a&x=1',
    '/san-pham/0000000A?utm=1',
    '/my',
    '/desk/hang-doi',
    '/%2e%2e',
    '/tim?nonce',
    '/_app/x.js',
    '/quet/0000000A?da-gui=1',
  ];
  expect(yes.filter((u) => !cacheablePage(u))).toEqual([]);
  expect(no.filter(cacheablePage)).toEqual([]);
});

it('makes pages that follow the hours anew, and keeps none of them', () => {
  const yes = ['/nhu-cau', '/en/nhu-cau', '/nhu-cau/0000000A', '/su-kien', '/en/su-kien/0000000A', '/cung-cau'];
  const no = ['/nhu-cau?x=1', '/nhu-cau/', '/nhu-cau/khong', '/my/su-kien', '/tim', '/su-kien/0000000A/x'];
  expect(yes.filter((u) => !livePage(u) || cacheablePage(u))).toEqual([]);
  expect(no.filter(livePage)).toEqual([]);
});
