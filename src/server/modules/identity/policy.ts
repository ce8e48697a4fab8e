// Who may what: verb × territory × time. Pure: the actor carries its assignments, the units come with the question.
import { AppError } from '#server/platform/errors.ts';
import { type Actor, type Assignment, assignmentsOf, type Person } from './person.ts';
import { type Level, ROLE_RULES, type Role, SCOPE_VERBS, type Verb } from './rules/roles.ts';

export const NATION = 'VN';

/** What the rules need of the administrative units; `Territory` fits. Only units of today give or take rights. */
export type Ground = {
  province(code: string, map: 34): unknown;
  commune(code: string): { provinceCode: string } | undefined;
};

/** Where an act falls: a unit of today, and the producer it is for, when it is for one. */
export type Place = { unit: string; producer?: string };

/** The level of a unit of today; undefined for any other code. */
export function levelOf(ground: Ground, unit: string): Level | undefined {
  if (unit === NATION) return 'nation';
  if (ground.province(unit, 34)) return 'province';
  return ground.commune(unit) ? 'commune' : undefined;
}

/** The nation contains all, a province its communes of today, each unit itself. */
export function contains(ground: Ground, outer: string, inner: string): boolean {
  const level = levelOf(ground, inner);
  if (!level || !levelOf(ground, outer)) return false;
  return outer === NATION || outer === inner || (level === 'commune' && ground.commune(inner)?.provinceCode === outer);
}

const during = (span: { from: string; until: string | null }, day: string) =>
  span.from <= day && (span.until === null || day <= span.until);

/** A lent role lives only inside the role it was lent from: its time, its unit, its verbs. */
export function inEffect(ground: Ground, a: Assignment, day: string): boolean {
  if (a.revoked || !during(a, day)) return false;
  if (!a.source) return true;
  return (
    a.source.role === a.role &&
    ROLE_RULES[a.role].lends === true &&
    contains(ground, a.source.unit, a.unit) &&
    inEffect(ground, a.source, day)
  );
}

/** The verbs an assignment holds, whenever it is in effect. */
export function verbsOf(a: Assignment): readonly Verb[] {
  const held = a.source ? verbsOf(a.source) : ROLE_RULES[a.role].verbs;
  return a.verbs ? held.filter((v) => a.verbs?.includes(v)) : held;
}

/** The producers a person acts for on a day; an API client may still be kept from them by its scopes. */
export function producersOf(ground: Ground, person: Person, day: string): string[] {
  const held = person.assignments.filter((a) => inEffect(ground, a, day) && verbsOf(a).includes('act_for_producer'));
  return [...new Set(held.flatMap((a) => a.producers.filter((p) => during(p, day)).map((p) => p.id)))];
}

function gives(ground: Ground, a: Assignment, verb: Verb, place: Place, day: string): boolean {
  if (!inEffect(ground, a, day) || !verbsOf(a).includes(verb)) return false;
  if (!ROLE_RULES[a.role].ownOnly) return contains(ground, a.unit, place.unit);
  return a.producers.some((p) => p.id === place.producer && during(p, day));
}

const withinScopes = (person: Person, verb: Verb) => !person.scopes || person.scopes.some((s) => SCOPE_VERBS[s].includes(verb));
/** The command line keeps the house; it does not decide, score or inspect. */
const OPERATOR_VERBS: readonly Verb[] = ['import_products', 'publish', 'manage_roles', 'view_roles', 'view_grading', 'view_record'];

/** May the actor do this, there, on that day? */
export function may(ground: Ground, actor: Actor, verb: Verb, place: Place, day: string): boolean {
  if (actor.kind === 'operator') return OPERATOR_VERBS.includes(verb);
  if (actor.kind === 'person')
    return withinScopes(actor as Person, verb) && assignmentsOf(actor).some((a) => gives(ground, a, verb, place, day));
  return false;
}

/** Throws 401 for nobody and 403 for somebody without the right. */
export function assertMay(ground: Ground, actor: Actor, verb: Verb, place: Place, day: string): void {
  if (may(ground, actor, verb, place, day)) return;
  if (actor.kind === 'public') throw new AppError('unauthorized', { vi: 'Cần đăng nhập.', en: 'Please sign in.' });
  throw new AppError('forbidden', {
    vi: 'Vai trò của bạn không cho phép việc này ở đơn vị này.',
    en: 'Your roles do not allow this in this unit.',
  });
}

/** The units whose people the actor keeps today: accounts, roles. The operator keeps the nation. */
export function unitsKept(ground: Ground, actor: Actor, day: string): string[] {
  if (actor.kind === 'operator') return [NATION];
  if (actor.kind !== 'person' || (actor as Person).scopes) return [];
  const kept = assignmentsOf(actor).filter((a) => inEffect(ground, a, day) && verbsOf(a).includes('manage_roles'));
  return [...new Set(kept.map((a) => a.unit))];
}

/** May the actor give this role in this unit? A scoped API client never may. */
export function mayGrant(ground: Ground, actor: Actor, role: Role, unit: string, day: string): boolean {
  if (actor.kind === 'operator') return true;
  if (actor.kind !== 'person' || (actor as Person).scopes) return false;
  return assignmentsOf(actor).some(
    (a) => !a.verbs && inEffect(ground, a, day) && ROLE_RULES[a.role].grants?.includes(role) && contains(ground, a.unit, unit),
  );
}
