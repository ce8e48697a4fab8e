// Captures against a real database: all or nothing, once, corrections, circles, foreign lots, moves of stock.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { listen } from '#server/platform/listen.ts';
import { silentLog } from '#server/platform/log.ts';
import { testCtx, testDatabase } from '../../../../../../tests/support/database.ts';
import { makerOf, putProduct } from '../../../../../../tests/support/recognised.ts';
import { findLotStory } from '../../lots/queries/find-lot-story.ts';
import { captureEvents } from './capture-events.ts';
import { onCircle } from './write-edges.ts';

const base = testDatabase();
const HOST = 'https://sanvat.test';
let ground: Territory;
let product = '';
let other = '';

const capture = (events: object[], producer = 'M08', now = '2026-11-22T12:00:00+07:00') =>
  captureEvents(
    testCtx(base.db, now, makerOf(producer)),
    {
      document: {
        '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
        type: 'EPCISDocument',
        schemaVersion: '2.0',
        creationDate: '2026-11-22T08:00:00+07:00',
        epcisBody: { eventList: events },
      },
    },
    ground,
    HOST,
  );
const at = (hour: number) => ({ eventTime: `2026-11-20T${String(hour).padStart(2, '0')}:00:00+07:00`, eventTimeZoneOffset: '+07:00' });
const lot = (code: string, of = product) => `${HOST}/P/${of}/L/${code}`;
const material = (code: string) => `https://farm.example/harvest/${code}`;
const q = (epcClass: string, quantity: number) => ({ epcClass, quantity, uom: 'KGM' });
const made = (uri: string, quantity: number, hour = 6) => ({
  type: 'ObjectEvent',
  ...at(hour),
  action: 'ADD',
  bizStep: 'commissioning',
  quantityList: [q(uri, quantity)],
});
const turned = (from: [string, number][], to: [string, number][], hour = 8) => ({
  type: 'TransformationEvent',
  ...at(hour),
  bizStep: 'commissioning',
  inputQuantityList: from.map(([u, n]) => q(u, n)),
  outputQuantityList: to.map(([u, n]) => q(u, n)),
});
const sent = (uri: string, quantity: number, to: string, hour = 10) => ({
  type: 'ObjectEvent',
  ...at(hour),
  action: 'OBSERVE',
  bizStep: 'shipping',
  quantityList: [q(uri, quantity)],
  destinationList: [{ type: 'possessing_party', destination: `${HOST}/chu-the/${to}` }],
});
const count = async (table: string) =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(`traceability.${table}`)}`.execute(base.db)).rows[0]?.n;
const left = async (uri: string, holder: string) =>
  (
    await sql<{ n: number }>`select coalesce(sum(m.delta), 0) as n from traceability.lot_move m join traceability.lot l on l.no = m.lot_no
      where l.epc = ${uri.replace(`${HOST}/`, '')} and m.holder = ${holder} and m.kind <> 'arrive'`.execute(base.db)
  ).rows[0]?.n;
const faultsOf = async (work: Promise<unknown>) => {
  const e = await work.then(
    () => undefined,
    (x: unknown) => x,
  );
  expect(e).toBeInstanceOf(AppError);
  return (e as AppError).faults.map((f) => `${f.path} ${f.code}`);
};

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  product = await putProduct(base.db, 1);
  other = await putProduct(base.db, 2, '12');
});

describe('a lot on both sides of one transformation', () => {
  it('is what is left over: the rest comes out of it, it does not come out of itself', async () => {
    const uris = { a: material('REST-A'), b: material('REST-B'), c: material('REST-ONLY-IN') };
    await capture([
      turned(
        [
          [uris.a, 10],
          [uris.b, 30],
          [uris.c, 5],
        ],
        [
          [uris.a, 2],
          [uris.b, 3],
          [lot('REST-OUT'), 30],
        ],
      ),
    ]);
    const { rows } = await sql<{ a: string; b: string }>`select f.epc as a, t.epc as b from traceability.lot_edge e
      join traceability.lot f on f.no = e.from_no join traceability.lot t on t.no = e.to_no where f.epc like '%REST-%' order by 1, 2`.execute(
      base.db,
    );
    const name = (epc: string) => epc.split('REST-')[1];
    expect(rows.map((r) => `${name(r.a)}>${name(r.b)}`).sort()).toEqual(['A>OUT', 'B>OUT', 'ONLY-IN>A', 'ONLY-IN>B', 'ONLY-IN>OUT']);
  });
  it('is a circle when nothing new comes out', async () => {
    const both: [string, number][] = [
      [material('SAME-A'), 10],
      [material('SAME-B'), 10],
    ];
    expect(await faultsOf(capture([turned(both, both)]))).toEqual(['epcisBody.eventList[0] cycle']);
    expect(await faultsOf(capture([turned(both.slice(0, 1), both.slice(0, 1))]))).toEqual(['epcisBody.eventList[0] cycle']);
  });
});

describe('capture', () => {
  it('stores a chain with its graph, its stock and the story of the lot', async () => {
    const { stored, warnings, eventIds } = await capture([
      made(material('G1'), 60),
      made(material('G2'), 50, 7),
      turned(
        [
          [material('G1'), 60],
          [material('G2'), 50],
        ],
        [[lot('L1'), 100]],
      ),
      sent(lot('L1'), 40, 'M12'),
    ]);
    expect([stored, warnings]).toEqual([4, []]);
    expect(eventIds.every((id) => /^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0$/.test(id))).toBe(true);
    expect(await left(lot('L1'), 'M08')).toBe(60);
    expect(await left(material('G1'), 'M08')).toBe(0);
    const story = await findLotStory(base.db, { productId: product, lot: 'l1' });
    expect(story).toMatchObject({ lot: 'L1', product, madeOn: '2026-11-20' });
    expect(story?.steps.map((s) => s.kind)).toEqual(['process', 'ship']);
    expect(story?.steps[0]).toMatchObject({ who: 'HTX 08', place: expect.stringContaining('Tỉnh') });
  });

  it('does nothing twice for a repeated event, also inside one document', async () => {
    const before = await count('event');
    const again = await capture([sent(lot('L1'), 40, 'M12'), sent(lot('L1'), 40, 'M12')]);
    expect(again.stored).toBe(0);
    expect(await count('event')).toBe(before);
    expect(await left(lot('L1'), 'M08')).toBe(60);
  });

  it('settles what was on the way when it is received', async () => {
    await capture(
      [{ ...sent(lot('L1'), 40, 'M12', 11), bizStep: 'receiving', destinationList: undefined }].map(({ destinationList: _, ...e }) => e),
      'M12',
    );
    expect(await left(lot('L1'), 'M12')).toBe(40);
    const { rows } = await sql<{
      n: number;
    }>`select sum(delta) as n from traceability.lot_move where holder = 'M12' and kind = 'arrive'`.execute(base.db);
    expect(rows[0]?.n).toBe(0);
  });

  it('refuses the whole document when one event is faulty, in the future, or takes a known id for something else; nothing is stored', async () => {
    const before = [await count('event'), await count('lot'), await count('capture')];
    expect(
      await faultsOf(capture([made(lot('L9'), 5), { ...made(lot('L10'), 5), action: 'MAKE' }, { ...made(lot('L11'), 5), eventTime: 'x' }])),
    ).toEqual(['epcisBody.eventList[1].action vocabulary', 'epcisBody.eventList[2].eventTime time']);
    expect(await faultsOf(capture([made(lot('L9'), 5), { ...made(lot('L10'), 5), eventTime: '2026-11-22T13:00:00+07:00' }]))).toEqual([
      'epcisBody.eventList[1].eventTime future',
    ]);
    const id = 'urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8';
    expect(
      await faultsOf(
        capture([
          { ...made(lot('L9'), 5), eventID: id },
          { ...made(lot('L9'), 6), eventID: id },
        ]),
      ),
    ).toEqual(['epcisBody.eventList[1].eventID conflict']);
    expect([await count('event'), await count('lot'), await count('capture')]).toEqual(before);
  });

  it('names faults of form, of meaning and of time in one answer', async () => {
    const wrong = { ...made('https://id.gs1.org/01/09521141012346/10/A', -1), action: 'MAKE', eventTime: '2099-01-01T00:00:00+07:00' };
    expect(await faultsOf(capture([wrong]))).toEqual([
      'epcisBody.eventList[0].action vocabulary',
      'epcisBody.eventList[0].eventTime future',
      'epcisBody.eventList[0].quantityList[0].quantity range',
      'epcisBody.eventList[0].quantityList[0].epcClass gs1_key',
    ]);
    expect(await faultsOf(capture(['x', null, 5] as unknown as object[]))).toHaveLength(3);
  });

  it('lets nobody make a lot of another producer’s product, or act for another producer', async () => {
    expect(await faultsOf(capture([made(lot('X1', other), 5)]))).toEqual(['epcisBody.eventList[0] forbidden']);
    await expect(
      captureEvents(testCtx(base.db, undefined, makerOf('M08')), { document: {}, producer: 'M12' }, ground, HOST),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('refuses a circle, within a document and over several', async () => {
    expect(await faultsOf(capture([turned([[lot('C1'), 1]], [[lot('C2'), 1]]), turned([[lot('C2'), 1]], [[lot('C1'), 1]], 9)]))).toEqual([
      'epcisBody.eventList[0] cycle',
      'epcisBody.eventList[1] cycle',
    ]);
    await capture([turned([[lot('C1'), 1]], [[lot('C2'), 1]]), turned([[lot('C2'), 1]], [[lot('C3'), 1]], 9)]);
    expect(await faultsOf(capture([turned([[lot('C3'), 1]], [[lot('C1'), 1]], 10)]))).toEqual(['epcisBody.eventList[0] cycle']);
  });

  it('refuses a circle whose halves arrive at the same time', async () => {
    await capture([turned([[lot('D1'), 1]], [[lot('D2'), 1]]), turned([[lot('D3'), 1]], [[lot('D4'), 1]])]);
    const both = await Promise.allSettled([
      capture([turned([[lot('D2'), 1]], [[lot('D3'), 1]], 11)]),
      capture([turned([[lot('D4'), 1]], [[lot('D1'), 1]], 11)]),
    ]);
    expect(both.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
  });

  it('warns of more out than in, of more sent than there was, and of units that do not fit', async () => {
    const { warnings } = await capture([
      made(material('W1'), 10),
      turned([[material('W1'), 10]], [[lot('W2'), 100]]),
      sent(lot('W2'), 150, 'M12'),
      { ...made(lot('W2'), 3, 12), quantityList: [{ epcClass: lot('W2'), quantity: 3, uom: 'LTR' }] },
    ]);
    expect(warnings.map((w) => w.code).sort()).toEqual(['overdrawn', 'unit', 'yield']);
  });

  it('takes back what an error declaration names; the corrected event counts instead', async () => {
    const wrong = made(lot('E1'), 50);
    const right = made(lot('E1'), 5);
    const { eventIds } = await capture([wrong]);
    expect(await left(lot('E1'), 'M08')).toBe(50);
    const declaration = { declarationTime: '2026-11-21T08:00:00+07:00', reason: 'incorrect_data', correctiveEventIDs: ['urn:x:1'] };
    const second = await capture([
      { ...wrong, errorDeclaration: declaration },
      { ...right, eventID: 'urn:x:1' },
    ]);
    expect(second.eventIds[0]).toBe(eventIds[0]);
    expect(await left(lot('E1'), 'M08')).toBe(5);
    expect((await findLotStory(base.db, { productId: product, lot: 'E1' }))?.steps).toHaveLength(1);
    expect((await capture([{ ...wrong, errorDeclaration: declaration }])).stored).toBe(0);
  });

  it('tells every process which lots changed, when it is committed and not before', async () => {
    const heard: string[] = [];
    const listening = await listen(base.url, silentLog, {
      lot_change: async (names) => {
        heard.push(names);
      },
    });
    const no = async (code: string) =>
      String((await base.db.selectFrom('traceability.lot').select('no').where('code', '=', code).executeTakeFirstOrThrow()).no);
    const into = turned([[material('T0'), 10]], [[lot('T1'), 5]]);
    await expect(capture([into, { ...into, eventTime: '2027-01-01T08:00:00+07:00' }])).rejects.toThrow(AppError);
    await capture([into]);
    await expect.poll(() => heard.length).toBe(1);
    expect(heard[0]?.split(' ')).toEqual(expect.arrayContaining([await no('T1'), `P${product}`]));
    // a declared error touches the lots of the event it names
    await capture([{ ...into, errorDeclaration: { declarationTime: '2026-11-21T08:00:00+07:00', reason: 'did_not_occur' } }]);
    await expect.poll(() => heard.length).toBe(2);
    expect(heard[1]?.split(' ')).toEqual([...new Set(heard[1]?.split(' '))]);
    expect(heard[1]?.split(' ')).toContain(await no('T1'));
    await listening.close();
  });
});

describe('onCircle', () => {
  it('finds lots on a circle and leaves a long chain alone', () => {
    expect(onCircle(Array.from({ length: 50_000 }, (_, i) => ({ from: i, to: i + 1 }))).size).toBe(0);
    expect(
      [
        ...onCircle([
          { from: 1, to: 2 },
          { from: 2, to: 3 },
          { from: 3, to: 1 },
        ]),
      ].sort(),
    ).toEqual([1, 2, 3]);
    expect(onCircle([{ from: 4, to: 4 }]).size).toBe(1);
  });
});
