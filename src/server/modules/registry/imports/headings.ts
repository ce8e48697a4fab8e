// Which column holds what, found by the words of the headings on one to three rows.
import { AppError } from '#server/platform/errors.ts';
import { fold } from '#shared/text/fold.ts';
import { legacyFont } from './legacy-font.ts';
import { columnName, type Row, type Sheet } from './sheet.ts';
import { type StarColumn, starColumns } from './star-columns.ts';

export const FIELDS = [
  'no', 'id', 'code', 'name', 'group', 'set', 'producerType', 'producer', 'commune', 'district', 'province', 'address', 'unitCode',
  'representative', 'phone', 'star', 'potentialFive', 'score', 'validFrom', 'validUntil', 'extendedUntil', 'decidedOn', 'year', 'decisionNo', 'issuer', 'status',
  'endedOn', 'endedBy', 'cause', 'period', 'revenue', 'note',
  'star1', 'decidedOn1', 'year1', 'decisionNo1', 'issuer1', 'score1', 'star2', 'decidedOn2', 'year2', 'decisionNo2', 'issuer2', 'score2',
] as const; // biome-ignore format: a table
export type Field = (typeof FIELDS)[number];
export const LAYOUTS = ['auto', 'annex', 'workbook21', 'csv', 'ptnt'] as const;
export type Layout = Exclude<(typeof LAYOUTS)[number], 'auto'>;

