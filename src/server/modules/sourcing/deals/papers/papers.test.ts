// Each paper is written from one agreement; the same input gives the same bytes. SANVAT_PAPERS=<folder> keeps them to look at.
import { mkdirSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { AgreementDetail } from '../queries/list-agreements.ts';
import { contractPaper, memorandumPaper } from './contract.ts';
import { payoutPaper, transferOf } from './payout.ts';
import { pickListPaper, poolAgreementPaper } from './pool-agreement.ts';

const lines = Array.from({ length: 40 }, (_, i) => ({
  deliveryId: `d${i % 4}`,
  dueOn: `2027-0${(i % 4) + 1}-15`,
  place: 'Kho trung tâm, phường Long Biên, thành phố Hà Nội',
  productId: `p${Math.floor(i / 4)}`,
  product: `Mật ong bạc hà Mèo Vạc số ${Math.floor(i / 4)}`,
  producerId: `m${Math.floor(i / 4)}`,
  producer: `Hợp tác xã dịch vụ nông nghiệp tổng hợp Tuấn Dũng số ${Math.floor(i / 4)}`,
  quantity: 300.5,
  unitPrice: 95_500 + Math.floor(i / 4) * 500,
}));
const deal = {
  ...{ id: '7K2M9QXD', kind: 'contract', number: '7K2M9QXD/2026/HĐMB', demandId: 'd', memorandumId: null, organisationId: 'o' },
  ...{ leadProducerId: 'm0', amount: 1_172_851_500, state: 'signed', drawnOn: '2026-12-04', signedOn: '2026-12-05', endsOn: '2027-04-15' },
  ...{ endedReason: null, sample: false, mine: { buyer: true, lead: false, producers: [] }, due: 0, paid: 0 },
  terms: {
    ...{ title: 'Mật ong 12 tấn', buyer: 'Chuỗi siêu thị mẫu', taxCode: '0100000000', lead: lines[0]?.producer ?? null, unit: 'kg' },
    ...{ specification: 'Độ ẩm dưới 21 %', packing: 'Hũ 500 g, thùng 12', short: false, addsTo: null, lines },
  },
  signatures: [{ party: 'buyer', at: new Date('2026-12-04T08:00:00Z') }],
  shipments: lines.map((l, i) => ({
    ...{
      id: `s${i}`,
      agreementId: '7K2M9QXD',
      shareId: `x${i}`,
      deliveryId: l.deliveryId,
      productId: l.productId,
      producerId: l.producerId,
    },
    ...{ planned: l.quantity, unitPrice: l.unitPrice, dueOn: l.dueOn, lot: i < 3 ? 'L2701' : null, shipped: i < 3 ? 300.5 : null },
    ...{
      shippedOn: i < 3 ? l.dueOn : null,
      received: i < 3 ? 300.5 : null,
      receivedOn: null,
      accepted: i < 3 ? 300 : null,
      checkedOn: null,
    },
    ...{ checkNote: i < 3 ? 'Một hũ vỡ' : null, state: i < 3 ? 'checked' : i === 3 ? 'cancelled' : 'planned', cancelledReason: null },
    amount: i < 3 ? 300 * l.unitPrice : null,
  })),
  payments: [],
  accounts: [{ producerId: 'm0', bin: '970436', number: '0123456789', holder: 'HTX Tuấn Dũng' }],
  payouts: [{ producerId: 'm0', due: 85_950_000, paid: 1_000_000 }],
} as unknown as AgreementDetail;

const PAPERS: Record<string, () => Promise<Uint8Array>> = {
  contract: () => contractPaper(deal),
  memorandum: () => memorandumPaper({ ...deal, kind: 'memorandum', number: '7K2M9QXD/2026/BBGN' }),
  pool: () => poolAgreementPaper(deal),
  pick: () => pickListPaper(deal, 'm0'),
  payout: () => payoutPaper(deal, 'm0', '2027-01-20'),
};
const folder = process.env.SANVAT_PAPERS;
beforeAll(() => {
  if (folder) mkdirSync(folder, { recursive: true });
});

test.each(Object.keys(PAPERS))('%s', async (name) => {
  const [one, two] = await Promise.all([PAPERS[name]?.(), PAPERS[name]?.()]);
  const bytes = Buffer.from(one ?? []);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.length).toBeGreaterThan(5000);
  expect(bytes.equals(Buffer.from(two ?? []))).toBe(true);
  if (folder) writeFileSync(`${folder}/${name}.pdf`, bytes);
});

test('the code on a statement pays what is left, to the account that was stated', () => {
  const transfer = transferOf(deal, 'm0');
  expect(transfer?.amount).toBe(84_950_000);
  expect(transfer?.code).toContain('540884950000');
  expect(transfer?.code).toContain('0006970436');
  expect(transferOf({ ...deal, accounts: [] }, 'm0')).toBeUndefined();
  expect(transferOf(deal, 'm1')).toBeUndefined();
});
