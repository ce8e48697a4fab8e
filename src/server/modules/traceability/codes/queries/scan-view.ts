// Everything the scan page says, the verdict first.
import type { ProductDetail } from '#server/modules/catalogue/index.ts';
import type { Db } from '#server/platform/db.ts';
import type { Status } from '#shared/vocabulary.ts';
import { itemName, lotName, unmadeName } from '../../events/commands/tell-lots.ts';
import { findLotStory, findRecalls, type LotStory, type RecallNotice } from '../../events/index.ts';
import { listScans } from '../commands/note-scan.ts';
import { type Alarm, cloneAlarm } from '../rules/clone-alarm.ts';
import { findItem, type ItemView } from './find-item.ts';

/** `copy`: the number is none of the producer's, or stands on several packages. */
export type Verdict = Status | 'recalled' | 'copy';
export type ScanView = {
  verdict: Verdict;
  lot: string | undefined;
  lotKnown: boolean;
  serial: string | undefined;
  serialState: ItemView['serial'];
  story: LotStory | undefined;
  /** Recalls of this lot, closed ones last; open ones of every lot of the product when the code names none. */
  recalls: RecallNotice[];
  alarm: Alarm | undefined;
  /** What the view rests on besides the product, as notices name it; undefined when that is too much to follow. */
  rests: string[] | undefined;
};

/** Pure: what weighs most comes first. A recall is about health, so it outweighs everything. */
export function judge(status: Status, lotRecalled: boolean, serial: ItemView['serial'], alarm: Alarm | undefined): Verdict {
  if (lotRecalled) return 'recalled';
  if (serial === 'foreign' || alarm) return 'copy';
  return status;
}

/** Reads what is known about the code on a package of a product. */
export async function readScan(db: Db, product: ProductDetail, lot: string | undefined, serial: string | undefined): Promise<ScanView> {
  const [recalls, item, story] = await Promise.all([
    findRecalls(db, product.id, lot),
    lot || serial ? findItem(db, product.id, lot, serial) : undefined,
    lot ? findLotStory(db, { productId: product.id, lot }) : undefined,
  ]);
  const alarm = serial && item?.serial === 'issued' ? cloneAlarm(await listScans(db, product.id, serial)) : undefined;
  const mine = lot ? recalls.filter((r) => r.lot.toUpperCase() === lot.toUpperCase()) : recalls;
  return {
    verdict: judge(product.status, lot !== undefined && mine.some((r) => r.closed === null), item?.serial, alarm),
    lot,
    lotKnown: item?.lotKnown ?? false,
    serial,
    serialState: item?.serial,
    story,
    recalls: mine,
    alarm,
    rests: restsOn(product.id, lot, serial, story),
  };
}

function restsOn(
  productId: string,
  lot: string | undefined,
  serial: string | undefined,
  story: LotStory | undefined,
): string[] | undefined {
  if (story && !story.lots) return undefined;
  const lots = story?.lots?.map(lotName) ?? (lot ? [unmadeName(productId)] : []);
  return serial ? [...lots, itemName(productId, serial)] : lots;
}