/** Folded words of a heading; the first that fits names the column. */
const WORDS: [Field, RegExp][] = [
  ['no', /^(?:stt|tt|so tt|so thu tu|no|ma ocop)$/],
  ['id', /^(?:ma san vat|ma trong san vat|san vat id|product id)$/],
  ['code', /^(?:ma|ma so|ma (?:so )?san pham(?: ocop)?|ma ?san ?pham|ma sp|product code|code)$/],
  [
    'producerType',
    /^(?:(?:phan )?loai (?:hinh )?(?:chu the|to chuc|doanh nghiep|kinh te)(?: san xuat| kinh doanh)*|loai hinh(?: san xuat| kinh doanh)*|hinh thuc (?:to chuc|san xuat|kinh doanh)(?: san xuat| kinh doanh)*|producer type(?: stated)?|type of producer)$/,
  ],
  [
    'representative',
    /^(?:(?:(?:ho )?(?:va )?ten )?(?:nguoi |)dai dien(?: phap luat| theo phap luat| chu the)*|(?:(?:ho )?(?:va )?ten )?(?:chu ho|chu co so|giam doc)(?: giam doc| chu ho| chu co so)*|representative|contact person)$/,
  ],
  [
    'producer',
    /^(?:(?:ten )?(?:chu the|co so|don vi|to chuc|chu so huu)(?: ocop| so dien thoai| dien thoai| sdt| san xuat| sxkd| sx kd| kinh doanh| tham gia| san pham| ca nhan| quan ly| co| don vi| co so| chu the)*|chuthesxkd|producer(?: name)?|entity|ten (?:co so|don vi|chu the|doanh nghiep|hop tac xa|htx)\b.*)$/,
  ],
  [
    'issuer',
    /^(?:(?:co quan|cq|don vi|cap)(?: co tham quyen)?(?: ban hanh| cap| cong nhan| quyet dinh| phe duyet| ra| ky| qd)*|(?:quyet dinh|qd)\b.* (?:co quan|cq|don vi)\b.*|noi cap|issuer|issued by|issuing authority)$/,
  ],
  [
    'decidedOn',
    /^(?:ngay(?: thang)?(?: nam)?(?: duoc)?(?: ban hanh| cong nhan| quyet dinh| qd| cap| ky| ra)*(?: quyet dinh| qd| giay chung nhan)?|(?:quyet dinh|qd)\b.* ngay(?: thang)?(?: nam)?(?: ban hanh| ky)?|thoi (?:gian|diem)(?: duoc)? cong nhan|decision date|decided on|date)$/,
  ],
  ['extendedUntil', /^(?:(?:duoc )?gia han den(?: ngay)?|extended until)$/],
  [
    'validUntil',
    /^(?:(?:ngay |thoi han |thoi gian )?(?:het han|het hieu luc)(?: cong nhan| ocop| gcn| giay chung nhan| hieu luc)*|(?:thoi )?han(?: su dung| cong nhan| gcn| giay chung nhan| hieu luc)*|han den|hieu luc den(?: ngay)?|co gia tri den(?: ngay)?|valid until|expires?|expiry(?: date)?)$/,
  ],
  ['validFrom', /^(?:co hieu luc tu|hieu luc tu|ngay hieu luc|valid from)$/],
  ['year', /^(?:nam(?: duoc)?(?: cong nhan| danh gia| quyet dinh| dat)?|(?:quyet dinh|qd)\b.* nam|year)$/],
  [
    'decisionNo',
    /^(?:(?:so(?: hieu)?(?: va)?(?: ngay)?(?: thang)?(?: nam)? )?(?:quyet dinh|qd)\b.*|(?:so )?van ban(?: so)?(?: cong nhan| phe duyet)*|so hieu|can cu|decision(?: no| number)?)$/,
  ],
  ['potentialFive', /^(?:tiem nang 5 sao|potential five|potential 5)$/],
  [
    'score',
    /^(?:(?:ket qua )?(?:cham )?(?:tong )?(?:so )?diem(?: so| trung binh| tb| binh quan| danh gia| cham| dat)*|ket qua(?: cham diem| danh gia| phan hang| xep hang)*|score|points)$/,
  ],
  [
    'star',
    /^(?:(?:hang|so|xep|phan|muc|cap|ket qua)(?: (?:hang|xep hang|phan hang|dat))*(?: sao)?(?: duoc)?(?: hien tai| dat duoc| dat| cong nhan| ocop| san pham)*|(?:san pham )?dat (?:hang|sao)|sao(?: dat(?: duoc)?)?|xephang|ket qua (?:xep|phan) hang|(?:xep|phan) (?:hang|loai)(?: sao)?(?: ocop)?|hang sao(?: hien tai)?|stars?|rating)$/,
  ],
  ['set', /^(?:bo(?: tieu chi| san pham)|so bo tieu chi|criteria set|product set)$/],
  ['group', /^(?:(?:nhom|nganh|phan nhom|loai)(?: hang)?(?: san pham| sp| nganh| hang| phan nhom)*|product group|group|category)$/],
  ['phone', /^(?:(?:so )?(?:dien thoai|dt|sdt|di dong)(?: lien he| lien lac)?|lien he|phone|telephone|mobile)$/],
  ['commune', /^(?:(?:ten |dia ban )?(?:xa|phuong)(?: xa| phuong| thi tran| tt| dac khu)*|don vi hanh chinh(?: cap xa)?|commune|ward)$/],
  ['district', /^(?:(?:ten )?(?:(?:tp |tx )*(?:huyen|quan)(?: huyen| quan| thi xa| thanh pho| tx| tp)*)|district)$/],
  ['province', /^(?:(?:ten )?(?:tinh|thanh pho)(?: thanh pho| thanh| tp)*|province|city)$/],
  ['unitCode', /^(?:ma ?don ?vi ?hanh ?chinh|ma dvhc|unit code)$/],
  ['period', /^(?:ma ?thoi ?gian|ky bao cao|period)$/],
  ['revenue', /^(?:doanh ?thu ?(?:nam)?.*|revenue)$/],
  ['status', /^(?:trang ?thai|tinh trang|hien trang|status)$/],
  ['endedOn', /^(?:ngay (?:thu hoi|cham dut|ket thuc)|ended on)$/],
  ['endedBy', /^(?:hinh thuc cham dut|ended by)$/],
  ['cause', /^(?:ly do(?: thu hoi| cham dut)?|cause|reason)$/],
  ['note', /^(?:ghi chu|notes?|remarks?)$/],
  [
    'address',
    /^(?:dia (?:chi|diem|phuong|ban)(?: san xuat| kinh doanh| chu the| lien he| co so| tru so| cu the| thuong tru)*|noi san xuat|so nha\b.*|(?:thon|xom|ap|ban|buon)(?: thon| xom| ap| ban| buon| khu pho| to dan pho)*|address)$/,
  ],
  [
    'name',
    /^(?:(?:ten |danh muc |ten goi )?(?:san pham|sp|hang hoa)(?: ocop| dich vu| tham gia| cong nhan| duoc cong nhan| dat)*|ten san pham\b.*|tensanpham|ten hang|product(?: name)?|name)$/,
  ],
];

