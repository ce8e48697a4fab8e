import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Fault } from '#server/platform/errors.ts';
import type { Obj } from './checks.ts';
import { checkMeaning, namesEpcis } from './meaning.ts';
import { eventsIn } from './validate.ts';
import { checkWholesome } from './wholesome.ts';

const KIT = '../shared/conformance/epcis/examples';
const CLASS = 'urn:epc:class:lgtin:4012345.012345.998877';
const faultsOf = (event: Obj): string[] => {
  const faults: Fault[] = [];
  checkMeaning({ type: 'ObjectEvent', action: 'OBSERVE', ...event }, 'e', faults);
  return faults.map((f) => `${f.path} ${f.code}`);
};
const unwholesome = (document: unknown): string[] => {
  const faults: Fault[] = [];
  checkWholesome(document, faults);
  return faults.map((f) => `${f.path} ${f.code}`);
};

describe('what the words of the standard ask of an event', () => {
  it.skipIf(!existsSync(KIT))('is kept by every published example', () => {
    const names = readdirSync(KIT);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const document = JSON.parse(readFileSync(`${KIT}/${name}`, 'utf8')) as Obj;
      expect([name, namesEpcis(document['@context'])]).toEqual([name, true]);
      const faults: Fault[] = [];
      checkWholesome(document, faults);
      for (const { event, path } of eventsIn(document)) checkMeaning(event, path, faults);
      expect([name, faults]).toEqual([name, []]);
    }
  });

  it('amounts: above zero, whole without a unit, no unit alone, not more than can be kept', () => {
    const of = (q: Obj) => faultsOf({ quantityList: [{ epcClass: CLASS, ...q }] });
    expect(of({})).toEqual([]);
    expect(of({ quantity: 3 })).toEqual([]);
    expect(of({ quantity: 0.5, uom: 'KGM' })).toEqual([]);
    expect(of({ quantity: 0.5 })).toEqual(['e.quantityList[0].quantity integer']);
    expect(of({ quantity: 0, uom: 'KGM' })).toEqual(['e.quantityList[0].quantity range']);
    expect(of({ quantity: -1, uom: 'KGM' })).toEqual(['e.quantityList[0].quantity range']);
    expect(of({ quantity: 1e300, uom: 'KGM' })).toEqual(['e.quantityList[0].quantity range']);
    expect(of({ uom: 'KGM' })).toEqual(['e.quantityList[0].quantity required']);
  });

  it.each([
    ['urn:epc:id:sgtin:0614141.107346.2017', true],
    ['urn:epc:id:sgtin:abc', false],
    ['urn:epc:id:sgtin:0614141.10734.2017', false],
    ['urn:epc:id:sgtin:0614141.107346', false],
    ['urn:epc:id:giai:4000001.111', true],
    ['urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8', true],
    ['https://id.gs1.org/01/70614141123451/21/2017', true],
    ['https://id.gs1.org/01/70614141123452/21/2017', false],
    ['https://id.gs1.org/01/0614141123452/21/2017', false],
    ['https://sanvat.vn/P/7K2M9QXD/L/L1', true],
    ['https://id.gs1.org/00/040123450000003338', true],
    ['https://id.gs1.org/00/040123450000003339', false],
    ['https://id.gs1.org/00/04012345000000333', false],
    ['https://own.example/00/12', true],
    ['https://id.example.com/8003/040123450007718765', true],
    ['https://id.gs1.org/8003/040123450007728765', false],
    // a published example has this wrong digit
    ['https://id.example.com/8003/030013450007718765', true],
    ['https://id.example.com/8018/401234598765400001', false],
    ['https://id.example.com/414/4012345000055', false],
    ['https://id.example.com/01/0614141123452', false],
    ['https://buyer.example/2026/01/15/17', true],
    ['https://id.gs1.org/8018/401234598765400000', true],
    ['https://id.gs1.org/8018/401234598765400001', false],
    ['https://id.gs1.org/253/4012345555554ABC', true],
    ['https://id.gs1.org/253/4012345555555ABC', false],
    ['https://id.gs1.org/8006/040123450123450102/21/999', false],
    ['https://id.gs1.org/8006/040123451234560102/21/999', true],
  ])('%s as an EPC: %s', (uri, good) => {
    expect(faultsOf({ epcList: [uri] })).toEqual(good ? [] : ['e.epcList[0] gs1_key']);
  });

  it('places and parties by numbers that hold', () => {
    const wrong = 'https://id.gs1.org/414/4012345000055';
    expect(faultsOf({ readPoint: { id: wrong }, bizLocation: { id: 'geo:21.03,105.85' } })).toEqual(['e.readPoint.id gs1_key']);
    expect(
      faultsOf({
        sourceList: [{ type: 'location', source: wrong }],
        destinationList: [
          { type: 'location', destination: 'urn:epc:id:sgln:4012345.00225.0' },
          { type: 'owning_party', destination: 'urn:epc:id:pgln:4012345.225' },
        ],
      }),
    ).toEqual(['e.sourceList[0].source gs1_key', 'e.destinationList[1].destination gs1_key']);
  });

  it('a parent for what is put together or taken apart; sensors end after they start', () => {
    expect(faultsOf({ type: 'AggregationEvent', action: 'ADD' })).toEqual(['e.parentID required']);
    expect(faultsOf({ type: 'AggregationEvent', action: 'OBSERVE' })).toEqual([]);
    const sensorMetadata = { startTime: '2026-01-02T00:00:00Z', endTime: '2026-01-01T00:00:00Z' };
    expect(faultsOf({ sensorElementList: [{ sensorMetadata }] })).toEqual(['e.sensorElementList[0].sensorMetadata.endTime order']);
  });
});

describe('a document that can be kept', () => {
  it('has text only, in names and values, and no bottomless nesting', () => {
    expect(unwholesome({ a: ['tốt', { b: '\u{1F34B}' }] })).toEqual([]);
    expect(unwholesome({ a: [{ b: 'x\0y' }] })).toEqual(['a[0].b text']);
    expect(unwholesome({ a: { 'x\0': 1 } })).toEqual(['a text']);
    expect(unwholesome({ a: '\ud800' })).toEqual(['a text']);
    expect(unwholesome(JSON.parse('{"a":[1e400,1]}'))).toEqual(['a[0] number']);
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = { d: deep };
    expect(unwholesome(deep)).toHaveLength(1);
    expect(unwholesome(deep)[0]).toContain('too_deep');
  });
});
