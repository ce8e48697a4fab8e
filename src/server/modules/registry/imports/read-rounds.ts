// The recognitions that one row states: one, or the two rounds of a working list.
import { addDays, daysBetween } from '#shared/dates.ts';
import { fold } from '#shared/text/fold.ts';
import { type Decision, issuerLevel, readDecision, sameDecision } from '../rules/decisions.ts';
import { lastDay } from '../rules/validity.ts';
import { type Cells, type Defaults, Refused } from './cells.ts';
import type { Field } from './headings.ts';
import type { Cell } from './sheet.ts';
import { type Rating, readDay, readPoints, readStar, readYear, starOfPoints, type Wrong } from './values.ts';

/** Null = the list does not say. */
export type RoundFacts = {
  star: Rating['star'];
  /** Null where the layout cannot tell a potential five from a four. */
  potentialFive: boolean | null;
  score: number | null;
  decisionNo: string | null;
  decisionKey: string | null;
  decidedOn: string | null;
  issuer: string | null;
  /** Null: the row gives no day at all. */
  validFrom: string | null;
  validUntil: string | null;
  /** A late filing kept it in force until then (QĐ 26/2026 điều 12.3). */
  extendedUntil: string | null;
  endedOn: string | null;
  endedBy: 'revoked' | 'superseded' | null;
  cause: string | null;
};

type Round = '' | '1' | '2';
const of = (field: string, round: Round): Field => `${field}${round}` as Field;

export function readRounds(cells: Cells, defaults: Defaults): RoundFacts[] {
  const numbered = (['1', '2'] as const).filter((r) => ['star', 'decidedOn', 'decisionNo'].some((f) => cells.text(of(f, r)) !== null));
  const names: Round[] = numbered.length > 0 ? numbered : [''];
  const all = names.map((r, i) => readRound(cells, defaults, r, i === names.length - 1));
  const rounds = all.length > 1 ? all.filter((r) => r.validFrom !== null) : all;
  if (rounds.length === 0) return all.slice(-1);
  if (rounds.length < all.length)
    cells.warn('decidedOn1', 'round_undated', {
      vi: 'Một lần công nhận không có ngày; bỏ qua lần đó.',
      en: 'One recognition has no day; that one is left out.',
    });
  const [first, second] = rounds;
  if (first?.validFrom && second?.validFrom) {
    if (first.validFrom === second.validFrom && saysTheSame(first, second)) {
      cells.warn('decidedOn2', 'round_repeated', {
        vi: 'Hai lần công nhận ghi giống nhau; nhập một lần.',
        en: 'Both recognitions say the same; entered once.',
      });
      return [second];
    }
    if (first.validFrom === second.validFrom) {
      throw new Refused('decidedOn2', 'rounds_same_day', {
        vi: 'Hai lần công nhận cùng một ngày.',
        en: 'Two recognitions on the same day.',
      });
    }
    if (second.validFrom < first.validFrom) {
      cells.warn('decidedOn2', 'order', { vi: 'Lần công nhận 2 trước lần 1.', en: 'The second recognition is earlier than the first.' });
      rounds.reverse();
    }
  }
  return rounds;
}

const saysTheSame = (a: RoundFacts, b: RoundFacts): boolean =>
  a.star === b.star &&
  a.potentialFive === b.potentialFive &&
  (a.decisionKey === null || b.decisionKey === null || sameDecision(a.decisionKey, b.decisionKey));

