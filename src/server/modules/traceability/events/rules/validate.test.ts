// Our checks against the standard's own JSON schema: on its examples and on thousands of mutations of them, both say yes or both say no.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { isTime, isUri, type Obj } from './checks.ts';
import { checkDocument } from './validate.ts';

const KIT = '../shared/conformance/epcis';
const there = existsSync(KIT);
if (!there) console.log('skipped: ../shared/conformance/epcis is absent');

const examples = there
  ? readdirSync(`${KIT}/examples`).map((f) => ({ name: f, document: JSON.parse(readFileSync(`${KIT}/examples/${f}`, 'utf8')) as Obj }))
  : [];

/** Every place of a document, as a list of keys. */
function* places(value: unknown, at: (string | number)[] = []): Generator<(string | number)[]> {
  yield at;
  if (Array.isArray(value)) for (let i = 0; i < value.length; i++) yield* places(value[i], [...at, i]);
  else if (typeof value === 'object' && value !== null) for (const [k, v] of Object.entries(value)) yield* places(v, [...at, k]);
}

function changed(
  document: Obj,
  at: (string | number)[],
  how: (parent: Record<string | number, unknown>, key: string | number) => void,
): Obj {
  const copy = structuredClone(document);
  let parent = copy as Record<string | number, unknown>;
  for (const k of at.slice(0, -1)) parent = parent[k] as Record<string | number, unknown>;
  how(parent, at.at(-1) ?? '');
  return copy;
}

const VALUES: unknown[] = [
  null,
  5,
  '',
  'x',
  true,
  [],
  {},
  'shipping',
  'urn:epcglobal:cbv:bizstep:shipping',
  'https://a.b/c d',
  '2026-02-30T00:00:00Z',
  ['a:b', 'a:b'],
];
function mutations(document: Obj): Obj[] {
  const found: Obj[] = [];
  for (const at of places(document)) {
    if (at.length === 0) continue;
    found.push(
      changed(document, at, (parent, key) => {
        if (Array.isArray(parent)) parent.splice(Number(key), 1);
        else delete parent[key];
      }),
    );
    for (const v of VALUES)
      found.push(
        changed(document, at, (parent, key) => {
          parent[key] = v;
        }),
      );
    found.push(
      changed(document, at, (parent) => {
        if (!Array.isArray(parent)) parent.extra = 1;
      }),
      changed(document, at, (parent) => {
        if (!Array.isArray(parent)) parent.ilmd = { 'a:b': 1 };
      }),
    );
  }
  return found;
}

describe.skipIf(!there)('EPCIS 2.0 documents', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const schema = there ? ajv.compile(JSON.parse(readFileSync(`${KIT}/schema/EPCIS-JSON-Schema.json`, 'utf8'))) : () => true;

  it('takes every example of the standard', () => {
    expect(examples.length).toBeGreaterThan(10);
    for (const { name, document } of examples) expect([name, checkDocument(document)]).toEqual([name, []]);
  });

  it('says yes and no where the schema does, on every example with every place removed or replaced', () => {
    let both = 0;
    let refused = 0;
    const apart: unknown[] = [];
    for (const { name, document } of examples)
      for (const m of mutations(document)) {
        const theirs = schema(m) === true;
        const ours = checkDocument(m);
        if (theirs !== (ours.length === 0)) apart.push({ name, theirs, ours: ours.slice(0, 3), m: JSON.stringify(m).slice(0, 1_500) });
        both++;
        if (!theirs) refused++;
      }
    expect(apart.slice(0, 3)).toEqual([]);
    expect(both).toBeGreaterThan(5_000);
    expect(refused).toBeGreaterThan(2_000);
  });

  it('names every fault with its path', () => {
    const two = structuredClone(examples.find((e) => e.name === 'Example_9.6.1-ObjectEvent.jsonld')?.document) as unknown as {
      epcisBody: { eventList: Record<string, unknown>[] };
    };
    const [a, b] = two.epcisBody.eventList;
    if (!a || !b) throw new Error('example changed');
    a.action = 'MAKE';
    delete b.eventTime;
    b.bizStep = 'urn:epcglobal:cbv:bizstep:receiving';
    expect(checkDocument(two).map((f) => f.path)).toEqual([
      'epcisBody.eventList[0].action',
      'epcisBody.eventList[1].eventTime',
      'epcisBody.eventList[1].bizStep',
    ]);
  });
});

describe('atoms', () => {
  it('knows URIs and instants', () => {
    for (const good of ['urn:a:b', 'https://a.vn/01/08938505974194/10/L-1?17=261122', 'example:myField', 'ni:///sha-256;ab?ver=CBV2.0'])
      expect([good, isUri(good)]).toEqual([good, true]);
    for (const bad of ['', 'a', 'a:', 'a b:c', 'https://a.b/c d', 'https://a.b/%zz', ':a', 5])
      expect([bad, isUri(bad)]).toEqual([bad, false]);
    for (const good of ['2026-11-22T08:00:00+07:00', '2024-02-29T00:00:00Z', '2005-07-11T11:30:47.0Z', '2026-11-22t08:00:00-14:00'])
      expect([good, isTime(good)]).toEqual([good, true]);
    for (const bad of ['2026-11-22T08:00:00', '2026-02-29T00:00:00Z', '2026-11-22', '2026-11-22T24:00:00Z', '2026-11-22T08:00:00+15:00'])
      expect([bad, isTime(bad)]).toEqual([bad, false]);
    for (const bad of ['2026-11-22T08:00:00+07', '2026-11-22T08:00:00+0700', '2026-11-22 08:00:00Z', '2026-11-22\n08:00:00Z'])
      expect([bad, isTime(bad)]).toEqual([bad, false]);
  });
});
