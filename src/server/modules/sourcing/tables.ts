// The module's tables; the migration 20261122T0500 says what each column means.
import type { ColumnType, Generated } from 'kysely';
import type { Day, Stamp } from '#server/platform/db.ts';

export const UNITS = ['kg', 'l', 'piece'] as const;
export type Unit = (typeof UNITS)[number];
export const PAPERS = [
  'vietgap',
  'globalgap',
  'haccp',
  'iso22000',
  'food_safety',
  'organic',
  'halal',
  'test_report',
  'self_declaration',
  'invoice',
  'barcode',
] as const;
export type PaperKind = (typeof PAPERS)[number];
export type DemandState = 'draft' | 'open' | 'pooling' | 'contracted' | 'fulfilled' | 'lapsed' | 'cancelled';
export type ShareState = 'proposed' | 'offered' | 'accepted' | 'declined' | 'lapsed' | 'released' | 'delivered';
export type PoolState = 'proposed' | 'offered' | 'settled' | 'contracted' | 'dropped';
export type AgreementState = 'drawn' | 'signed' | 'fulfilled' | 'lapsed' | 'ended';
export type DeliveryState = 'planned' | 'shipped' | 'received' | 'checked' | 'cancelled';

/** JSON goes in as text, comes out read. */
type Json<T> = ColumnType<T, string, string>;

declare module '#server/platform/db.ts' {
  interface Tables {
    'sourcing.supply': {
      product_id: string;
      producer_id: string;
      unit: Unit;
      stock: number;
      unit_price: number;
      min_lot: number;
      lot_step: number | null;
      lead_days: number;
      packs: Json<{ quantity: number; label: string }[]>;
      published: Generated<boolean>;
      sample: Generated<boolean>;
      stated_by: string;
      stated_at: Stamp;
    };
    'sourcing.capacity': { product_id: string; month: Day; quantity: number; stated_at: Stamp };
    'sourcing.price_tier': { product_id: string; from_quantity: number; unit_price: number };
    'sourcing.paper': {
      id: string;
      producer_id: string;
      product_id: string | null;
      kind: PaperKind;
      number: string | null;
      issuer: string | null;
      valid_from: Day | null;
      valid_until: Day | null;
      sample: Generated<boolean>;
      stated_by: string;
      stated_at: Stamp;
      ended_at: Stamp | null;
    };
    'sourcing.buyer': {
      organisation_id: string;
      profile: string | null;
      country: Generated<string>;
      tax_code: string | null;
      contact: string | null;
      verified_at: Stamp | null;
      verified_by: string | null;
      sample: Generated<boolean>;
      updated_at: Stamp;
    };
    'sourcing.store': {
      id: string;
      organisation_id: string;
      name: string;
      address: string | null;
      province_code: string;
      lat: number | null;
      lng: number | null;
      ended_at: Stamp | null;
    };
    'sourcing.demand': {
      id: string;
      organisation_id: string;
      title: string;
      wanted: Generated<string>;
      set_no: number | null;
      specification: Generated<string>;
      unit: Unit;
      ceiling_price: number | null;
      min_star: Generated<3 | 4 | 5>;
      papers: Generated<PaperKind[]>;
      packing: Generated<string>;
      max_suppliers: number | null;
      max_share: number | null;
      small_share: number | null;
      allow_short: Generated<boolean>;
      needs_invoice: Generated<boolean>;
      visibility: Generated<'public' | 'private'>;
      invited: Generated<string[]>;
      sealed: Generated<boolean>;
      repeats: 'monthly' | 'quarterly' | null;
      repeats_of: string | null;
      closes_at: Stamp;
      state: Generated<DemandState>;
      profile: string | null;
      /** Lines of text. */
      checklist: Json<string[]>;
      language: Generated<'vi' | 'en'>;
      sample: Generated<boolean>;
      created_by: string;
      created_at: Stamp;
      posted_at: Stamp | null;
    };
    'sourcing.demand_delivery': {
      id: string;
      demand_id: string;
      no: number;
      due_on: Day;
      store_id: string | null;
      place: Generated<string>;
      province_code: string | null;
      lat: number | null;
      lng: number | null;
      quantity: number;
    };
    'sourcing.offer': {
      id: string;
      demand_id: string;
      product_id: string;
      producer_id: string;
      unit_price: number;
      quantity: number;
      by_delivery: Json<Record<string, number>>;
      min_lot: Generated<number>;
      lot_step: number | null;
      note: Generated<string>;
      state: Generated<'made' | 'withdrawn'>;
      made_by: string;
      made_at: Stamp;
    };
    'sourcing.price_view': { offer_id: string; account_id: string; seen_at: Stamp };
    'sourcing.pool': {
      id: string;
      demand_id: string;
      round: number;
      strategy: Generated<string>;
      rules: Json<Record<string, unknown>>;
      question: Json<Record<string, unknown>>;
      answer: Json<Record<string, unknown>>;
      explained: Json<Record<string, unknown>>;
      lead_producer_id: string | null;
      state: Generated<PoolState>;
      answer_by: Stamp | null;
      solved_at: Stamp;
      solved_by: string;
    };
    'sourcing.share': {
      id: string;
      pool_id: string;
      demand_id: string;
      delivery_id: string;
      product_id: string;
      producer_id: string;
      quantity: number;
      unit_price: number;
      state: Generated<ShareState>;
      answered_quantity: number | null;
      answered_at: Stamp | null;
      answered_by: string | null;
      reason: string | null;
    };
    'sourcing.answer_link': { hash: Buffer; pool_id: string; producer_id: string; expires_at: Stamp; created_at: Stamp };
    'sourcing.agreement': {
      id: string;
      kind: 'memorandum' | 'contract';
      number: string;
      demand_id: string | null;
      pool_id: string | null;
      memorandum_id: string | null;
      organisation_id: string;
      lead_producer_id: string | null;
      amount: Generated<number>;
      terms: Json<Record<string, unknown>>;
      state: Generated<AgreementState>;
      drawn_on: Day;
      signed_on: Day | null;
      ends_on: Day | null;
      ended_reason: string | null;
      sample: Generated<boolean>;
      created_by: string;
      created_at: Stamp;
    };
    'sourcing.agreement_signature': { agreement_id: string; party: string; signed_by: string; signed_at: Stamp };
    'sourcing.delivery': {
      id: string;
      agreement_id: string;
      demand_delivery_id: string;
      share_id: string;
      product_id: string;
      producer_id: string;
      planned: number;
      due_on: Day;
      lot: string | null;
      shipped: number | null;
      shipped_on: Day | null;
      received: number | null;
      received_on: Day | null;
      accepted: number | null;
      checked_on: Day | null;
      check_note: string | null;
      state: Generated<DeliveryState>;
      cancelled_reason: string | null;
    };
    'sourcing.payment': {
      id: string;
      agreement_id: string;
      producer_id: string | null;
      amount: number;
      paid_on: Day;
      reference: Generated<string>;
      recorded_by: string;
      recorded_at: Stamp;
    };
    'sourcing.account_number': {
      producer_id: string;
      bank_bin: string;
      number: string;
      holder: string;
      stated_by: string;
      stated_at: Stamp;
    };
    'sourcing.contest': {
      id: string;
      producer_id: string;
      delivery_id: string | null;
      share_id: string | null;
      text: string;
      state: Generated<'open' | 'upheld' | 'dismissed'>;
      answer: string | null;
      opened_by: string;
      opened_at: Stamp;
      answered_by: string | null;
      answered_at: Stamp | null;
    };
    'sourcing.request': { key: string; actor: string; answer: Json<unknown>; at: Stamp };
  }
}
