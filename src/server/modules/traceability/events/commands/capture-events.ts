// What a machine sends: checked as a whole, every fault named, stored in one transaction.
import { assertMay, isPerson, producersOf } from '#server/modules/identity/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, transact } from '#server/platform/db.ts';
import { AppError, type Fault } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import type { Incoming } from '../batch.ts';
import { fault, isObject, isTime, type Json, type Obj, refusedCapture } from '../rules/checks.ts';
import { prefixesOf } from '../rules/hash-id.ts';
import { checkMeaning, namesEpcis } from '../rules/meaning.ts';
import { plainWords } from '../rules/plain-words.ts';
import { checkDocument, eventsIn } from '../rules/validate.ts';
import { checkWholesome } from '../rules/wholesome.ts';
import { type StoredBatch, storeEvents } from './store-events.ts';

/** One capture takes at most so many events; larger batches are sent in parts. */
export const MOST_EVENTS = 2_000;
/** Clocks of machines differ by a little. */
const SKEW = 60_000;

export type Seat = { id: string; name: string; unit: string; place: string; provinceCode: string; sample: boolean };

/** A producer with its unit and its place as text; throws 404 for an unknown one. */
export async function seatOf(db: Db, ground: Territory, id: string): Promise<Seat> {
  const found = await findProducer(db, id);
  if (!found) throw new AppError('not_found', { vi: 'Không tìm thấy chủ thể.', en: 'No such producer.' });
  const province = ground.province(found.provinceCode, 34)?.fullName ?? '';
  const commune = found.communeCode ? ground.commune(found.communeCode)?.fullName : undefined;
  const place = commune ? `${commune}, ${province}` : province;
  return {
    id: found.id,
    name: found.name,
    unit: found.communeCode ?? found.provinceCode,
    place,
    provinceCode: found.provinceCode,
    sample: found.sample,
  };
}

/** Whose events these are: the producer asked for, else the only one the actor acts for. Asserts the right to act for it. */
export async function ownerOf(ctx: Ctx, ground: Territory, asked: string | undefined): Promise<Seat> {
  const day = dayOf(ctx.now);
  if (!isPerson(ctx.actor)) throw new AppError('unauthorized', { vi: 'Cần mã truy cập (Bearer).', en: 'A Bearer token is needed.' });
  const own = producersOf(ground, ctx.actor, day);
  const id = asked ?? own[0];
  if (id === undefined || (asked === undefined && own.length > 1)) {
    const vi = own.length > 1 ? 'Nêu chủ thể ở tiêu đề Sanvat-Producer.' : 'Không có chủ thể nào để làm thay.';
    const en = own.length > 1 ? 'Name the producer in the header Sanvat-Producer.' : 'There is no producer to act for.';
    throw new AppError(own.length > 1 ? 'invalid' : 'forbidden', { vi, en }, [
      { path: 'Sanvat-Producer', code: 'required', message: { vi, en } },
    ]);
  }
  const seat = await seatOf(ctx.db, ground, id);
  assertMay(ground, ctx.actor, 'act_for_producer', { unit: seat.unit, producer: id }, day);
  return seat;
}

/** The events of a document in the words of the standard; throws with every fault of form, meaning and time when there is one. */
export function readDocument(document: Json, now: Date): Incoming[] {
  const faults: Fault[] = [];
  checkWholesome(document, faults);
  if (faults.length > 0) throw refusedCapture(faults);
  faults.push(...checkDocument(document));
  // what the words of the standard ask is asked of a document with faults of form too: the sender learns all of them at once
  const doc = isObject(document) ? document : {};
  const events = eventsIn(doc);
  if (events.length > MOST_EVENTS)
    throw new AppError('too_large', {
      vi: `Một lần gửi tối đa ${MOST_EVENTS} sự kiện.`,
      en: `One capture takes at most ${MOST_EVENTS} events.`,
    });
  if (doc['@context'] !== undefined && !namesEpcis(doc['@context']))
    fault(faults, '@context', 'context', 'Ngữ cảnh không nêu từ vựng EPCIS.', 'The context does not name the vocabulary of EPCIS.');
  if (typeof doc.schemaVersion === 'string' && !/^2(\.|$)/.test(doc.schemaVersion))
    fault(faults, 'schemaVersion', 'unsupported', 'Chỉ nhận EPCIS 2.x.', 'Only EPCIS 2.x is taken.');
  const latest = now.getTime() + SKEW;
  const shared = prefixesOf(doc['@context']);
  const incoming = events.map(({ event, path }) => {
    const at = path === '' ? '' : `${path}.`;
    const inTime = (value: unknown, field: string) => {
      if (!isTime(value)) return;
      if (Date.parse(value) > latest) fault(faults, `${at}${field}`, 'future', 'Thời điểm ở tương lai.', 'The instant lies in the future.');
      if (value < '1900') fault(faults, `${at}${field}`, 'past', 'Thời điểm trước năm 1900.', 'The instant lies before 1900.');
    };
    inTime(event.eventTime, 'eventTime');
    inTime((event.errorDeclaration as Obj | undefined)?.declarationTime, 'errorDeclaration.declarationTime');
    checkMeaning(event, path, faults);
    const prefixes = event['@context'] === undefined ? shared : { ...shared, ...prefixesOf(event['@context']) };
    return { event: plainWords(event, prefixes), path, prefixes };
  });
  if (faults.length > 0) throw refusedCapture(faults);
  return incoming;
}

export type Capture = { document: Json; producer?: string | undefined };

/** Captures an EPCIS document, or one event with its context, for a producer. All of it or nothing. */
export async function captureEvents(ctx: Ctx, input: Capture, ground: Territory, origin: string | undefined): Promise<StoredBatch> {
  const seat = await ownerOf(ctx, ground, input.producer);
  const events = readDocument(input.document, ctx.now);
  return transact(ctx.db, (tx) =>
    storeEvents(tx, ctx, { owner: seat.id, place: seat.place, events, origin, strict: false, sample: seat.sample }),
  );
}