const ROUND =
  /\b(?:cong nhan |danh gia |phan hang )?(?:lan|dot|vong|round)(?: thu)?(?: cong nhan| danh gia)?(?: thu)? (0?1|0?2|i|ii|mot|hai|nhat|dau(?: tien)?)\b/;
/** A round by its word alone. */
const NEW = /\b(?:cong nhan|danh gia|cap) moi\b/;
const AGAIN = /\b(?:tai (?:cong nhan|danh gia)|(?:cong nhan|danh gia|phan hang|cap) lai|nang hang)\b/;
/** The round that folded words name. */
function roundOf(key: string): '' | '1' | '2' {
  const numbered = ROUND.exec(key);
  if (numbered) return /^(?:0?2|ii|hai)$/.test(numbered[1] ?? '') ? '2' : '1';
  return AGAIN.test(key) ? '2' : NEW.test(key) ? '1' : '';
}
const OF_ROUND = new Set<Field>(['star', 'decidedOn', 'year', 'decisionNo', 'issuer', 'score']);

/** Longer texts are no headings. */
const MAX_HEADING = 200;
const words = (long: string): string => {
  const text = long.slice(0, MAX_HEADING);
  return (
    fold(
      text.replace(/([a-zà-ỹ])_|_/giu, '$1 ').replace(/\((.*?)\)/g, (_, inner: string) => (roundOf(fold(inner)) ? ` ${inner} ` : ' ')),
    ) || fold(text)
  );
};

const fieldNamed = (key: string): Field | undefined => WORDS.find(([, form]) => form.test(key))?.[0];

/** The field that a heading names. */
export function fieldOf(heading: string): Field | undefined {
  let key = words(heading);
  let round = roundOf(key);
  if (round) {
    const rest = key.replace(ROUND, ' ').replace(NEW, ' ').replaceAll(new RegExp(AGAIN, 'g'), ' ').trim().split(/\s+/);
    // the round's own words stand before the field's: 'kết quả công nhận lần 2: số quyết định'
    const ends = rest.map((_, i) => rest.slice(i).join(' '));
    key = ends.find((end) => OF_ROUND.has(fieldNamed(end) as Field)) ?? rest.join(' ');
  } else {
    // 'Số quyết định 2'
    const [, base = '', number] = /^(.+) (1|2)$/.exec(key) ?? [];
    const of = number ? fieldNamed(base) : undefined;
    if (of && OF_ROUND.has(of)) {
      key = base;
      round = number === '2' ? '2' : '1';
    }
  }
  const field = fieldNamed(key);
  if (!round || !field) return round && !field ? undefined : field;
  return OF_ROUND.has(field) ? (`${field}${round}` as Field) : undefined;
}

/** The field of a heading under the title of a round: 'Xếp hạng' under 'Kết quả đánh giá lần I'. */
function inRound(upper: string, lower: string): Field | undefined {
  const round = roundOf(words(upper));
  const field = round && lower ? fieldOf(lower) : undefined;
  return field && OF_ROUND.has(field) ? (`${field}${round}` as Field) : undefined;
}

export type Headings = {
  layout: Layout;
  /** Shown row number of the last heading row. */
  lastRow: number;
  firstRow: number;
  columns: Map<Field, number>;
  /** Headings that stand over no field of ours. */
  ignored: string[];
  texts: Map<number, string>;
  /** Where each star has a column of its own; the field 'star' is then the first of them. */
  starColumns: StarColumn[];
};

/** `Heading=field` pairs from the caller, by folded heading. */
export type Override = Map<string, Field>;

export function readOverride(text: string | undefined): Override {
  const override: Override = new Map();
  for (const pair of (text ?? '').split(',').filter((p) => p.trim() !== '')) {
    const [heading = '', field = ''] = pair.split(/=(?=[^=]*$)/).map((p) => p.trim());
    if (!FIELDS.includes(field as Field)) {
      const message = {
        vi: `Chỉ rõ cột (--map): không có trường "${field}"; có: ${FIELDS.join(', ')}.`,
        en: `Naming columns (--map): no field "${field}"; there are: ${FIELDS.join(', ')}.`,
      };
      throw new AppError('invalid', message, [{ path: 'map', code: 'unknown_field', message }]);
    }
    override.set(words(heading), field as Field);
  }
  return override;
}

