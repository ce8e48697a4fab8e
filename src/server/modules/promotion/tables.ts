// The module's tables; the migration 20261122T0550 says what each column means.
import type { ColumnType, Generated } from 'kysely';
import type { Day, Stamp } from '#server/platform/db.ts';
import type { ProducerType } from '#shared/vocabulary.ts';

export const RESULTS = ['none', 'interested', 'sample', 'memorandum', 'order'] as const;
export type Result = (typeof RESULTS)[number];
export const OUTCOMES = ['none', 'talking', 'sample', 'memorandum', 'contract', 'delivered'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const EVENT_STATES = ['draft', 'open', 'held', 'cancelled'] as const;
export type EventState = (typeof EVENT_STATES)[number];
export type ParticipantState = 'registered' | 'confirmed' | 'declined' | 'withdrawn';
export type Side = 'firm' | 'buyer';

/** JSON goes in as text, comes out read. */
type Json<T> = ColumnType<T, string, string>;
export type Break = { from: string; until: string };

declare module '#server/platform/db.ts' {
  interface Tables {
    'promotion.event': {
      id: string;
      kind: 'conference' | 'fair';
      name_vi: string;
      name_en: string;
      about_vi: Generated<string>;
      about_en: Generated<string>;
      place: string;
      unit: string;
      starts_on: Day;
      ends_on: Day;
      register_until: Day;
      state: Generated<EventState>;
      meet_on: Day;
      day_start: string;
      day_end: string;
      slot_minutes: number;
      pause_minutes: number;
      breaks: Json<Break[]>;
      tables: number;
      household_least: number;
      firm_most: number;
      booths: Generated<number>;
      small_share: Generated<number>;
      lottery_seed: string | null;
      drawn_at: Stamp | null;
      drawn_by: string | null;
      sample: Generated<boolean>;
      created_by: string;
      created_at: Stamp;
    };
    'promotion.programme_item': {
      id: string;
      event_id: string;
      day: Day;
      starts: string;
      ends: string;
      title_vi: string;
      title_en: string;
      place: Generated<string>;
    };
    'promotion.participant': {
      id: string;
      event_id: string;
      side: Side;
      producer_id: string | null;
      organisation_id: string | null;
      name: string;
      producer_type: ProducerType | null;
      state: Generated<ParticipantState>;
      tables: Generated<number>;
      most: number | null;
      away: Generated<number[]>;
      wants_booth: Generated<boolean>;
      booth: number | null;
      absent_at: Stamp | null;
      registered_by: string;
      registered_at: Stamp;
    };
    'promotion.wish': { from_id: string; to_id: string; weight: number; stated_by: string; stated_at: Stamp };
    'promotion.timetable': {
      id: string;
      event_id: string;
      version: number;
      state: Generated<'draft' | 'published' | 'superseded'>;
      made_from: string;
      figures: Json<Record<string, unknown>>;
      made_by: string;
      made_at: Stamp;
      published_by: string | null;
      published_at: Stamp | null;
    };
    'promotion.meeting': {
      id: string;
      timetable_id: string;
      firm_id: string;
      buyer_id: string;
      slot: number;
      seat: number;
      origin: Generated<'plan' | 'refill'>;
      state: Generated<'planned' | 'freed' | 'held'>;
      result: Result | null;
      note: Generated<string>;
      result_by: string | null;
      result_at: Stamp | null;
    };
    'promotion.follow_up': {
      meeting_id: string;
      after_days: 30 | 90;
      asked_at: Stamp;
      outcome: Outcome | null;
      agreement: string | null;
      answered_by: string | null;
      answered_at: Stamp | null;
    };
  }
}
