import type { Actor } from '#server/platform/ctx.ts';
import type { Role, Scope, Verb } from './rules/roles.ts';

export type { Actor } from '#server/platform/ctx.ts';

/** A role somebody holds: bound to a unit and a time; lent ones know what they were lent from. */
export type Assignment = {
  id: string;
  role: Role;
  unit: string;
  organisation: { id: string; name: string } | null;
  /** Producers of the register that the organisation is or, for a secretary, has as members. */
  producers: { id: string; from: string; until: string | null }[];
  from: string;
  until: string | null;
  revoked: boolean;
  /** Only these verbs of the role; null = all of them. */
  verbs: Verb[] | null;
  source: Assignment | null;
  basis: string;
};

/** Somebody known: signed in, or speaking through a token. */
export type Person = Actor & {
  kind: 'person';
  account: string;
  sample: boolean;
  assignments: Assignment[];
  /** The session this request came with; undefined for a token. */
  session?: string;
  /** Set when an API client speaks: it may do no more than these allow. */
  scopes?: Scope[];
  mustChange: boolean;
};

/** A person or an API client of one; neither the public nor the house itself. */
export const isPerson = (actor: Actor): actor is Person => actor.kind === 'person' && 'assignments' in actor;
export const assignmentsOf = (actor: Actor): readonly Assignment[] => (isPerson(actor) ? actor.assignments : []);
