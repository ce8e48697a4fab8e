// From the module's views to what the routes answer.
import type { Lang } from '#shared/lang.ts';
import type { AgreementDetail, AgreementView } from '../deals/index.ts';
import type { DemandView } from '../demands/index.ts';
import type { Round } from '../pools/index.ts';

export function demandOf(d: DemandView) {
  const { organisationId, postedAt: _posted, invited: _invited, profile: _profile, deliveries, ...rest } = d;
  return {
    ...rest,
    organisation: organisationId,
    deliveries: deliveries.map(({ id, no, dueOn, place, provinceCode, quantity }) => ({
      id,
      no,
      dueOn,
      place,
      province: provinceCode,
      quantity,
    })),
  };
}

export function poolOf({ shares, answer, explained, ...pool }: Round, whole: boolean, lang: Lang) {
  const { handicaps: _never, ...result } = answer;
  return {
    ...pool,
    shares,
    result: whole ? { ...result, refused: result.refused.map((r) => ({ ...r, detail: r.detail[lang] })) } : null,
    explained: whole
      ? { ...explained, aside: explained.aside.map((a) => ({ ...a, detail: a.detail[lang], change: a.change?.[lang] ?? null })) }
      : null,
  };
}

export function agreementOf(a: AgreementView) {
  const { id, kind, number, demandId, memorandumId, leadProducerId, amount, state, drawnOn, signedOn, endsOn, endedReason, sample } = a;
  return {
    ...{ id, kind, number, demandId, memorandumId, organisation: a.organisationId, buyer: a.terms.buyer, title: a.terms.title },
    ...{ leadProducerId, amount, state, drawnOn, signedOn, endsOn, endedReason, sample },
  };
}

export const contractOf = (a: AgreementDetail) => ({
  ...agreementOf(a),
  signatures: a.signatures,
  deliveries: a.shipments.map((s) => ({
    ...{
      id: s.id,
      productId: s.productId,
      producerId: s.producerId,
      planned: s.planned,
      unitPrice: s.unitPrice,
      dueOn: s.dueOn,
      state: s.state,
    },
    ...{
      lot: s.lot,
      shipped: s.shipped,
      shippedOn: s.shippedOn,
      received: s.received,
      receivedOn: s.receivedOn,
      cancelledReason: s.cancelledReason,
    },
    check: s.accepted === null ? null : { accepted: s.accepted, on: s.checkedOn, note: s.checkNote, amount: s.amount },
  })),
  payments: a.payments,
  due: a.due,
  paid: a.paid,
  payouts: a.payouts,
});
