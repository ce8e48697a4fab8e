// Completions while typing: places that begin so, then products, producers and communes.
import { fold } from '#shared/text/fold.ts';
import { NAME, PRODUCER } from './dictionary.ts';
import type { Engine } from './engine.ts';
import type { Store } from './store.ts';
import type { Suggestion } from './types.ts';

/** Folded names of places, prepared once per territory. */
export type PlaceNames = { kind: 'province' | 'commune'; id: string; text: string; folded: string }[];

export function placeNames(store: Store): PlaceNames {
  const { gazetteer, codes } = store.places;
  const names: PlaceNames = [];
  const add = (kind: 'province' | 'commune', id: string, name: string, text: string) => names.push({ kind, id, text, folded: fold(name) });
  for (const code of codes) {
    const name = gazetteer.province(code, 34)?.name ?? code;
    add('province', code, name, name);
  }
  for (const code of codes) {
    const province = gazetteer.province(code, 34)?.name ?? code;
    for (const c of gazetteer.communesOf(code)) add('commune', c.code, c.name, `${c.fullName}, ${province}`);
  }
  return names;
}

/** At most `limit` texts, none twice. */
export function suggest(engine: Engine, store: Store, places: PlaceNames, q: string, limit: number): Suggestion[] {
  const folded = fold(q);
  if (folded === '') return [];
  const seen = new Set<string>();
  const out: Suggestion[] = [];
  const offer = (suggestion: Suggestion, most: number) => {
    const key = `${suggestion.kind} ${fold(suggestion.text)}`;
    if (out.length >= most || seen.has(key)) return;
    seen.add(key);
    out.push(suggestion);
  };
  const beginning = (kind: 'province' | 'commune', most: number) => {
    for (const p of places) if (p.kind === kind && p.folded.startsWith(folded)) offer({ text: p.text, kind, id: p.id }, most);
  };
  if (folded.length > 1) beginning('province', Math.min(2, limit));
  const communes = folded.length > 2 ? Math.min(2, limit >> 2) : 0;
  const producers = limit >> 2;
  const named = engine.top(store, q, limit * 4, NAME);
  for (const slot of named.length > 0 ? named : engine.top(store, q, limit * 4)) {
    offer({ text: store.names[slot] as string, kind: 'product', id: store.ids[slot] as string }, limit - producers - communes);
  }
  const most = Math.min(limit, out.length + producers);
  for (const slot of engine.top(store, q, limit * 4, PRODUCER)) {
    const producer = store.producers[store.producerOf[slot] as number];
    if (producer) offer({ text: producer.name, kind: 'producer', id: producer.id }, most);
  }
  if (communes > 0) beginning('commune', Math.min(limit, out.length + communes));
  return out;
}