function readRound(cells: Cells, defaults: Defaults, round: Round, latest: boolean): RoundFacts {
  const { text, warn } = cells;
  const titled = titledDecision(cells, defaults);
  const dayField = of('decidedOn', round);
  const together = holdsDecision(cells, round);
  const decision = decisionOf(cells, together ? dayField : of('decisionNo', round), titled.decisionNo);
  const issuer = text(of('issuer', round)) ?? titled.issuer;
  const central = decision?.authority === 'central' || issuerLevel(issuer) === 'central';
  const { rating, score } = ratingOf(cells, round, central, latest);
  const decidedOn = together
    ? read(dayField, { text: decision?.day ?? '' })
    : dayOf(cells, dayField, decision?.day ?? titled.day, latest ? titled.otherwise : null);
  if (!together) checkDayOfDecision(cells, dayField, decision, decidedOn);
  const validFrom = (round === '' ? dayOf(cells, 'validFrom') : null) ?? decidedOn;
  checkYear(cells, round, decidedOn ?? validFrom);
  if (validFrom) checkDay(cells, dayField, validFrom, defaults.today);
  checkIssuer(cells, of('issuer', round), { star: rating.star, level: central ? 'central' : issuerLevel(issuer), decision, on: validFrom });
  const ended = round === '' ? endingOf(cells, validFrom) : { endedOn: null, endedBy: null, cause: null };
  if (latest && round !== '' && cells.has('star')) {
    const current = readStar(text('star') ?? '');
    if (current && 'star' in current && current.star !== rating.star) {
      warn('star', 'star_differs', {
        vi: `Hạng sao hiện tại (${current.star}) khác lần công nhận cuối (${rating.star}).`,
        en: `The current star (${current.star}) differs from the last recognition (${rating.star}).`,
      });
    }
  }
  const validUntil = validFrom && latest ? expiryOf(cells, validFrom) : null;
  return {
    star: rating.star,
    potentialFive: defaults.layout === 'ptnt' && !rating.potentialFive ? null : rating.potentialFive,
    score,
    decisionNo: decision?.text ?? text(of('decisionNo', round)),
    decisionKey: decision?.key ?? null,
    decidedOn,
    issuer,
    validFrom,
    validUntil,
    extendedUntil: validFrom && round === '' ? extensionOf(cells, validUntil ?? lastDay(validFrom)) : null,
    ...ended,
  };
}

const OF_DECISION: Field[] = ['decisionNo', 'decidedOn', 'validFrom', 'year', 'star1', 'star2', 'decidedOn1', 'decidedOn2'];
type Titled = { decisionNo: string | null; day: string | null; issuer: string | null; otherwise: string | null };

/** The decision that the titles name, where the list has no column for one: the section's before the caller's word, the list's after it. */
function titledDecision({ has, above }: Cells, { issuer, decidedOn }: Defaults): Titled {
  const silent = !OF_DECISION.some(has);
  const { list } = above;
  const of = silent && above.decidedOn ? above : silent && list.decidedOn && decidedOn === null ? list : undefined;
  return {
    decisionNo: of?.decisionNo ?? null,
    day: of?.decidedOn ?? null,
    issuer: (of === above ? above.issuer : undefined) ?? issuer ?? of?.issuer ?? null,
    otherwise: decidedOn,
  };
}

/** 'QĐ công nhận, ngày' over '40/QĐ-UBND, 12/9/2022': the column of days holds the number too, and no other column does. */
function holdsDecision({ text, has }: Cells, round: Round): boolean {
  if (has(of('decisionNo', round))) return false;
  const decision = readDecision(text(of('decidedOn', round)) ?? '');
  return decision !== undefined && decision.suffix !== '' && decision.day !== null;
}

function decisionOf({ text, warn }: Cells, field: Field, titled: string | null): Decision | undefined {
  const written = text(field) ?? titled;
  if (!written) return undefined;
  const decision = readDecision(written);
  if (decision?.withdraws) {
    throw new Refused(field, 'withdrawal', {
      vi: `"${written}" là quyết định thu hồi, không phải công nhận.`,
      en: `"${written}" withdraws a recognition; it grants none.`,
    });
  }
  if (!decision)
    warn(field, 'decision_form', {
      vi: `Không đọc được số quyết định "${written}".`,
      en: `No decision number can be read from "${written}".`,
    });
  else if (decision.several)
    warn(field, 'decision_several', {
      vi: `"${written}" ghi nhiều quyết định; lấy ${decision.key}.`,
      en: `"${written}" names several decisions; ${decision.key} is taken.`,
    });
  return decision;
}

