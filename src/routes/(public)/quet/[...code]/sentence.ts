// The sentence under the verdict, and the shape beside it: no two verdicts of different weight share a shape.
import type { ProductDetail } from '#server/modules/catalogue/index.ts';
import type { ScanView, Verdict } from '#server/modules/traceability/index.ts';
import { showDay } from '#shared/dates.ts';
import type { Lang } from '#shared/lang.ts';
import { t } from '#shared/messages/index.ts';
import { scanWords } from '#shared/messages/scan.ts';
import { starKey } from '#shared/vocabulary.ts';
import { holds, verdictDay } from '#ui/view.ts';

/** Symbols of the icon sheet. */
export const ICONS: Record<Verdict | 'unknown' | 'bad', string> = {
  valid: 'valid-line',
  expiring: 'expiring-line',
  extended: 'extended-line',
  expired: 'expired-line',
  revoked: 'revoked-line',
  superseded: 'superseded-line',
  recalled: 'recalled-line',
  copy: 'copy-line',
  unknown: 'unknown-line',
  bad: 'unknown-line',
};

type Asked = {
  lang: Lang;
  day: string;
  product: ProductDetail | undefined;
  view: ScanView | undefined;
  bad: boolean;
  /** No code was given at all. */
  none: boolean;
};

/** What the star itself says, whatever else weighs more. */
function starSentence(product: ProductDetail, lang: Lang): string {
  const w = scanWords(lang);
  const star = t(lang).star[starKey(product.star, product.potentialFive)];
  const day = showDay(verdictDay(product), lang);
  if (product.status === 'extended') return w.extendedUntil(star, showDay(product.validUntil, lang), day);
  if (holds(product.status)) return w.until(star, day);
  if (product.status === 'revoked') return w.revokedSince(star, day);
  if (product.status === 'superseded') return w.supersededBy(star, day);
  return w.expiredAfter(star, day);
}

/** One or two short sentences that say what the verdict rests on. */
export function sentence({ lang, day, product, view, bad, none }: Asked): string {
  const w = scanWords(lang);
  if (none) return w.noneText;
  if (!product || !view) return bad ? w.badText : w.unknownText;
  if (view.verdict === 'recalled') return w.recalledText(showDay(view.recalls[0]?.since ?? day, lang));
  if (view.verdict === 'copy') return view.alarm ? w.copyAlarm : w.copyForeign;
  return starSentence(product, lang);
}
