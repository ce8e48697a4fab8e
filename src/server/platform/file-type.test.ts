import { expect, it } from 'vitest';
import { fileName } from './file-type.ts';

it('hands a file out under a name that says what it is, whatever its sender wrote', () => {
  const pdf = (name: string) => fileName(name, 'application/pdf');
  expect(pdf('Giấy kiểm nghiệm.PDF')).toBe('Giấy kiểm nghiệm.PDF');
  expect(pdf('hoa-don.bat')).toBe('hoa-don.bat.pdf');
  expect(pdf('..\\..\\cai.exe')).toBe('..-..-cai.exe.pdf');
  expect(pdf('don\u202efdp.exe\r\nx: y')).toBe('donfdp.exex- y.pdf');
  expect(pdf('\u200b')).toBe('giay.pdf');
  expect(fileName('anh.jpeg', 'image/jpeg')).toBe('anh.jpeg');
});
