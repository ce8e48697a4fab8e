// One product's recognitions from its plan: what the published figures of three days ask for, then the free course of things.
import type { StarKey } from '#shared/vocabulary.ts';
import { decisionDay, num } from './calendar.ts';
import { type Act, Course, END } from './course.ts';
import type { PlannedProduct } from './plan.ts';
import type { Random } from './random.ts';

export const A = num('2023-12-31');
export const B = num('2024-12-31');
export const C = num('2025-07-31');
/** Bắc Ninh stands still until then. */
const STILL = num('2025-09-30');

const day = (text: string): number => num(text);

/** All recognitions of one planned product, ascending. `office` names who sits for it, for the days of its rounds. */
export function makeActs(random: Random, product: PlannedProduct, office: string): Act[] {
  const course = new Course(random, office);
  const { pattern } = product;
  if (pattern === 'N') startLate(course, product);
  else if (pattern === 'X') comeAndGo(course, product);
  else {
    untilA(course, product);
    course.keepUntil(A);
    if (pattern === '100R') course.revoke(A + 1, B);
    else {
      untilB(course, product);
      course.keepUntil(B);
      if (pattern === '110R' || pattern === '010') course.revoke(B + 1, C);
      else untilC(course, product);
    }
  }
  return course.acts;
}

/** New after the last published figures. */
function startLate(course: Course, product: PlannedProduct): void {
  const { random } = course;
  const star = random.chance(0.8) ? '3' : random.chance(0.97) ? '4' : '5p';
  course.enter(star, product.still ? STILL + 1 : C + 1, END);
  course.live(C + 1);
}

/** Over before the first published figures. */
function comeAndGo(course: Course, { year }: PlannedProduct): void {
  const { random } = course;
  course.enter(random.chance(0.85) ? '3' : '4', day(`${year}-01-02`), day(`${year}-12-30`));
  if (random.chance(0.04)) course.revoke(day('2021-01-04') + random.below(300), A - 1);
}

function untilA(course: Course, { pattern, year, stars: [a, b, c] }: PlannedProduct): void {
  if (pattern === '100L' || pattern === '101') {
    course.enter(a ?? '3', day('2021-01-04'), day('2021-12-30'));
  } else if (pattern === '110L') {
    if (year === '2019') twoTerms(course, a ?? '3');
    else course.enter(a ?? '3', day('2022-01-04'), day('2022-07-29'));
  } else if (a) {
    const low = day(`${year}-01-02`);
    const fast = year === '2023' && a === '5';
    const high = day(fast ? `${year}-07-31` : `${year}-12-30`);
    course.enter(beginning(course.random, a, year ?? ''), low, year === '2022' && b === '4' && c === '3' ? day('2022-09-30') : high);
    course.carry(A, a);
  }
}

/** The second term begins within the stretch in which it must lapse three years later. */
function twoTerms(course: Course, star: StarKey): void {
  const office = course.officeFor(star);
  const second = decisionDay(course.random, office, day('2022-02-01'), day('2022-07-29'));
  const first = decisionDay(course.random, office, second - 1096 + 2, second - 1096 + 50, true);
  course.grant(star, first);
  course.grant(star, second);
}

function untilB(course: Course, { pattern, stars: [a, b] }: PlannedProduct): void {
  if (!b || (a && pattern === '110L')) return;
  if (!a) course.enter(b === '5' ? '5p' : b, A + 1, b === '5' ? day('2024-06-28') : B - 1);
  course.carry(B, b);
}

function untilC(course: Course, { pattern, still, stars: [, , c] }: PlannedProduct): void {
  if (!c) return;
  if (pattern === '101') course.enter(c, B + 1, C);
  else if (pattern === '001') course.enter(c, B + 1, C - 1);
  course.carry(C, c);
  if (still) course.carry(STILL, c);
  course.live(still ? STILL + 1 : C + 1);
}

/** The star a product began with, long before it shows `star` at the end of 2023. */
function beginning(random: Random, star: StarKey, year: string): StarKey {
  if (star === '5') return '5p';
  if (year >= '2022') return star;
  if (star === '5p') return '4';
  return star === '4' && random.chance(0.25) ? '3' : star;
}
