// What the lists need about each product, in batches, with the recognitions known on a day.
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import type { Group, ProducerType } from '#shared/vocabulary.ts';
import type { RecognitionFacts } from '../facts.ts';
import { known } from '../rules/validity.ts';
import '../tables.ts';

export type Listed = {
  id: string;
  code: string | null;
  oldCode: string | null;
  name: string;
  group: Group | null;
  set: number | null;
  groupStated: string | null;
  producer: string;
  producerType: ProducerType;
  typeStated: string | null;
  representative: string | null;
  phone: string | null;
  address: string | null;
  commune: string | null;
  district: string | null;
  province: string | null;
  communeCode: string | null;
  provinceCode: string;
  /** Known on the day, ascending. */
  recognitions: RecognitionFacts[];
};

const BATCH = 2_000;

export async function* readProducts(db: Db, asOf: string, province: string | undefined): AsyncIterable<Listed[]> {
  const inProvince: RawBuilder<unknown> = province ? sql`and p.province_code = ${province}` : sql``;
  let after = '';
  for (;;) {
    const { rows } = await sql<Listed>`
      with chosen as (select p.* from registry.product p where p.id > ${after} ${inProvince} order by p.id limit ${BATCH})
      select p.id, p.code, p.old_code as "oldCode", p.name, p.group_code as "group", p.set_no as "set", p.group_stated as "groupStated",
        m.name as producer, m.type as "producerType", m.type_stated as "typeStated", m.representative, m.phone,
        p.address_written as address, p.commune_written as commune, p.district_written as district, p.province_written as province,
        p.commune_code as "communeCode", p.province_code as "provinceCode",
        coalesce((select json_agg(json_build_object('star', r.star, 'potentialFive', r.potential_five, 'score', r.score, 'decisionNo', r.decision_no,
          'decidedOn', r.decided_on, 'issuer', r.issuer, 'validFrom', r.valid_from, 'validUntil', r.valid_until, 'extendedUntil', r.extended_until,
          'extendedOn', r.extended_on,
          'endedOn', r.ended_on, 'endedBy', r.ended_by, 'cause', r.cause) order by r.valid_from)
          from registry.recognition r where r.product_id = p.id), '[]') as recognitions
      from chosen p join registry.producer m on m.id = p.producer_id order by p.id`.execute(db);
    const listed = rows
      .map((row) => ({ ...row, recognitions: known(row.recognitions, asOf) }))
      .filter((row) => row.recognitions.length > 0);
    if (listed.length > 0) yield listed;
    if (rows.length < BATCH) return;
    after = rows.at(-1)?.id ?? after;
  }
}
