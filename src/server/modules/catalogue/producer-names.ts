// Names of producers as one number, so that a query that is one is known by a single look.

/** Legal forms and trades at the beginning of a name, folded; what follows is what people call the producer. */
const FORMS = new Set(
  'htx tht cty tnhh mtv cp hkd dntn mot thanh vien co phan ho kinh doanh san xuat gia dinh co so trang trai doanh nghiep tu nhan chi nhanh hoi lang nghe nong nghiep dich vu thuong mai tong hop va xuat nhap khau che bien'.split(
    ' ',
  ),
);
/** What offices and producers write short, in folded words. */
const SHORT = new Map(
  Object.entries({
    nn: 'nong nghiep',
    dv: 'dich vu',
    dvnn: 'dich vu nong nghiep',
    sx: 'san xuat',
    tm: 'thuong mai',
    tmdv: 'thuong mai dich vu',
    kd: 'kinh doanh',
    sxkd: 'san xuat kinh doanh',
    xnk: 'xuat nhap khau',
    cs: 'co so',
    cssx: 'co so san xuat',
    hsx: 'ho san xuat',
    cp: 'co phan',
    ctcp: 'cty co phan',
    mtv: 'mot thanh vien',
    dt: 'dau tu',
  }),
);
const LONG = [...SHORT].map(([short, long]) => [short, ` ${long} `] as const);

/** The words with every short form as it is said. */
export function spelledOut<W extends { word: string }>(words: readonly W[]): readonly { word: string }[] {
  if (!words.some(({ word }) => SHORT.has(word))) return words;
  return words.flatMap(
    (w) =>
      SHORT.get(w.word)
        ?.split(' ')
        .map((word) => ({ word })) ?? [w],
  );
}

/** Words under which a producer is found besides those of its name: 'HTX NN' and 'HTX Nông nghiệp' are one. */
export function otherwiseWritten(words: readonly { word: string }[]): string[] {
  const said = ` ${spelledOut(words)
    .map(({ word }) => word)
    .join(' ')} `;
  return [said, ...LONG.filter(([, long]) => said.includes(long)).map(([short]) => short)];
}

/** Two syllables that count only together. */
const NEVER_ALL = 2;

/** The words after form and trade; all of them when fewer than two are left. */
export function shortName<W extends { word: string }>(words: readonly W[]): readonly W[] {
  let from = 0;
  while (from < words.length && FORMS.has((words[from] as W).word)) from++;
  return words.length - from < NEVER_ALL ? words : words.slice(from);
}

/** FNV-1a over the words; never 0. */
export function nameSign(words: readonly { word: string }[]): number {
  let hash = 0x811c9dc5;
  for (const { word } of words) {
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 32, 0x01000193);
  }
  return hash || 1;
}
