// Events captured into PostgreSQL through the whole way: checks, hash ids, lots, edges, movements, one durable transaction per document.
import { sql } from 'kysely';
import { openHouse } from '../../src/server/app.ts';
import type { Person } from '../../src/server/modules/identity/index.ts';
import { captureEvents } from '../../src/server/modules/traceability/index.ts';
import { type Line, median, printTable } from '../table.ts';

const PER_DOCUMENT = 500;
const DOCUMENTS = 24;
const WRITERS = 2;
const TARGET = 2_000;
const HOST = 'https://sanvat.example';

/** Harvests of twenty households, one lot out of them, cartons, shipping: what a cooperative's system sends. */
function documentOf(n: number, producer: string) {
  const events: object[] = [];
  const time = (i: number) => ({
    eventTime: new Date(Date.UTC(2026, 0, 1) + (n * PER_DOCUMENT + i) * 1000).toISOString(),
    eventTimeZoneOffset: '+07:00',
  });
  for (let i = 0; events.length < PER_DOCUMENT; i++) {
    const place = { readPoint: { id: `${HOST}/cs/${n}` }, bizLocation: { id: `${HOST}/cs/${n}` } };
    const input = Array.from({ length: 20 }, (_, h) => ({
      epcClass: `${HOST}/N/${producer}/L/H${n}-${i}-${h}`,
      quantity: 12.5,
      uom: 'KGM',
    }));
    for (const q of input)
      events.push({
        type: 'ObjectEvent',
        ...time(events.length),
        action: 'ADD',
        bizStep: 'creating_class_instance',
        quantityList: [q],
        ...place,
      });
    const output = [{ epcClass: `${HOST}/N/${producer}/L/L${n}-${i}`, quantity: 240, uom: 'KGM' }];
    events.push({
      type: 'TransformationEvent',
      ...time(events.length),
      bizStep: 'commissioning',
      inputQuantityList: input,
      outputQuantityList: output,
      ...place,
    });
    for (let k = 0; k < 4; k++)
      events.push({
        type: 'ObjectEvent',
        ...time(events.length),
        action: 'OBSERVE',
        bizStep: 'shipping',
        quantityList: [{ ...output[0], quantity: 20 + k }],
        destinationList: [{ type: 'possessing_party', destination: `https://shop.example/${k}` }],
        ...place,
      });
  }
  return {
    '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-01-01T00:00:00Z',
    epcisBody: { eventList: events.slice(0, PER_DOCUMENT) },
  };
}

export async function benchCapture(env: Record<string, string>): Promise<Line[]> {
  const house = await openHouse({ ...env, SANVAT_SAMPLE: '0', SANVAT_WORKER: '0', LOG_LEVEL: 'silent' });
  const { db } = house.database;
  try {
    const producer = '00000000';
    const province = house.territory.provinces(34)[0]?.code ?? '01';
    await sql`insert into registry.producer (id, name, name_key, type, place_key, province_code)
      values (${producer}, 'HTX', 'htx', 'cooperative', 'x', ${province}) on conflict do nothing`.execute(db);
    const person: Person = {
      kind: 'person',
      id: 'bench',
      name: 'bench',
      account: 'bench',
      sample: false,
      mustChange: false,
      assignments: [
        {
          id: 'r',
          role: 'producer',
          unit: province,
          organisation: null,
          producers: [{ id: producer, from: '2020-01-01', until: null }],
          from: '2020-01-01',
          until: null,
          revoked: false,
          verbs: null,
          source: null,
          basis: 'bench',
        },
      ],
    };
    const durable = (
      await sql<{ v: string }>`select current_setting('synchronous_commit') || ', fsync ' || current_setting('fsync') as v`.execute(db)
    ).rows[0]?.v;
    const texts = Array.from({ length: DOCUMENTS }, (_, n) => JSON.stringify(documentOf(n, producer)));
    const rates: number[] = [];
    let next = 0;
    const cpu = process.cpuUsage();
    const begun = performance.now();
    await Promise.all(
      Array.from({ length: WRITERS }, async () => {
        for (let n = next++; n < texts.length; n = next++) {
          const from = performance.now();
          await captureEvents(house.ctx(person), { document: JSON.parse(texts[n] ?? '') }, house.territory, HOST);
          rates.push((PER_DOCUMENT / (performance.now() - from)) * 1000 * WRITERS);
        }
      }),
    );
    const seconds = (performance.now() - begun) / 1000;
    const used = process.cpuUsage(cpu);
    const perSecond = Math.round((DOCUMENTS * PER_DOCUMENT) / seconds);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from traceability.event`.execute(db);
    const lines: Line[] = [
      {
        what: 'events captured',
        ours: `${perSecond.toLocaleString('en')}/s`,
        beside: `${TARGET.toLocaleString('en')}/s`,
        ratio: `${(perSecond / TARGET).toFixed(1)} ×`,
        target: `≥ ${TARGET.toLocaleString('en')}/s`,
        met: perSecond >= TARGET && rows[0]?.n === DOCUMENTS * PER_DOCUMENT,
      },
      {
        what: 'median of the documents',
        ours: `${Math.round(median(rates)).toLocaleString('en')}/s`,
        beside: '',
        ratio: '',
        target: '',
        met: undefined,
      },
      {
        what: 'CPU of this process per event',
        ours: `${((used.user + used.system) / (DOCUMENTS * PER_DOCUMENT)).toFixed(0)} µs`,
        beside: '',
        ratio: '',
        target: '',
        met: undefined,
      },
    ];
    printTable(
      'Capture',
      lines,
      `${DOCUMENTS} documents of ${PER_DOCUMENT} events, ${WRITERS} writers, synchronous_commit ${durable}, Node ${process.version}`,
    );
    return lines;
  } finally {
    await house.close();
  }
}
