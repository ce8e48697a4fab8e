// A step told on a phone: harvest, buying in, processing, packing, shipping, receiving, a test. The same events as a machine's, but strict:
// nobody lets go of what is not there.
import type { z } from 'zod';
import { assertMay } from '#server/modules/identity/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { notFound, refused } from '#server/platform/errors.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { seatOf } from '../../events/commands/capture-events.ts';
import { type StoredBatch, storeEvents } from '../../events/commands/store-events.ts';
import { refusedCapture } from '../../events/rules/checks.ts';
import { prefixesOf } from '../../events/rules/hash-id.ts';
import { partyUri, placeUri, uriOf } from '../../events/rules/lot-key.ts';
import { PIECES } from '../../events/rules/units.ts';
import { checkDocument } from '../../events/rules/validate.ts';
import { stepEvents } from '../rules/step-events.ts';
import { StepInput } from '../schema.ts';
import '../../codes/tables.ts';
import '../../events/tables.ts';

const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
const eventIdOf = (requestId: string) => (n: number) => (n === 0 ? `urn:uuid:${requestId}` : `urn:uuid:${requestId}#${n}`);

/** The entry of the owner's address book, made at the first mention. */
async function partyOf(tx: Tx, owner: string, kind: 'household' | 'business', name: string, sample: boolean): Promise<string> {
  await tx
    .insertInto('traceability.party')
    .values({ id: newId(), owner, kind, name, phone: null, commune_code: null, producer_id: null, sample })
    .onConflict((c) => c.columns(['owner', 'kind', 'name']).doNothing())
    .execute();
  const row = await tx
    .selectFrom('traceability.party')
    .select('id')
    .where('owner', '=', owner)
    .where('kind', '=', kind)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.id;
}

async function lotsOf(tx: Tx, input: StepInput): Promise<Map<number, { uri: string; unit: string; epc: string }>> {
  const nos = 'inputs' in input ? input.inputs.map((i) => i.lot) : 'lot' in input ? [input.lot] : [];
  if (nos.length === 0) return new Map();
  const rows = await tx.selectFrom('traceability.lot').select(['no', 'epc', 'unit']).where('no', 'in', nos).execute();
  for (const no of nos) if (!rows.some((r) => r.no === no)) throw notFound('lot', { vi: 'lô', en: 'lot' });
  return new Map(rows.map((r) => [r.no, { uri: r.epc, unit: r.unit ?? PIECES, epc: r.epc }]));
}

/** Today's steps happen now; those of an earlier day at noon. */
const timeOf = (day: string, now: Date): string => (day === dayOf(now) ? now.toISOString() : `${day}T12:00:00+07:00`);

export type Recorded = StoredBatch & { lot: string | undefined };

/** Records one step for a producer. The same request twice changes nothing. */
export async function recordStep(
  ctx: Ctx,
  raw: z.input<typeof StepInput>,
  ground: Territory,
  origin: string | undefined,
): Promise<Recorded> {
  const input = parsedForm(StepInput, raw);
  const seat = await seatOf(ctx.db, ground, input.producer);
  assertMay(ground, ctx.actor, 'act_for_producer', { unit: seat.unit, producer: seat.id }, dayOf(ctx.now));
  if (input.day > dayOf(ctx.now)) throw refused('day', 'Ngày ở tương lai.', 'The day lies in the future.');
  const makes = 'code' in input ? `${input.productId ? `P/${input.productId}` : `N/${seat.id}`}/L/${input.code}` : undefined;
  if ('code' in input && !input.productId && !input.name)
    throw refused('name', 'Cần chọn sản phẩm hoặc ghi tên nguyên liệu.', 'Choose a product or name the material.');
  return transact(ctx.db, async (tx) => {
    const eventId = eventIdOf(input.requestId);
    const before = await tx
      .selectFrom('traceability.event')
      .select(['capture_id', 'owner'])
      .where('event_id', '=', eventId(0))
      .executeTakeFirst();
    if (before?.owner === seat.id) return { captureId: before.capture_id, stored: 0, warnings: [], eventIds: [eventId(0)], lot: makes };
    if (
      makes &&
      input.step !== 'harvest' &&
      (await tx.selectFrom('traceability.lot').select('no').where('epc', '=', makes).where('made_on', 'is not', null).executeTakeFirst())
    )
      throw refused('code', 'Số lô này đã có.', 'This lot number exists already.', 'conflict');
    const lots = await lotsOf(tx, input);
    const parties = new Map<string, string>();
    if (input.step === 'buy')
      for (const name of new Set(input.from.map((f) => f.name)))
        parties.set(name, partyUri('party', await partyOf(tx, seat.id, 'household', name, seat.sample), origin));
    let to: string | undefined;
    if (input.step === 'ship') {
      if (input.toProducer) to = partyUri('producer', (await seatOf(tx, ground, input.toProducer)).id, origin);
      else if (input.toName) to = partyUri('party', await partyOf(tx, seat.id, 'business', input.toName, seat.sample), origin);
      else throw refused('toName', 'Cần nêu bên nhận.', 'Name who gets it.');
    }
    const place = await tx.selectFrom('traceability.gln').select('gln').where('producer_id', '=', seat.id).executeTakeFirst();
    const events = stepEvents(input, {
      place: placeUri(seat.id, place?.gln, origin),
      lot: (no) => ({ uri: uriOf(lots.get(no)?.epc ?? '', origin), unit: lots.get(no)?.unit ?? PIECES }),
      made: makes ? uriOf(makes, origin) : '',
      part: (n) => uriOf(`N/${seat.id}/L/${`${'code' in input ? input.code : ''}`.slice(0, 15)}.${n + 1}`, origin),
      party: (name) => parties.get(name) ?? '',
      to,
      time: timeOf(input.day, ctx.now),
      eventId,
    });
    const prefixes = prefixesOf({ cbvmda: 'urn:epcglobal:cbv:mda:' });
    const faults = events.flatMap((e) => checkDocument({ '@context': CONTEXT, ...e }));
    if (faults.length > 0) throw refusedCapture(faults);
    const batch = {
      owner: seat.id,
      place: seat.place,
      events: events.map((event) => ({ event, path: '', prefixes })),
      origin,
      strict: true,
      sample: seat.sample,
    };
    const stored = await storeEvents(tx, ctx, batch);
    if (input.step === 'inspect') {
      const event = await tx.selectFrom('traceability.event').select('no').where('event_id', '=', eventId(0)).executeTakeFirstOrThrow();
      const { lot: lot_no, day: on_day, what, lab, passed } = input;
      await tx
        .insertInto('traceability.lot_test')
        .values({ id: newId(), lot_no, event_no: event.no, on_day, what, lab: lab ?? null, passed })
        .execute();
    }
    return { ...stored, lot: makes };
  });
}
