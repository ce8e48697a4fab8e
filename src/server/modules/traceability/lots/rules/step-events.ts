// A person's step as the EPCIS events that a machine would have sent for it.
import type { Obj } from '../../events/rules/checks.ts';
import type { StepInput } from '../schema.ts';

type Named = { uri: string; unit: string };
/** What the command looked up: URIs of lots by their number, the URI of what is made, of parties by name. */
export type Known = {
  lot: (no: number) => Named;
  made: string;
  /** The lot of one delivery that goes into a pooled one. */
  part: (n: number) => string;
  party: (name: string) => string;
  to: string | undefined;
  /** The code of the place where the step happens (Circular 02/2024/TT-BKHCN, art. 6.5: every stage names its product, place and time). */
  place: string;
  time: string;
  eventId: (n: number) => string;
};

const amount = (epcClass: string, quantity: number, uom: string) => ({ epcClass, quantity, uom });

function described(s: { name?: string | undefined; bestBefore?: string | undefined; code: string }): Obj {
  return {
    'cbvmda:lotNumber': s.code,
    ...(s.name ? { 'cbvmda:descriptionShort': s.name } : {}),
    ...(s.bestBefore ? { 'cbvmda:bestBeforeDate': s.bestBefore } : {}),
  };
}

/** The events of a step, in order. */
export function stepEvents(s: StepInput, k: Known): Obj[] {
  const at = (n: number, type: string, bizStep: string, more: Obj): Obj => ({
    type,
    eventID: k.eventId(n),
    eventTime: k.time,
    eventTimeZoneOffset: '+07:00',
    bizStep,
    readPoint: { id: k.place },
    // what was sent is no longer there
    ...(bizStep === 'shipping' ? {} : { bizLocation: { id: k.place } }),
    ...more,
  });
  switch (s.step) {
    case 'harvest':
      return [
        at(0, 'ObjectEvent', 'creating_class_instance', {
          action: 'ADD',
          disposition: 'active',
          quantityList: [amount(k.made, s.quantity, s.unit)],
          ilmd: described(s),
        }),
      ];
    case 'buy': {
      const parts = s.from.map((f, i) =>
        at(i + 1, 'ObjectEvent', 'collecting', {
          action: 'ADD',
          disposition: 'in_progress',
          quantityList: [amount(k.part(i), f.quantity, s.unit)],
          sourceList: [{ type: 'possessing_party', source: k.party(f.name) }],
          ...(s.name ? { ilmd: { 'cbvmda:descriptionShort': s.name } } : {}),
        }),
      );
      const pooled = at(0, 'TransformationEvent', 'accepting', {
        disposition: 'active',
        inputQuantityList: s.from.map((f, i) => amount(k.part(i), f.quantity, s.unit)),
        outputQuantityList: [
          amount(
            k.made,
            s.from.reduce((n, f) => n + f.quantity, 0),
            s.unit,
          ),
        ],
        ilmd: described(s),
      });
      return [...parts, pooled];
    }
    case 'process':
    case 'pack':
      return [
        at(0, 'TransformationEvent', s.step === 'pack' ? 'packing' : 'commissioning', {
          disposition: 'active',
          inputQuantityList: s.inputs.map((i) => amount(k.lot(i.lot).uri, i.quantity, k.lot(i.lot).unit)),
          outputQuantityList: [amount(k.made, s.quantity, s.unit)],
          ilmd: described(s),
        }),
      ];
    case 'ship':
      return [
        at(0, 'ObjectEvent', 'shipping', {
          action: 'OBSERVE',
          disposition: 'in_transit',
          quantityList: [amount(k.lot(s.lot).uri, s.quantity, k.lot(s.lot).unit)],
          ...(k.to ? { destinationList: [{ type: 'possessing_party', destination: k.to }] } : {}),
        }),
      ];
    case 'receive':
      return [
        at(0, 'ObjectEvent', 'receiving', {
          action: 'OBSERVE',
          disposition: 'in_progress',
          quantityList: [amount(k.lot(s.lot).uri, s.quantity, k.lot(s.lot).unit)],
        }),
      ];
    case 'inspect':
      return [
        at(0, 'ObjectEvent', 'inspecting', {
          action: 'OBSERVE',
          disposition: s.passed ? 'conformant' : 'non_conformant',
          quantityList: [{ epcClass: k.lot(s.lot).uri }],
        }),
      ];
  }
}
