-- The words of a product's name without marks, as the words of a demand are matched: lower case, đ as d, whole words between single spaces.
-- It narrows; the rule itself is answers() of sourcing.
create view registry.pub_product_words as
  select id, set_no, ' ' || btrim(regexp_replace(translate(lower(
      regexp_replace(normalize(name, nfd), '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g')), 'đð', 'dd'), '[^[:alnum:]]+', ' ', 'g')) || ' ' as words
  from registry.product;
-- Who first saw the price of a share, and when; the price of an offer stands in price_view.
create table sourcing.share_view (
  share_id text not null references sourcing.share on delete cascade,
  account_id text not null,
  side text not null check (side in ('buyer', 'lead', 'officer')),
  seen_at timestamptz not null,
  primary key (share_id, account_id)
);
comment on table sourcing.share_view is 'side: as what the reader saw it. A producer that looks at its own price is not written down.';
