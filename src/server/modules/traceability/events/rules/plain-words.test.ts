import { describe, expect, it } from 'vitest';
import { eventHash, prefixesOf } from './hash-id.ts';
import { plainWords } from './plain-words.ts';

const CBV = 'https://ref.gs1.org/cbv/';
const plain = {
  type: 'ObjectEvent',
  eventTime: '2026-11-20T06:00:00+07:00',
  eventTimeZoneOffset: '+07:00',
  action: 'OBSERVE',
  epcList: ['urn:epc:id:sgtin:4012345.011111.9876'],
  bizStep: 'shipping',
  disposition: 'recalled',
  bizTransactionList: [{ type: 'po', bizTransaction: 'https://buyer.example/po/1' }],
  sourceList: [{ type: 'possessing_party', source: 'urn:epc:id:pgln:4012345.00225' }],
  destinationList: [{ type: 'owning_party', destination: 'urn:epc:id:pgln:0614141.00777' }],
  persistentDisposition: { set: ['completeness_verified'], unset: ['completeness_inferred'] },
  sensorElementList: [{ sensorReport: [{ type: 'Length', component: 'northing', exception: 'ALARM_CONDITION', value: 1, uom: 'MTR' }] }],
};
const written = (cbv: string, voc: string) => ({
  ...plain,
  bizStep: `${cbv}BizStep-shipping`,
  disposition: `${cbv}Disp-recalled`,
  bizTransactionList: [{ type: `${cbv}BTT-po`, bizTransaction: 'https://buyer.example/po/1' }],
  sourceList: [{ type: `${cbv}SDT-possessing_party`, source: 'urn:epc:id:pgln:4012345.00225' }],
  destinationList: [{ type: `${cbv}SDT-owning_party`, destination: 'urn:epc:id:pgln:0614141.00777' }],
  persistentDisposition: { set: [`${cbv}Disp-completeness_verified`], unset: [`${cbv}Disp-completeness_inferred`] },
  sensorElementList: [
    {
      sensorReport: [{ type: `${voc}Length`, component: `${cbv}Comp-northing`, exception: `${voc}ALARM_CONDITION`, value: 1, uom: 'MTR' }],
    },
  ],
});

describe('a word of the standard', () => {
  it.each([
    ['as its address', CBV, 'https://ref.gs1.org/voc/', {}],
    ['with the prefix of the context', 'cbv:', 'gs1:', {}],
    ['with a prefix of the sender’s own', 'w:', 'v:', { w: CBV, v: 'https://gs1.org/voc/' }],
  ])('%s is the bare word', (_, cbv, voc, own) => {
    expect(plainWords(written(cbv, voc), prefixesOf(own))).toEqual(plain);
  });
  it('changes no hash id', () => {
    expect(eventHash(plainWords(written('cbv:', 'gs1:'), prefixesOf()), prefixesOf())).toEqual(
      eventHash(written('cbv:', 'gs1:'), prefixesOf()),
    );
  });
  it('stays as it is when it is nobody’s but the sender’s, or none of that vocabulary', () => {
    for (const bizStep of ['https://own.example/cbv/BizStep-shipping', `${CBV}BizStep-levitating`, `${CBV}Disp-recalled`, 'ex:shipping']) {
      const event = { ...plain, bizStep };
      expect(plainWords(event, prefixesOf({ ex: 'https://own.example/' }))).toBe(event);
    }
    expect(plainWords(plain, prefixesOf())).toBe(plain);
  });
});
