-- Pooled sourcing: supply stated once, demands with deliveries, offers, pools and their shares, contracts, deliveries, checks and payments as different things.
-- Quantities in the base unit of their row (kg, l, piece), money in whole đồng. Validity is never stored here: it is read from the register.
create schema sourcing;

-- Supply -------------------------------------------------------------------------------------------------------------------
create table sourcing.supply (
  product_id text primary key,
  producer_id text not null,
  unit text not null check (unit in ('kg', 'l', 'piece')),
  stock numeric(14, 3) not null default 0 check (stock >= 0),
  unit_price bigint not null check (unit_price between 0 and 1000000000000),
  min_lot numeric(14, 3) not null default 0 check (min_lot >= 0),
  lot_step numeric(14, 3) check (lot_step > 0),
  lead_days integer not null default 0 check (lead_days between 0 and 365),
  packs jsonb not null default '[]',
  published boolean not null default true,
  sample boolean not null default false,
  stated_by text not null,
  stated_at timestamptz not null
);
comment on column sourcing.supply.packs is 'Pack sizes: [{"quantity": 0.5, "label": "hũ 500 g"}], in the unit of the row.';
create index supply_producer on sourcing.supply (producer_id);
create table sourcing.capacity (
  product_id text not null references sourcing.supply on delete cascade,
  month date not null check (extract(day from month) = 1),
  quantity numeric(14, 3) not null check (quantity >= 0),
  stated_at timestamptz not null,
  primary key (product_id, month)
);
create table sourcing.price_tier (
  product_id text not null references sourcing.supply on delete cascade,
  from_quantity numeric(14, 3) not null check (from_quantity > 0),
  unit_price bigint not null check (unit_price >= 0),
  primary key (product_id, from_quantity)
);
create table sourcing.paper (
  id text primary key,
  producer_id text not null,
  product_id text,
  kind text not null check (kind in ('vietgap', 'globalgap', 'haccp', 'iso22000', 'food_safety', 'organic', 'halal', 'test_report', 'self_declaration', 'invoice', 'barcode')),
  number text,
  issuer text,
  valid_from date,
  valid_until date check (valid_until >= valid_from),
  sample boolean not null default false,
  stated_by text not null,
  stated_at timestamptz not null,
  ended_at timestamptz
);
comment on column sourcing.paper.kind is 'invoice = the producer issues VAT invoices.';
create index paper_producer on sourcing.paper (producer_id) where ended_at is null;

-- Buyers and demands -----------------------------------------------------------------------------------------------------------
create table sourcing.buyer (
  organisation_id text primary key,
  profile text,
  country text not null default 'VN' check (country ~ '^[A-Z]{2}$'),
  tax_code text,
  contact text,
  verified_at timestamptz,
  verified_by text,
  sample boolean not null default false,
  updated_at timestamptz not null
);
comment on column sourcing.buyer.profile is 'Entry checklist of the chain: a key of reference/retail.';
create table sourcing.store (
  id text primary key,
  organisation_id text not null references sourcing.buyer,
  name text not null,
  address text,
  commune_code text,
  province_code text not null,
  lat double precision,
  lng double precision,
  ended_at timestamptz
);
create index store_organisation on sourcing.store (organisation_id);
create table sourcing.demand (
  id text primary key,
  organisation_id text not null references sourcing.buyer,
  title text not null,
  wanted text not null default '',
  set_no smallint check (set_no between 1 and 26),
  specification text not null default '',
  unit text not null check (unit in ('kg', 'l', 'piece')),
  ceiling_price bigint check (ceiling_price >= 0),
  min_star smallint not null default 3 check (min_star in (3, 4, 5)),
  papers text[] not null default '{}',
  packing text not null default '',
  max_suppliers integer check (max_suppliers > 0),
  max_share numeric(5, 4) check (max_share > 0 and max_share <= 1),
  small_share numeric(5, 4) check (small_share between 0 and 1),
  allow_short boolean not null default false,
  needs_invoice boolean not null default true,
  visibility text not null default 'public' check (visibility in ('public', 'private')),
  invited text[] not null default '{}',
  sealed boolean not null default false,
  repeats text check (repeats in ('monthly', 'quarterly')),
  repeats_of text references sourcing.demand,
  closes_at timestamptz not null,
  state text not null default 'draft' check (state in ('draft', 'open', 'pooling', 'contracted', 'fulfilled', 'lapsed', 'cancelled')),
  profile text,
  checklist jsonb not null default '[]',
  language text not null default 'vi' check (language in ('vi', 'en')),
  sample boolean not null default false,
  created_by text not null,
  created_at timestamptz not null,
  posted_at timestamptz
);
comment on column sourcing.demand.wanted is 'Words of the product wanted, matched against names; with set_no both bind.';
comment on column sourcing.demand.invited is 'Producers that see a private demand.';
create index demand_open on sourcing.demand (state, closes_at);
create index demand_organisation on sourcing.demand (organisation_id, created_at desc);
create table sourcing.demand_delivery (
  id text primary key,
  demand_id text not null references sourcing.demand on delete cascade,
  no integer not null,
  due_on date not null,
  store_id text references sourcing.store,
  place text not null default '',
  province_code text,
  lat double precision,
  lng double precision,
  quantity numeric(14, 3) not null check (quantity > 0),
  unique (demand_id, no)
);
create table sourcing.offer (
  id text primary key,
  demand_id text not null references sourcing.demand,
  product_id text not null,
  producer_id text not null,
  unit_price bigint not null check (unit_price >= 0),
  quantity numeric(14, 3) not null check (quantity > 0),
  by_delivery jsonb not null default '{}',
  min_lot numeric(14, 3) not null default 0 check (min_lot >= 0),
  lot_step numeric(14, 3) check (lot_step > 0),
  note text not null default '',
  state text not null default 'made' check (state in ('made', 'withdrawn')),
  made_by text not null,
  made_at timestamptz not null,
  unique (demand_id, product_id)
);
comment on column sourcing.offer.by_delivery is 'Most per delivery: {"<delivery id>": quantity}; empty = no limit but the whole.';
create table sourcing.price_view (
  offer_id text not null,
  account_id text not null,
  seen_at timestamptz not null,
  primary key (offer_id, account_id)
);
comment on table sourcing.price_view is 'Who first saw whose price, and when.';

