// What becomes of a product's recognitions when a list states one or two. Pure: gives new lists, touches nothing.
import { foldMarks } from '#shared/text/fold.ts';
import { sameDecision } from '../rules/decisions.ts';
import { lastDay } from '../rules/validity.ts';
import type { RoundFacts } from './read-rounds.ts';
import type { RowFacts } from './read-row.ts';
import type { Recognition } from './register.ts';

export type RecognitionChange = { what: 'recognition'; before: Partial<Recognition>; after: Partial<Recognition> };
export type Merged =
  | {
      kind: 'merged';
      recognitions: Recognition[];
      added: number;
      changes: RecognitionChange[] /** The earlier row that states the same. */;
      repeats: number | null;
    }
  | { kind: 'contradiction'; row: number | null };

type Dated = RoundFacts & { validFrom: string };
const FIELDS = [
  'star',
  'potentialFive',
  'score',
  'decisionNo',
  'decisionKey',
  'decidedOn',
  'issuer',
  'validFrom',
  'validUntil',
  'endedOn',
  'endedBy',
  'cause',
] as const;
type Key = (typeof FIELDS)[number];

/** Same day, or the same decision in the same year: one and the same recognition. Days must all be known. */
export function mergeRecognitions(standing: readonly Recognition[], facts: RowFacts): Merged {
  let list = standing.map((r) => ({ ...r }));
  const changes: RecognitionChange[] = [];
  let added = 0;
  let repeats: number | null = null;
  for (const round of facts.rounds) {
    if (round.validFrom === null) continue;
    const dated: Dated = { ...round, validFrom: round.validFrom };
    const same = list.find((r) => r.validFrom === dated.validFrom) ?? list.find((r) => isSameDecision(r, dated));
    if (!same) {
      list.push(begin(dated, facts.row));
      added++;
      continue;
    }
    const stated = same.statedBy !== null && same.statedBy !== facts.row;
    const differing = differences(same, dated);
    const overwrites = differing.filter((key) => same[key] !== null);
    if (stated && overwrites.length > 0) return { kind: 'contradiction', row: same.statedBy };
    if (differing.includes('validFrom') && list.some((r) => r !== same && r.validFrom === dated.validFrom))
      return { kind: 'contradiction', row: null };
    if (stated) repeats = same.statedBy;
    if (differing.length > 0) {
      const before = Object.fromEntries(differing.map((key) => [key, same[key]]));
      take(same, dated, differing);
      if (same.endedOn !== null && same.endedOn < same.validFrom) return { kind: 'contradiction', row: null };
      changes.push({ what: 'recognition', before, after: Object.fromEntries(differing.map((key) => [key, same[key]])) });
      if (same.state === 'kept') same.state = 'changed';
    }
    same.statedBy ??= facts.row;
  }
  list = list.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  if (added > 0 || changes.length > 0) supersede(list);
  return { kind: 'merged', recognitions: list, added, changes, repeats };
}

const isSameDecision = (r: Recognition, round: Dated): boolean =>
  sameDecision(r.decisionKey, round.decisionKey) &&
  (r.decidedOn ?? r.validFrom).slice(0, 4) === (round.decidedOn ?? round.validFrom).slice(0, 4);

function begin(round: Dated, row: number): Recognition {
  return {
    ...round,
    id: null,
    potentialFive: round.potentialFive ?? false,
    validUntil: round.validUntil ?? lastDay(round.validFrom),
    state: 'new',
    statedBy: row,
  };
}

/** What the row says otherwise; what it does not say is no difference. */
function differences(r: Recognition, round: Dated): Key[] {
  const ends = round.endedOn !== null;
  return FIELDS.filter((key) => {
    const stated = round[key];
    if (key === 'validUntil' && stated === null) return round.validFrom !== r.validFrom && r.validUntil !== lastDay(round.validFrom);
    if (stated === null || ((key === 'endedBy' || key === 'cause') && !ends)) return false;
    if (key === 'decisionNo' || key === 'decisionKey')
      return !(sameDecision(r.decisionKey, round.decisionKey) || (round.decisionKey === null && r.decisionNo === round.decisionNo));
    // a list shows the first day where no day of decision is known
    if (key === 'decidedOn' && r.decidedOn === null && stated === r.validFrom) return false;
    if (key === 'issuer') return r.issuer === null || foldMarks(r.issuer) !== foldMarks(round.issuer ?? '');
    return r[key] !== stated;
  });
}

function take(r: Recognition, round: Dated, keys: Key[]): void {
  for (const key of keys) {
    if (key === 'validUntil') r.validUntil = round.validUntil ?? lastDay(round.validFrom);
    else Object.assign(r, { [key]: round[key] });
  }
  if (r.star !== 4) r.potentialFive = false;
  // an extension belongs to the last day it was granted for
  if (keys.includes('validUntil')) r.extendedUntil = null;
}

/** An older recognition still running ends on the day the next one begins. */
function supersede(list: Recognition[]): void {
  list.forEach((older, i) => {
    const next = list[i + 1];
    if (!next || older.endedOn !== null || (older.extendedUntil ?? older.validUntil) < next.validFrom) return;
    older.endedOn = next.validFrom;
    older.endedBy = 'superseded';
    if (older.state === 'kept') older.state = 'changed';
  });
}
