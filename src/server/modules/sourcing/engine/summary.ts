// An impossible order in a sentence or two: how much is missing, and what would make it possible.
import type { Bilingual } from '#server/platform/errors.ts';
import { showDay } from '#shared/dates.ts';
import { mostOnOffer } from './conditions.ts';
import type { Instance, Relaxation } from './types.ts';

const numbers = {
  vi: new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 6 }),
  en: new Intl.NumberFormat('en', { maximumFractionDigits: 6 }),
};
const percents = {
  vi: new Intl.NumberFormat('vi-VN', { style: 'percent', maximumFractionDigits: 2 }),
  en: new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 2 }),
};
const vi = (x: number | string) => numbers.vi.format(Number(x));
const en = (x: number | string) => numbers.en.format(Number(x));

/** Changes of one kind that are named one by one; more are summed up. */
const NAMED = 3;

function one({ rule, at, from, to }: Relaxation): Bilingual {
  const part = (lang: 'vi' | 'en', x: number | string) => percents[lang].format(Number(x));
  switch (rule) {
    case 'maxSuppliers':
      return { vi: `nhiều nhất ${vi(to)} nhà cung cấp thay vì ${vi(from)}`, en: `at most ${en(to)} suppliers instead of ${en(from)}` };
    case 'maxShare':
      return {
        vi: `một nhà cung cấp được giao đến ${part('vi', to)} mỗi nhu cầu thay vì ${part('vi', from)}`,
        en: `up to ${part('en', to)} of a demand from one supplier instead of ${part('en', from)}`,
      };
    case 'smallProducerShare':
      return {
        vi: `ít nhất ${part('vi', to)} từ cơ sở nhỏ thay vì ${part('vi', from)}`,
        en: `at least ${part('en', to)} from small producers instead of ${part('en', from)}`,
      };
    case 'minStar':
      return { vi: `từ ${to} sao thay vì ${from} sao`, en: `${to} stars instead of ${from}` };
    case 'validUntil':
      return {
        vi: `giấy chứng nhận của ${at} còn hạn đến ${showDay(String(to))}`,
        en: `a recognition of ${at} until ${to}`,
      };
    case 'minLot':
      return {
        vi: `lô nhỏ nhất của ${at} là ${vi(to)} thay vì ${vi(from)}`,
        en: `a smallest lot of ${en(to)} instead of ${en(from)} from ${at}`,
      };
    case 'lotStep':
      return { vi: `${at} không theo bước lô ${vi(from)}`, en: `no lot step of ${en(from)} from ${at}` };
    default:
      return { vi: `${at}: ${vi(to)} thay vì ${vi(from)}`, en: `${at}: ${en(to)} instead of ${en(from)}` };
  }
}

function many(rule: string, list: readonly Relaxation[]): Bilingual {
  const names = list
    .slice(0, NAMED)
    .map((r) => r.at)
    .join(', ');
  const n = list.length;
  if (rule === 'quantity') {
    const cut = list.reduce((sum, r) => sum + Number(r.from) - Number(r.to), 0);
    return { vi: `bớt tổng cộng ${vi(cut)} ở ${n} nhu cầu (${names}…)`, en: `${en(cut)} less in all in ${n} demands (${names}…)` };
  }
  if (rule === 'validUntil')
    return { vi: `giấy chứng nhận dài hạn hơn của ${n} nhà cung cấp (${names}…)`, en: `longer recognitions of ${n} suppliers (${names}…)` };
  if (rule === 'minLot') return { vi: `lô nhỏ hơn của ${n} nhà cung cấp (${names}…)`, en: `smaller lots of ${n} suppliers (${names}…)` };
  return { vi: `không theo bước lô của ${n} nhà cung cấp (${names}…)`, en: `no lot steps of ${n} suppliers (${names}…)` };
}

/** What is missing and what to change, in both languages. */
export function summaryOf(i: Instance, relax: readonly Relaxation[], proved: boolean): Bilingual {
  const kinds = new Map<string, Relaxation[]>();
  for (const r of relax) kinds.set(r.rule, [...(kinds.get(r.rule) ?? []), r]);
  const parts = [...kinds].flatMap(([rule, list]) => (list.length > NAMED ? [many(rule, list)] : list.map(one)));
  const asked = i.demands.reduce((sum, d) => sum + d.quantity, 0);
  const offered = mostOnOffer(i);
  const lacking = offered < asked * (1 - 1e-9);
  const n = relax.length;
  const sure = { vi: proved ? ' (không thể ít hơn)' : '', en: proved ? ' (no fewer would do)' : '' };
  const list = { vi: parts.map((p) => p.vi).join('; '), en: parts.map((p) => p.en).join('; ') };
  return {
    vi: `${lacking ? `Cần ${vi(asked)} nhưng các nhà cung cấp chỉ có ${vi(offered)}. ` : ''}Đơn hàng thực hiện được với ${n} thay đổi${sure.vi}: ${list.vi}.`,
    en: `${lacking ? `${en(asked)} are asked for, the suppliers have ${en(offered)}. ` : ''}The order becomes possible with ${n === 1 ? 'one change' : `${n} changes`}${sure.en}: ${list.en}.`,
  };
}
