// The application identifiers of GS1 as far as a Digital Link may carry them: form, companions, exclusions, and what stands in the path.
// Source: GS1 General Specifications and the GS1 Syntax Dictionary (Apache-2.0), read November 2026; the table is written anew.
export type Check =
  | 'csum'
  | 'prefix'
  | 'date0'
  | 'date'
  | 'hhmm'
  | 'currency'
  | 'country'
  | 'country9'
  | 'countries'
  | 'alpha2'
  | 'percent'
  | 'yesno'
  | 'nonzero'
  | 'zero'
  | 'piece'
  | 'noleadingzero'
  | 'gmn'
  | 'iban'
  | 'minus'
  | 'latitude'
  | 'longitude'
  | 'hour'
  | 'minsec'
  | 'winding'
  | 'day8'
  | 'sex'
  | 'medium'
  | 'sequence'
  | 'importer'
  | 'nondigit'
  | 'coupon'
  | 'offer';
/** N digits, X character set 82, Y character set 39, Z base-64 for files and URIs. */
export type Part = { set: 'N' | 'X' | 'Y' | 'Z'; min: number; max: number; optional: boolean; checks: Check[] };
export type Identifier = {
  parts: Part[];
  /** Every group needs at least one of its members beside it; `n` stands for any digit, `a+b` for both. */
  needs: string[][];
  excludes: string[];
  /** Set for primary keys: the ordered, optional qualifiers, as alternatives. */
  qualifiers?: string[][];
  /** Never an attribute of the query: a qualifier in the path, or no part of a Digital Link at all. */
  notInQuery: boolean;
};

const ITEM = '01,02,8006,8026';
const ANY_ITEM = '01,02,03,8006,8026';
// identifiers (a-b: a range) | parts | needs; needs | excludes | qualifiers of a primary key (- none)
const TABLE = `
00|N18 csum prefix|||-
01|N14 csum prefix||255,37|22,10,21/235
02|N14 csum prefix|37|01,03
03|N14 csum prefix||01,02,37
10|X..20|${ANY_ITEM}|
11,13,15,16|N6 date0|${ANY_ITEM}|
12|N6 date0|8020|
17|N6 date0|01,02,03,255,8006,8026|
20|N2|${ITEM}|
21|X..20|01,03,8006|235
22|X..20|01|
235|X..28|01|
240,241|X..30|${ITEM}|
242|N..6|${ITEM}|
243|X..20|01|
250|X..30|01,8006;21|
251|X..30|01,8006|
253|N13 csum prefix+[X..17]|||-
254|X..20|414|
255|N13 csum prefix+[N..12]||01,02,415,8006,8020,8026|-
30|N..8|01,02|
37|N..8|00;02,8026|
3900-3909|N..15|255,8020|390n,391n,394n,8111
3910-3919|N3 currency+N..15|8020|391n
3920-3929|N..15|01;30,31nn,32nn,35nn,36nn|392n,393n
3930-3939|N3 currency+N..15|30,31nn,32nn,35nn,36nn|393n
3940-3943|N4|255|394n,8111
3950-3955|N6|30,31nn,32nn,35nn,36nn|392n,393n,395n,8005
400|X..30||
401|X..30 prefix|||-
402|N17 csum prefix|||-
403|X..30|00|
410-413,416|N13 csum prefix||
414|N13 csum prefix|||254/7040
415|N13 csum prefix|8020||8020
417|N13 csum prefix|||7040
420|X..20||421
421|N3 country+X..9||4307
422|N3 country|${ITEM}|426
423,425|N..15 countries|01,02|426
424|N3 country|01,02|426
426|N3 country|01,02|
427|X..3|01,02;422|
4300-4302,4304-4306,4310-4312,4314-4316,4320|X..70 percent|00|
4303|X..70 percent|4302|
4313|X..70 percent|4312|
4307,4317|X2 alpha2|00|
4308,4319|X..30|00|
4309|N10 latitude+N10 longitude|00|
4318|X..20|00|
4321-4323|N1 yesno|00|
4324,4325|N6 date0+N4 hhmm|00|
4326|N6 date|00|
4330|N6+[X1 minus]|00|4331
4331|N6+[X1 minus]|00|4330
4332|N6+[X1 minus]|00|4333
4333|N6+[X1 minus]|00|4332
7001|N13|${ITEM}|
7002|X..30|01,02|
7003|N6 date+N4 hhmm|01,02|
7004|N..4|01;10|
7005|X..12|01,02|
7006|N6 date|01,02|
7007|N6 date+[N6 date]|01,02|
7008|X..3|01,02|
7009|X..10|01,02|
7010|X..2|01,02|
7011|N6 date+[N4 hhmm]|01,02|
7020|X..20|01,8006;416|
7021|X..20|01,8006|
7022|X..20|7021|
7023|X..30 prefix||
7030-7039|N3 country9+X..27|01,02|
7040|N1+X2+X1 importer||
7041|X..4|00|
710-717|X..20|01|
7230-7239|X2+X..28|01,8004|
7240|X..20|01,8006|
7241|N2 medium|8017,8018|
7242|X..25|8017,8018|
7250|N8 day8|8018|7251
7251|N8 day8+N4 hhmm|8018|7250
7252|N1 sex|8018|
7253,7254|X..40 percent|8017,8018|7256,7259
7255|X..10|8017,8018|7256,7259
7256|X..90 percent|8017,8018|
7257|X..70 percent|8018|
7258|X3 sequence|8018+7259|
7259|X..40 percent|8018|7256
8001|N4 nonzero+N5 nonzero+N3 nonzero+N1 winding+N1|01|
8002|X..20||
8003|N1 zero+N13 csum prefix+[X..16]|||-
8004|X..30 prefix|||7040
8005|N6|01,02|
8006|N14 csum+N4 piece||01,37|22,10,21
8007|X..34 iban|415|
8008|N8 hour+[N..4 minsec]|01,02|
8009|X..50|00,01|
8010|Y..30 prefix|||8011
8011|N..12 noleadingzero|8010|
8012|X..20|01,8006|
8013|X..25 gmn prefix|||-
8014|X..25 gmn prefix nondigit|01|
8017|N18 csum prefix||8018|8019
8018|N18 csum prefix||8017|8019
8019|N..10|8017,8018|
8020|X..25|415|
8026|N14 csum+N4 piece|37|02,8006
8030|Z..90|00,01+21,253,255,8003,8004,8006+21,8010+8011,8017,8018|
8110|X..70 coupon||
8112|X..70 offer||
8111|N4|255|
8200|X..70|01|
90|X..30||
91-99|X..90||
`;
/** Weights, lengths, areas and volumes: the fourth digit is the number of decimals, 0 to 5. */
const TRADE = '310,311,312,313,314,315,316,320,321,322,323,324,325,326,327,328,329,350,351,352,356,357,360,361,364,365,366';
const LOGISTIC = '330,331,332,333,334,335,336,340,341,342,343,344,345,346,347,348,349,353,354,355,362,363,367,368,369';
const SHORT_TEXT = new Set(['4300', '4301', '4310', '4311', '4320']);
const NOT_IN_QUERY = new Set(['03', '21', '22', '235', '254', '7040', '7041', '8011', '8014', '8019', '8020', '8200']);