const NEEDED: Field[] = ['name', 'producer'];
const LOOK_AT = 20;
const MAX_HEIGHT = 3;

/** Finds the headings among the first rows; undefined where no row names product and producer. */
export function findHeadings(sheet: Sheet, override: Override = new Map()): Headings | undefined {
  let best: Headings | undefined;
  const rows = sheet.rows.filter((r) => r.cells.some((c) => c && c.text !== '')).slice(0, LOOK_AT);
  rows.forEach((row, i) => {
    // one text alone is the title of the list, though it may name a round: 'Danh sách sản phẩm đợt 1'
    if (new Set(row.cells.flatMap((c) => (c?.text ? [c.text] : []))).size < 2) return;
    const found = headingsFrom(sheet, rows.slice(i, i + MAX_HEIGHT), override);
    if (found && (!best || found.columns.size > best.columns.size)) best = found;
  });
  return best;
}

/** The headings that begin with the first of these rows and are one, two or three rows high. */
export function headingsFrom(sheet: Sheet, rows: Row[], override: Override): Headings | undefined {
  const [first, second, third] = rows;
  if (!first) return undefined;
  let best: Headings | undefined;
  const consider = (lastRow: number, titles: Titles[]) => {
    const found = columnsOf(titles, override, { firstRow: first.number, lastRow }, sheet.hiddenColumns);
    if (NEEDED.some((f) => !found.columns.has(f))) return;
    if (!best || found.columns.size + (lastRow <= declared ? 1 : 0) > best.columns.size) best = found;
  };
  // a heading merged downwards says how high the headings are
  const declared = Math.max(first.number, ...sheet.merges.filter((m) => m.top === first.number).map((m) => m.bottom));
  const width = Math.max(...rows.map((r) => r.cells.length));
  const own = (row: Row, column: number) => row.cells[column]?.text ?? '';
  const over = titlesOf(sheet, first, undefined, width);
  consider(
    first.number,
    over.map((upper) => ({ upper, lower: '' })),
  );
  if (second?.number !== first.number + 1) return best;
  const upper = titlesOf(sheet, first, second, width);
  consider(
    second.number,
    upper.map((text, c) => ({ upper: text, lower: own(second, c) })),
  );
  if (third?.number !== second.number + 1) return best;
  const middle = titlesOf(sheet, second, third, width);
  consider(
    third.number,
    upper.map((text, c) => {
      const [between, below] = [middle[c] ?? '', own(third, c)];
      if (below === '') return { upper: text, lower: between === text ? '' : between };
      // of the two titles over a column, the one that names its round; else the nearer one
      return { upper: between === '' || (roundOf(words(text)) && !roundOf(words(between))) ? text : between, lower: below };
    }),
  );
  return best;
}

type Titles = { upper: string; lower: string };

/** What stands over each column in a row of titles: its own text, that of its merge, or the round named before it in a list without merges. */
function titlesOf(sheet: Sheet, row: Row, below: Row | undefined, width: number): string[] {
  let before = '';
  return Array.from({ length: width }, (_, c) => {
    const merged = sheet.merges.find((m) => m.top <= row.number && row.number <= m.bottom && m.left <= c && c <= m.right);
    const own = row.cells[c]?.text ?? '';
    const over = own || (merged ? (sheet.rows.find((r) => r.number === merged.top)?.cells[merged.left]?.text ?? '') : '');
    before = over || (below?.cells[c]?.text && roundOf(words(before)) ? before : '');
    return before;
  });
}

