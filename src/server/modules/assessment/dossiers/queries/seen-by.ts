// Which dossiers somebody may see: staff by unit once they are sent, producers their own at every step.
import { type Ground, inEffect, isPerson, may, NATION, type Verb, verbsOf } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { AppError } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import type { Level } from '../../tables.ts';
import type { Dossier } from '../moving.ts';

export type Sight = { units: string[]; producers: string[] };

export function sightOf(ctx: Ctx, ground: Ground): Sight {
  if (!isPerson(ctx.actor)) return { units: [], producers: [] };
  const today = dayOf(ctx.now);
  const held = ctx.actor.assignments.filter((a) => inEffect(ground, a, today));
  // an API client sees no more than its scopes let it do
  const within = (verb: Verb, unit: string, producer?: string) =>
    may(ground, ctx.actor, verb, producer === undefined ? { unit } : { unit, producer }, today);
  const units = held.filter((a) => verbsOf(a).includes('view_dossiers') && within('view_dossiers', a.unit)).map((a) => a.unit);
  const producers = held
    .filter((a) => verbsOf(a).includes('act_for_producer'))
    .flatMap((a) =>
      a.producers
        .filter((p) => p.from <= today && (p.until === null || today <= p.until) && within('act_for_producer', a.unit, p.id))
        .map((p) => p.id),
    );
  return { units: [...new Set(units)], producers: [...new Set(producers)] };
}

export const sees = (
  { units, producers }: Sight,
  d: Pick<Dossier, 'version' | 'commune_code' | 'province_code' | 'producer_id'>,
): boolean =>
  producers.includes(d.producer_id) || (d.version > 0 && units.some((u) => u === NATION || u === d.province_code || u === d.commune_code));

/** What a council said: staff hear it at once, the producer when the authority of that council has decided. `decided`: levels of the decisions made. */
export const hears = (sight: Sight, d: Parameters<typeof sees>[1], council: string, decided: readonly Level[]): boolean =>
  sees({ ...sight, producers: [] }, d) || (sees(sight, d) && decided.includes(council === NATION ? 'nation' : 'province'));

export const unseen = () =>
  new AppError('forbidden', { vi: 'Hồ sơ này ngoài phạm vi của bạn.', en: 'This dossier is outside your reach.' });