function readPart(text: string): Part {
  const optional = text.startsWith('[');
  const [form = '', ...checks] = text.replace(/[[\]]/g, '').split(' ');
  const m = /^([NXYZ])(\.\.)?(\d+)$/.exec(form);
  if (!m) throw new Error(`part ${text}`);
  const max = Number(m[3]);
  return { set: m[1] as Part['set'], min: m[2] ? 1 : max, max, optional, checks: checks as Check[] };
}

function spread(list: string): string[] {
  return list.split(',').flatMap((one) => {
    const [from = '', to] = one.split('-');
    if (!to) return [from];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => String(Number(from) + i));
  });
}

function readTable(): Map<string, Identifier> {
  const all = new Map<string, Identifier>();
  for (const line of TABLE.trim().split('\n')) {
    const [list = '', parts = '', needs = '', excludes = '', keys] = line.split('|');
    for (const ai of spread(list))
      all.set(ai, {
        parts: parts.split('+').map((p) => readPart(SHORT_TEXT.has(ai) ? p.replace('X..70', 'X..35') : p)),
        needs: needs ? needs.split(';').map((g) => g.split(',')) : [],
        excludes: excludes ? excludes.split(',') : [],
        ...(keys ? { qualifiers: keys === '-' ? [[]] : keys.split('/').map((q) => q.split(',')) } : {}),
        notInQuery: NOT_IN_QUERY.has(ai),
      });
  }
  const measures = (list: string, needs: string[]) => {
    for (const three of list.split(','))
      for (let decimals = 0; decimals <= 5; decimals++)
        all.set(`${three}${decimals}`, { parts: [readPart('N6')], needs: [needs], excludes: [`${three}n`], notInQuery: false });
  };
  measures(TRADE, ['01', '02']);
  measures(LOGISTIC, ['00', '01']);
  measures('337', ['01']);
  return all;
}

export const IDENTIFIERS: ReadonlyMap<string, Identifier> = readTable();

/** `31nn` fits 3103. */
export const fits = (pattern: string, ai: string): boolean =>
  pattern.length === ai.length && [...pattern].every((c, i) => c === 'n' || c === ai[i]);