-- Pools --------------------------------------------------------------------------------------------------------------------------
create table sourcing.pool (
  id text primary key,
  demand_id text not null references sourcing.demand,
  round integer not null,
  strategy text not null default 'cheapest',
  rules jsonb not null,
  question jsonb not null,
  answer jsonb not null,
  explained jsonb not null default '{}',
  lead_producer_id text,
  state text not null default 'proposed' check (state in ('proposed', 'offered', 'settled', 'contracted', 'dropped')),
  answer_by timestamptz,
  solved_at timestamptz not null,
  solved_by text not null,
  unique (demand_id, round)
);
create unique index pool_current on sourcing.pool (demand_id) where state in ('offered', 'settled', 'contracted');
create table sourcing.share (
  id text primary key,
  pool_id text not null references sourcing.pool,
  demand_id text not null references sourcing.demand,
  delivery_id text not null references sourcing.demand_delivery,
  product_id text not null,
  producer_id text not null,
  quantity numeric(14, 3) not null check (quantity > 0),
  unit_price bigint not null check (unit_price >= 0),
  state text not null default 'proposed' check (state in ('proposed', 'offered', 'accepted', 'declined', 'lapsed', 'released', 'delivered')),
  answered_quantity numeric(14, 3) check (answered_quantity >= 0),
  answered_at timestamptz,
  answered_by text,
  reason text
);
comment on column sourcing.share.state is 'An accepted or offered share reserves capacity in the month of its delivery.';
create index share_pool on sourcing.share (pool_id);
create index share_holding on sourcing.share (product_id) where state in ('offered', 'accepted');
create index share_producer on sourcing.share (producer_id);
create table sourcing.answer_link (
  hash bytea primary key,
  pool_id text not null references sourcing.pool,
  producer_id text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  unique (pool_id, producer_id)
);
comment on table sourcing.answer_link is 'Links to answer from a phone without an account; only hashes of the secrets are kept.';

