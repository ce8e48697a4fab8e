import { expect, it } from 'vitest';
import { withoutSecrets } from './log.ts';

it('writes no secret of a link into a log', () => {
  const link = 'x7Kq-_0aZ9'.repeat(5);
  expect(withoutSecrets(`/en/dang-nhap/lay-lai/${link}`)).toBe('/en/dang-nhap/lay-lai/[…]');
  expect(withoutSecrets(`/tra-loi/${link.slice(0, 24)}/AB12CD34/phu-luc`)).toBe('/tra-loi/[…]/AB12CD34/phu-luc');
  expect(withoutSecrets('/san-pham/34M29SX5')).toBe('/san-pham/34M29SX5');
});