function ratingOf(cells: Cells, round: Round, central: boolean, latest: boolean): { rating: Rating; score: number | null } {
  const { text, warn } = cells;
  const scoreField = of('score', round);
  const written = text(scoreField);
  const points = written === null ? null : readPoints(written);
  const starField = latest && round !== '' && text(of('star', round)) === null ? 'star' : of('star', round);
  let rating = readStar(text(starField) ?? '');
  // A column of results may hold stars: nobody is listed with five points or fewer.
  const starsAsPoints = rating === null && written !== null && (points === undefined || (points !== null && points <= 5));
  if (starsAsPoints) rating = readStar(written);
  if (rating === null || starsAsPoints) rating = titledStar(cells) ?? rating;
  if (rating && 'code' in rating) throw refused(starsAsPoints ? scoreField : starField, rating);
  if (points === undefined && !starsAsPoints) {
    warn(scoreField, 'points', { vi: `Không đọc được điểm "${written}".`, en: `No points can be read from "${written}".` });
  }
  const score = starsAsPoints ? null : (points ?? null);
  if (rating === null && score !== null) {
    rating = starOfPoints(score, central);
    if (!rating)
      throw new Refused(scoreField, 'not_recognised', {
        vi: `${score} điểm: dưới 3 sao, không được công nhận.`,
        en: `${score} points: below three stars, not recognised.`,
      });
  } else if (rating && score !== null && starOfPoints(score, rating.star === 5)?.star !== rating.star) {
    warn(scoreField, 'points_differ', {
      vi: `${score} điểm không ứng với ${rating.star} sao.`,
      en: `${score} points do not fit ${rating.star} stars.`,
    });
  }
  if (/sao\s*\(?\*+\)?$/iu.test(text(starField) ?? ''))
    warn(starField, 'footnote', {
      vi: `"${text(starField)}" có dấu chú thích; chỉ lấy hạng sao.`,
      en: `"${text(starField)}" bears a footnote mark; only the star is taken.`,
    });
  if (potentialColumn(cells) && rating?.star === 4) rating = { star: 4, potentialFive: true };
  if (!rating) throw new Refused(of('star', round), 'missing', { vi: 'Thiếu hạng sao.', en: 'The star is missing.' });
  return { rating, score };
}

/** The star that the titles grant, where the list has no column of stars. */
function titledStar({ has, above }: Cells): Rating | null {
  const titled = above.star ?? above.list.star;
  const star = titled && !(['star', 'star1', 'star2'] as const).some(has) ? readStar(titled) : null;
  return star && 'star' in star ? star : null;
}

const potentialColumn = ({ text }: Cells): boolean => /^(?:1|x|true|yes|có|đúng)$/iu.test(text('potentialFive') ?? '');

/** `otherwise`: the day given for the whole list, where the row has none or only its month or year. */
function dayOf(cells: Cells, field: Field, written?: string | null, otherwise: string | null = null): string | null {
  const cell: Cell = cells.cell(field);
  const day = readDay(cell.text === '' && written ? { text: written } : cell);
  if (day === null) return otherwise;
  if (typeof day === 'string') return day;
  if (!day.partial || !otherwise) throw refused(field, day);
  cells.warn(field, 'date_completed', {
    vi: `"${cell.text}" chỉ có tháng hoặc năm; dùng ngày đã cho ${otherwise}.`,
    en: `"${cell.text}" gives only a month or a year; the given day ${otherwise} is used.`,
  });
  return otherwise;
}

function read(field: Field, cell: Cell): string | null {
  const day = readDay(cell);
  if (day !== null && typeof day !== 'string') throw refused(field, day);
  return day;
}

const refused = (field: Field, { code, message }: Wrong): Refused => new Refused(field, code, message);

function checkYear({ text, warn }: Cells, round: Round, day: string | null): void {
  const field = of('year', round);
  const year = readYear(text(field) ?? '');
  if (year && day && String(year) !== day.slice(0, 4)) {
    warn(field, 'year_differs', { vi: `Năm ${year} khác năm của ngày ${day}.`, en: `Year ${year} differs from the day ${day}.` });
  }
}

/** '123/QĐ-UBND ngày 05/8/2023' beside another day in its own column. */
function checkDayOfDecision({ text, warn }: Cells, field: Field, decision: Decision | undefined, decidedOn: string | null): void {
  const day = decision?.day && text(field) !== null ? readDay({ text: decision.day }) : null;
  if (typeof day !== 'string' || decidedOn === null || day === decidedOn) return;
  warn(field, 'date_differs', {
    vi: `Ngày ${decidedOn} khác ngày ${day} ghi cùng số quyết định.`,
    en: `${decidedOn} differs from ${day}, written with the decision's number.`,
  });
}

