// What an event means for lots: who made, used, sent or got how much, and which lot came out of which.
import type { EpcRole, MoveKind } from '../tables.ts';
import type { Obj } from './checks.ts';
import { holderOf, type LotKey, lotKey } from './lot-key.ts';
import { PIECES } from './units.ts';

export type Amount = { lot: LotKey; quantity: number; unit: string };
export type Move = { lot: string; holder: string; kind: MoveKind; quantity: number; unit: string };
export type Effects = {
  links: { key: string; role: EpcRole }[];
  lots: LotKey[];
  moves: Move[];
  edges: { from: string; to: string; kind: 'transform' | 'aggregate' }[];
  /** Lots that this event brings into the world. */
  makes: string[];
  /** Lots that leave or are used up: refused for lots under recall. */
  lets: string[];
};

const SHIPS = new Set(['shipping', 'departing', 'retail_selling', 'dispensing', 'consigning']);
const RECEIVES = new Set(['receiving', 'arriving', 'accepting', 'collecting']);
const LOSES = new Set(['destroying', 'decommissioning']);
/** Goods that go back may leave even under recall. */
const GOES_BACK = new Set(['returned', 'recalled', 'disposed', 'destroyed']);

type Quantity = { epcClass: string; quantity?: number; uom?: string };
const strings = (v: unknown): string[] => (Array.isArray(v) ? (v as string[]) : []);
const quantities = (v: unknown): Quantity[] => (Array.isArray(v) ? (v as Quantity[]) : []);

/** The party of a source or destination list that holds or owns the goods. */
function party(v: unknown, field: 'source' | 'destination', origin: string | undefined): string | undefined {
  const all = Array.isArray(v) ? (v as Record<string, string>[]) : [];
  const found = all.find((p) => p.type === 'possessing_party') ?? all.find((p) => p.type === 'owning_party');
  const uri = found?.[field];
  return uri ? holderOf(uri, origin) : undefined;
}

/**
 * Every input lies in every output. A lot on both sides is what is left over: it goes on as itself, whatever else was made with it; when
 * nothing new comes out, it is said to come out of itself, and the circle is found where edges are written.
 */
function transformed(inputs: ReadonlySet<string>, outputs: ReadonlySet<string>): Effects['edges'] {
  const left = [...outputs].some((b) => !inputs.has(b)) ? (key: string) => inputs.has(key) && outputs.has(key) : () => false;
  return [...inputs].flatMap((a) =>
    [...outputs].flatMap((b) => (left(a) && left(b) ? [] : [{ from: a, to: b, kind: 'transform' as const }])),
  );
}

/** The effects of an event that passed validation; `owner` is the producer that sent it. */
export function effectsOf(event: Obj, owner: string, origin: string | undefined): Effects {
  const e: Effects = { links: [], lots: [], moves: [], edges: [], makes: [], lets: [] };
  const link = (uri: string, role: EpcRole): LotKey => {
    const lot = lotKey(uri, origin);
    e.links.push({ key: lot.key, role });
    return lot;
  };
  const amounts = (list: unknown, role: EpcRole): Amount[] =>
    quantities(list).map((q) => {
      const lot = link(q.epcClass, role);
      e.lots.push(lot);
      return { lot, quantity: q.quantity ?? 0, unit: q.uom ?? PIECES };
    });
  const instances = (list: unknown, role: EpcRole, asLots: boolean): LotKey[] =>
    strings(list).map((uri) => {
      const lot = link(uri, role);
      if (asLots) e.lots.push(lot);
      return lot;
    });
  const move = (all: readonly Amount[], holder: string, kind: MoveKind, sign: 1 | -1) => {
    for (const a of all) if (a.quantity > 0) e.moves.push({ lot: a.lot.key, holder, kind, quantity: sign * a.quantity, unit: a.unit });
  };
  const step = typeof event.bizStep === 'string' ? event.bizStep : '';
  const back = typeof event.disposition === 'string' && GOES_BACK.has(event.disposition);

  if (event.type === 'ObjectEvent') {
    instances(event.epcList, 'epc', false);
    const all = amounts(event.quantityList, 'class');
    const keys = all.map((a) => a.lot.key);
    const from = party(event.sourceList, 'source', origin);
    if (event.action === 'ADD') {
      e.makes.push(...keys);
      if (from && from !== owner) {
        move(all, from, 'make', 1);
        move(all, from, 'ship', -1);
        move(all, owner, 'receive', 1);
      } else move(all, owner, 'make', 1);
    } else if (SHIPS.has(step)) {
      move(all, owner, 'ship', -1);
      const to = party(event.destinationList, 'destination', origin);
      if (to && to !== owner) move(all, to, 'arrive', 1);
      if (!back) e.lets.push(...keys);
    } else if (RECEIVES.has(step)) move(all, owner, 'receive', 1);
    else if (LOSES.has(step) || event.action === 'DELETE') move(all, owner, 'loss', -1);
  } else if (event.type === 'TransformationEvent') {
    const inputs = [...amounts(event.inputQuantityList, 'inputClass')];
    const outputs = [...amounts(event.outputQuantityList, 'outputClass')];
    const from = [...inputs.map((a) => a.lot), ...instances(event.inputEPCList, 'input', true)];
    const to = [...outputs.map((a) => a.lot), ...instances(event.outputEPCList, 'output', true)];
    move(inputs, owner, 'use', -1);
    move(outputs, owner, 'make', 1);
    e.makes.push(...to.map((l) => l.key));
    e.lets.push(...from.map((l) => l.key));
    e.edges.push(...transformed(new Set(from.map((l) => l.key)), new Set(to.map((l) => l.key))));
  } else if (event.type === 'AggregationEvent' || event.type === 'AssociationEvent') {
    const parent = typeof event.parentID === 'string' ? link(event.parentID, 'parent') : undefined;
    const children = [...instances(event.childEPCs, 'child', true), ...amounts(event.childQuantityList, 'childClass').map((a) => a.lot)];
    if (parent && event.action !== 'DELETE') {
      e.lots.push(parent);
      for (const c of children) if (c.key !== parent.key) e.edges.push({ from: c.key, to: parent.key, kind: 'aggregate' });
    }
  } else {
    if (typeof event.parentID === 'string') link(event.parentID, 'parent');
    instances(event.epcList, 'epc', false);
    amounts(event.quantityList, 'class');
  }
  return e;
}