function columnsOf(
  titles: Titles[],
  override: Override,
  rows: Pick<Headings, 'firstRow' | 'lastRow'>,
  hidden: ReadonlySet<number> = new Set(),
): Headings {
  const columns = new Map<Field, number>();
  const ignored: string[] = [];
  const texts = new Map<number, string>();
  const group: { field: Field; column: number; text: string }[] = [];
  const ofStars = starColumns(titles.map(({ upper, lower }) => lower || upper));
  for (const [c, { upper, lower }] of titles.entries()) {
    const attempts = lower === '' ? [upper] : [`${upper} ${lower}`.trim(), lower, upper];
    const text = attempts.find((t) => t !== '') ?? '';
    if (text === '') continue;
    texts.set(c, text);
    const given = attempts.map((t) => override.get(words(t))).find((f) => f !== undefined);
    if (!given && ofStars.some(({ column }) => column === c)) continue;
    const round = roundOf(words(attempts[0] ?? ''));
    const exact = attempts.slice(0, 2);
    const field = given ?? (round ? [inRound(upper, lower), fieldOf(attempts[0] ?? '')] : exact.map(fieldOf)).find((f) => f !== undefined);
    if (!field && !round && exact.length < attempts.length) {
      const over = fieldOf(upper);
      if (over) {
        group.push({ field: over, column: c, text });
        continue;
      }
    }
    const twice = field === 'score' && !given ? columns.get('score') : undefined;
    if (twice !== undefined && !columns.has('star') && (isResult(text) || isResult(texts.get(twice) ?? ''))) {
      // points and a result side by side: the result is the star
      columns.set('star', isResult(text) ? c : twice);
      if (!isResult(text)) columns.set('score', c);
      continue;
    }
    const before = field && columns.get(field);
    // what people see comes before what somebody hid
    if (field && (before === undefined || given || (hidden.has(before) && !hidden.has(c)))) columns.set(field, c);
    const ignores = !field || columns.get(field) !== c ? c : before;
    if (ignores !== undefined) ignored.push(`${columnName(ignores)}: ${texts.get(ignores)}`);
  }
  // 'Chủ thể' over 'Tên' and 'Mã': the title of the group names the column that no other one does
  for (const { field, column, text } of group) {
    if (columns.has(field)) ignored.push(`${columnName(column)}: ${text}`);
    else columns.set(field, column);
  }
  const [ofStar] = ofStars;
  if (ofStar && !columns.has('star')) columns.set('star', ofStar.column);
  const inUse = ofStar && columns.get('star') === ofStar.column ? ofStars : [];
  if (inUse.length === 0) ignored.push(...ofStars.map(({ column }) => `${columnName(column)}: ${texts.get(column)}`));
  return { layout: layoutOf(columns, texts), ...rows, columns, ignored, texts, starColumns: inUse };
}

const isResult = (heading: string): boolean => /^ket qua\b(?!.*\bdiem\b)/.test(words(heading));

function layoutOf(columns: Map<Field, number>, texts: Map<number, string>): Layout {
  if (columns.has('star1') || columns.has('star2') || columns.has('decidedOn1') || columns.has('decidedOn2')) return 'workbook21';
  const keys = new Set([...texts.values()].map((t) => t.toLowerCase().replace(/[_\s]/g, '')));
  if (keys.has('tensanpham') && ['chuthesxkd', 'maocop', 'madonvihanhchinh', 'mathoigian'].some((k) => keys.has(k))) return 'ptnt';
  if (keys.has('producer') || columns.has('id')) return 'csv';
  return 'annex';
}

/** Refusal that names what was found instead. */
export function noHeadings(sheets: Sheet[], wanted: string): AppError {
  const found = sheets
    .flatMap((s) => s.rows.slice(0, 8).map((r) => r.cells.flatMap((c) => (c?.text ? [c.text] : [])).slice(0, 24)))
    .filter((texts) => texts.length >= 2)
    .slice(0, 4)
    .map((texts) => texts.join(' | ').slice(0, 400))
    .join(' / ');
  const font = legacyFont(found);
  const old = font
    ? {
        vi: ` Tệp viết theo bảng mã cũ ${font}: hãy chuyển sang Unicode rồi nạp lại.`,
        en: ` The file is written for an old ${font} font: convert it to Unicode and load it again.`,
      }
    : { vi: '', en: '' };
  const message = {
    vi: `Không nhận ra hàng tiêu đề (${wanted}): cần ít nhất cột tên sản phẩm và cột chủ thể. Tiêu đề thấy được: ${found || 'không có'}. Có thể chỉ rõ (--map, ở trang nạp danh sách: "Chỉ rõ cột"): "Tiêu đề=trường,…".${old.vi}`,
    en: `No heading row recognised (${wanted}): at least the product's name and the producer are needed. Headings found: ${found || 'none'}. They can be named (--map, on the page of lists: "Name the columns"): "Heading=field,…".${old.en}`,
  };
  return new AppError('invalid', message, [{ path: 'file', code: 'headings', message }]);
}