/** The programme began on 07/05/2018 (QĐ 490/QĐ-TTg). */
const FIRST_DAY = '2018-05-07';

function checkDay({ warn }: Cells, field: Field, day: string, today: string): void {
  if (day < FIRST_DAY)
    warn(field, 'date_early', { vi: `Ngày ${day} trước khi có chương trình OCOP.`, en: `${day} is before the OCOP programme began.` });
  if (day > today) warn(field, 'date_future', { vi: `Ngày ${day} ở tương lai.`, en: `${day} lies in the future.` });
}

/** Three stars were the district's until 30/06/2025, the province's since; four the province's; five the centre's. */
function checkIssuer(
  { warn }: Cells,
  field: Field,
  x: { star: number; level: string; decision: Decision | undefined; on: string | null },
): void {
  const odd =
    (x.star === 5 && (x.level === 'central' ? false : x.level !== 'unknown' || x.decision?.authority === 'committee')) ||
    (x.star === 4 && (x.level === 'district' || x.level === 'commune')) ||
    (x.star === 3 && (x.level === 'commune' || (x.level === 'district' && (x.on ?? '') > '2025-06-30')));
  if (odd)
    warn(field, 'issuer_odd', {
      vi: `Cơ quan ban hành không có thẩm quyền công nhận ${x.star} sao.`,
      en: `The issuer is not the one that grants ${x.star} stars.`,
    });
}

/** '36 tháng' in place of a last day: the rule itself. */
const RULE_IN_WORDS = /^(?:(?:thoi han|co gia tri|trong) )*(?:36 thang|(?:0?3|ba) nam)\b/;

/** A stated last day, where it can be one; the rule of 36 months otherwise. */
function expiryOf(cells: Cells, validFrom: string): string | null {
  if (RULE_IN_WORDS.test(fold(cells.text('validUntil') ?? ''))) return null;
  const stated = dayOf(cells, 'validUntil');
  if (stated === null) return null;
  const rule = lastDay(validFrom);
  if (stated < validFrom || stated > addDays(rule, 1)) {
    cells.warn('validUntil', 'expiry_odd', {
      vi: `Ngày hết hạn ${stated} không hợp với ngày ${validFrom}; dùng ${rule}.`,
      en: `Last day ${stated} does not fit ${validFrom}; ${rule} is used.`,
    });
    return null;
  }
  if (daysBetween(stated, rule) > 1) {
    cells.warn('validUntil', 'expiry_short', {
      vi: `Ngày hết hạn ${stated} sớm hơn 36 tháng (${rule}).`,
      en: `Last day ${stated} is earlier than 36 months (${rule}).`,
    });
  }
  return stated > rule ? null : stated;
}

const LONGEST_EXTENSION = 180;

function extensionOf(cells: Cells, validUntil: string): string | null {
  const stated = dayOf(cells, 'extendedUntil');
  if (stated === null || (stated > validUntil && stated <= addDays(validUntil, LONGEST_EXTENSION))) return stated;
  cells.warn('extendedUntil', 'extension_odd', {
    vi: `Gia hạn đến ${stated} không hợp với ngày hết hạn ${validUntil}; không dùng.`,
    en: `An extension to ${stated} does not fit the last day ${validUntil}; not used.`,
  });
  return null;
}

function endingOf(cells: Cells, validFrom: string | null): Pick<RoundFacts, 'endedOn' | 'endedBy' | 'cause'> {
  const endedOn = dayOf(cells, 'endedOn');
  if (!endedOn) return { endedOn: null, endedBy: null, cause: null };
  if (validFrom && endedOn < validFrom) {
    throw new Refused('endedOn', 'order', {
      vi: `Ngày chấm dứt ${endedOn} trước ngày công nhận ${validFrom}.`,
      en: `The end ${endedOn} is before the beginning ${validFrom}.`,
    });
  }
  const by = /superseded|thay/iu.test(cells.text('endedBy') ?? '') ? 'superseded' : 'revoked';
  return { endedOn, endedBy: by, cause: cells.text('cause') };
}
