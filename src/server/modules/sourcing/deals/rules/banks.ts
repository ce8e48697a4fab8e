// Banks that take fast transfers, by the six digits that name them in NAPAS' network; the form offers these.
export const BANKS: Readonly<Record<string, string>> = {
  '970405': 'Agribank',
  '970436': 'Vietcombank',
  '970415': 'VietinBank',
  '970418': 'BIDV',
  '970449': 'LPBank',
  '970446': 'Co-opBank',
  '970422': 'MB',
  '970407': 'Techcombank',
  '970416': 'ACB',
  '970432': 'VPBank',
  '970403': 'Sacombank',
  '970423': 'TPBank',
  '970437': 'HDBank',
  '970441': 'VIB',
  '970443': 'SHB',
  '970431': 'Eximbank',
  '970426': 'MSB',
  '970448': 'OCB',
};
/** Unknown ones show their digits. */
export const bankName = (bin: string): string => BANKS[bin] ?? bin;
