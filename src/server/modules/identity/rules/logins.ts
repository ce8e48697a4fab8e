// One box for three names: e-mail, phone number or plain account name.
export type LoginKey = { column: 'account' | 'email' | 'phone'; value: string };

/** 0912 345 678, 84912345678 and +84 912-345-678 are one number; undefined for anything else. */
export function phoneOf(text: string): string | undefined {
  const digits = text.replace(/[\s().-]/g, '');
  if (/^\+[0-9]{8,15}$/.test(digits)) return digits;
  if (/^0[0-9]{8,10}$/.test(digits)) return `+84${digits.slice(1)}`;
  if (/^84[0-9]{8,10}$/.test(digits)) return `+${digits}`;
  return undefined;
}

export function loginKey(text: string): LoginKey {
  const value = text.normalize('NFC').trim().toLowerCase().slice(0, 200);
  if (value.includes('@')) return { column: 'email', value };
  const phone = phoneOf(value);
  return phone ? { column: 'phone', value: phone } : { column: 'account', value };
}
