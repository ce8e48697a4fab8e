// A transfer as a VietQR code: EMV merchant-presented mode with the fields of NAPAS (fast transfer to an account).
/** CRC-16/CCITT-FALSE: polynomial 1021, start FFFF, nothing reflected. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'latin1')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** Tag, two digits of length, value. */
const field = (tag: string, value: string): string => {
  if (value.length > 99) throw new RangeError(`field ${tag} is longer than 99`);
  return value === '' ? '' : `${tag}${String(value.length).padStart(2, '0')}${value}`;
};

const LONGEST_TEXT = 50;
/** Letters, digits and plain signs only: banks refuse marks and cut long texts. */
export const plainText = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toUpperCase()
    .replace(/[^A-Z0-9 ./-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_TEXT)
    .trim();

export type Transfer = {
  /** Six digits of the bank. */
  bin: string;
  account: string;
  /** Whole đồng; left out, the payer types it. */
  amount?: number | undefined;
  text?: string | undefined;
};

/** The text inside the code. With an amount it is good for one payment (mode 12), without for many (11). */
export function vietQr({ bin, account, amount, text }: Transfer): string {
  if (!/^\d{6}$/.test(bin) || !/^[0-9A-Za-z]{1,19}$/.test(account)) throw new RangeError('no bank or account number');
  if (amount !== undefined && !(Number.isSafeInteger(amount) && amount > 0 && amount < 1e13)) throw new RangeError('no whole amount');
  const to = field('00', 'A000000727') + field('01', field('00', bin) + field('01', account)) + field('02', 'QRIBFTTA');
  const body =
    field('00', '01') +
    field('01', amount === undefined ? '11' : '12') +
    field('38', to) +
    field('53', '704') +
    (amount === undefined ? '' : field('54', String(amount))) +
    field('58', 'VN') +
    field('62', text ? field('08', plainText(text)) : '') +
    '6304';
  return body + crc16(body);
}