-- From pool to money ---------------------------------------------------------------------------------------------------------------
create table sourcing.agreement (
  id text primary key,
  kind text not null check (kind in ('memorandum', 'contract')),
  number text not null unique,
  demand_id text references sourcing.demand,
  pool_id text references sourcing.pool,
  memorandum_id text references sourcing.agreement,
  organisation_id text not null references sourcing.buyer,
  lead_producer_id text,
  amount bigint not null default 0 check (amount >= 0),
  terms jsonb not null default '{}',
  state text not null default 'drawn' check (state in ('drawn', 'signed', 'fulfilled', 'lapsed', 'ended')),
  drawn_on date not null,
  signed_on date,
  ends_on date,
  ended_reason text,
  sample boolean not null default false,
  created_by text not null,
  created_at timestamptz not null
);
create index agreement_organisation on sourcing.agreement (organisation_id);
create table sourcing.agreement_signature (
  agreement_id text not null references sourcing.agreement,
  party text not null,
  signed_by text not null,
  signed_at timestamptz not null,
  primary key (agreement_id, party)
);
create table sourcing.delivery (
  id text primary key,
  agreement_id text not null references sourcing.agreement,
  demand_delivery_id text not null references sourcing.demand_delivery,
  share_id text not null unique references sourcing.share,
  product_id text not null,
  producer_id text not null,
  planned numeric(14, 3) not null check (planned > 0),
  due_on date not null,
  lot text,
  shipped numeric(14, 3) check (shipped >= 0),
  shipped_on date,
  received numeric(14, 3) check (received >= 0),
  received_on date,
  accepted numeric(14, 3) check (accepted >= 0),
  checked_on date,
  check_note text,
  state text not null default 'planned' check (state in ('planned', 'shipped', 'received', 'checked', 'cancelled')),
  cancelled_reason text,
  check (accepted is null or (received is not null and accepted <= received))
);
create index delivery_agreement on sourcing.delivery (agreement_id, due_on);
create index delivery_producer on sourcing.delivery (producer_id);
create table sourcing.payment (
  id text primary key,
  agreement_id text not null references sourcing.agreement,
  producer_id text,
  amount bigint not null check (amount > 0),
  paid_on date not null,
  reference text not null default '',
  recorded_by text not null,
  recorded_at timestamptz not null,
  unique (agreement_id, producer_id, reference)
);
comment on column sourcing.payment.producer_id is 'Null: the buyer to the lead; else the lead to a producer.';
create table sourcing.account_number (
  producer_id text primary key,
  bank_bin text not null check (bank_bin ~ '^[0-9]{6}$'),
  number text not null check (number ~ '^[0-9A-Za-z]{4,19}$'),
  holder text not null,
  stated_by text not null,
  stated_at timestamptz not null
);
create table sourcing.contest (
  id text primary key,
  producer_id text not null,
  delivery_id text references sourcing.delivery,
  text text not null,
  state text not null default 'open' check (state in ('open', 'upheld', 'dismissed')),
  answer text,
  opened_by text not null,
  opened_at timestamptz not null,
  answered_by text,
  answered_at timestamptz
);
comment on table sourcing.contest is 'A producer contests a fact its reliability rests on.';
create table sourcing.request (
  key text primary key,
  actor text not null,
  answer jsonb not null,
  at timestamptz not null
);
comment on table sourcing.request is 'A retried request carries its key and does nothing twice.';

-- Capacity cannot be promised twice, whoever writes: the supply row is locked; what is held beyond the capacity of each month must fit into the stock.
create function sourcing.hold_capacity() returns trigger language plpgsql as $$
declare stocked numeric; beyond numeric;
begin
  if new.state not in ('offered', 'accepted') then return new; end if;
  select stock into stocked from sourcing.supply where product_id = new.product_id for update;
  if not found then
    raise exception 'nothing is stated for %', new.product_id using errcode = 'SV001';
  end if;
  with held as (
    select date_trunc('month', d.due_on)::date as month, coalesce(s.answered_quantity, s.quantity) as quantity
      from sourcing.share s join sourcing.demand_delivery d on d.id = s.delivery_id
      where s.product_id = new.product_id and s.state in ('offered', 'accepted', 'delivered') and s.id <> new.id
    union all
    select date_trunc('month', d.due_on)::date, coalesce(new.answered_quantity, new.quantity)
      from sourcing.demand_delivery d where d.id = new.delivery_id
  ), months as (select month, sum(quantity) as quantity from held group by month)
  select coalesce(sum(greatest(0, m.quantity - coalesce(c.quantity, 0))), 0) into beyond
    from months m left join sourcing.capacity c on c.product_id = new.product_id and c.month = m.month;
  if beyond > stocked then
    raise exception 'capacity of % is exceeded by %', new.product_id, beyond - stocked using errcode = 'SV001';
  end if;
  return new;
end $$;
create trigger share_holds before insert or update on sourcing.share for each row execute function sourcing.hold_capacity();
