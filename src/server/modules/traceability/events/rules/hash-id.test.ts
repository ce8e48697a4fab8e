import { describe, expect, it } from 'vitest';
import { canonicalLink } from './gs1-uri.ts';
import { eventHash, hashId, prefixesOf, preHash } from './hash-id.ts';

const inspected = {
  type: 'ObjectEvent',
  eventTime: '2019-10-21T14:45:00Z',
  eventTimeZoneOffset: '+01:00',
  epcList: ['https://id.gs1.org/00/040123451111111127'],
  action: 'OBSERVE',
  bizStep: 'inspecting',
  disposition: 'in_progress',
  readPoint: { id: 'https://id.gs1.org/414/4012345000245/254/1' },
};

describe('event hash ids', () => {
  it('give the published id of a published event', () => {
    expect(hashId(eventHash(inspected))).toBe('ni:///sha-256;b3d481c5590757ab8361a6cb0e924820feb3b61eb568e7d7703f21a96f76f51d?ver=CBV2.0');
  });

  it('give the published ids of events with sensors, and with an extension of a place', () => {
    const sensed = {
      type: 'ObjectEvent',
      eventTime: '2020-04-01T15:00:00+01:00',
      eventTimeZoneOffset: '+01:00',
      epcList: ['urn:epc:id:sgtin:4012345.011111.9876'],
      action: 'OBSERVE',
      bizStep: 'inspecting',
      readPoint: { id: 'urn:epc:id:sgln:4012345.00005.0' },
      sensorElementList: [
        {
          sensorMetadata: { deviceID: 'urn:epc:id:giai:4000001.111', deviceMetadata: 'https://id.gs1.org/8004/4000001111' },
          sensorReport: [
            { type: 'Temperature', value: 26, sDev: 0.1, uom: 'CEL' },
            { type: 'AbsoluteHumidity', value: 12.1, uom: 'A93' },
            { type: 'Dimensionless', microorganism: 'https://www.ncbi.nlm.nih.gov/taxonomy/1126011', value: 0.05, uom: 'C35' },
            {
              type: 'Dimensionless',
              chemicalSubstance: 'https://identifiers.org/inchikey:CZMRCDWAGMRECN-UGDNZRGBSA-N',
              value: 0.18,
              uom: 'C35',
            },
          ],
        },
      ],
    };
    expect(hashId(eventHash(sensed))).toBe('ni:///sha-256;271565c346ae2fb28c4583c4dca4ab4772d465eb4e0b6e548d77d8b49377d95c?ver=CBV2.0');
    const placed = {
      type: 'ObjectEvent',
      eventTime: '2020-03-04T11:00:30+01:00',
      eventTimeZoneOffset: '+01:00',
      epcList: ['urn:epc:id:sgtin:0614141.011111.987'],
      action: 'OBSERVE',
      bizStep: 'departing',
      disposition: 'in_transit',
      readPoint: { id: 'urn:epc:id:sgln:4012345.00011.0', 'example:myField1': 'AB-12' },
      bizTransactionList: [{ type: 'po', bizTransaction: 'urn:epc:id:gdti:4012345.11111.123' }],
      sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:4012345.00000' }],
      destinationList: [{ type: 'owning_party', destination: 'urn:epc:id:pgln:0614141.00000' }],
      'example:userExt': 'CD-34',
    };
    const own = prefixesOf({ example: 'https://ns.example.com/epcis/' });
    expect(hashId(eventHash(placed, own))).toBe(
      'ni:///sha-256;3ae14c02c4bdc220cc31942cf804f6845eb8dec96ba6483391c92a9b165f9329?ver=CBV2.0',
    );
  });

  it('round instants to thousandths and set apart what others added to places, sensors and master data, as published', () => {
    const shipped = {
      type: 'ObjectEvent',
      eventTime: '2023-02-02T11:04:03.1415Z',
      eventTimeZoneOffset: '+01:00',
      epcList: ['https://id.gs1.de/00/040123451111111110'],
      action: 'OBSERVE',
      bizStep: 'shipping',
      disposition: 'in_transit',
      readPoint: { id: 'https://id.gs1.de/414/4012345000115' },
    };
    expect(hashId(eventHash(shipped))).toBe('ni:///sha-256;af7658e711574363633f20b3dadc7bc4c13c6f612cf96d95e03c421c0e58f3c6?ver=CBV2.0');
    expect(preHash({ ...shipped, eventTime: '2023-02-02T11:04:03.1414Z' })).toContain('03.141Z');
    const received = {
      type: 'ObjectEvent',
      eventTime: '2023-01-11T12:00:00+01:00',
      eventTimeZoneOffset: '+01:00',
      certificationInfo: 'https://accreditation-council.example.org/certificate/ABC12345',
      epcList: ['https://id.gs1.de/01/04012345999990/21/XYZ-1234'],
      action: 'OBSERVE',
      bizStep: 'receiving',
      disposition: 'in_progress',
      readPoint: { id: 'https://id.gs1.de/414/4012345000115' },
      sensorElementList: [
        {
          sensorMetadata: {
            time: '2023-01-11T11:05:00Z',
            bizRules: 'https://id.example.com/253/4012345000054987',
            'ext1:someFurtherMetadata': 'metadataText',
          },
          sensorReport: [
            {
              type: 'Dimensionless',
              exception: 'ALARM_CONDITION',
              coordinateReferenceSystem: 'http://www.opengis.net/def/crs/EPSG/0/27700',
              'ext1:someFurtherReportData': 'reportText',
            },
          ],
        },
      ],
    };
    expect(hashId(eventHash(received, prefixesOf({ ext1: 'https://ns.ext.de/epcis/' })))).toBe(
      'ni:///sha-256;db3f717972b6be7ce2eb2f31a12b00beda1f9a7de63c23948f4b7314ffe0581b?ver=CBV2.0',
    );
    const added = {
      ...shipped,
      readPoint: { id: 'urn:epc:id:sgln:4023333.00000.0', 'example:gs1ES': '(414)4023333000000' },
      bizLocation: { id: 'urn:epc:id:sgln:4023333.00001.12', 'example:gs1ES': '(414)4023333000017 (254)12' },
      ilmd: { 'cbvmda:lotNumber': 'LOTABC', 'example:grading': '023.0' },
      'example:extension': { moreExtensions: { tag2: '2', tag1: 'example:one' } },
      'rdfs:comment': 'not told',
    };
    expect(preHash(added, prefixesOf({ example: 'http://ns.example.com/epcis/' }))).toMatch(
      /ilmd\{http:\/\/ns.example.com\/epcis\/\}grading=23\{urn:epcglobal:cbv:mda\}lotNumber=LOTABCreadPoint\{\S+\}gs1ES=\(414\)4023333000000bizLocation\{\S+\}gs1ES=\(414\)4023333000017 \(254\)12\{\S+\}extensionmoreExtensionstag1=example:onetag2=2$/,
    );
  });

  it('leave out record time, id and error declaration, and do not mind the way of writing', () => {
    const same = {
      ...inspected,
      readPoint: { id: 'urn:epc:id:sgln:4012345.00024.1' },
      bizStep: 'urn:epcglobal:cbv:bizstep:inspecting',
      eventTime: '2019-10-21T16:45:00.000+02:00',
      epcList: ['https://example.com/some/00/040123451111111127'],
      recordTime: '2023-06-02T07:03:16.073Z',
      eventID: 'urn:uuid:1',
      errorDeclaration: { declarationTime: '2023-06-02T07:03:16.073Z' },
    };
    expect(eventHash(same)).toEqual(eventHash(inspected));
    expect(eventHash({ ...inspected, disposition: 'damaged' })).not.toEqual(eventHash(inspected));
  });

  it('build the published text of events with parties and extensions', () => {
    const prefixes = prefixesOf([
      'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
      { example: 'https://ns.example.com/epcis/' },
    ]);
    expect(
      preHash(
        {
          type: 'ObjectEvent',
          eventTime: '2020-03-04T11:00:30.000+01:00',
          eventTimeZoneOffset: '+01:00',
          epcList: ['urn:epc:id:sscc:4012345.0000000333', 'urn:epc:id:sscc:4012345.0000000111', 'urn:epc:id:sscc:4012345.0000000222'],
          action: 'OBSERVE',
          bizStep: 'departing',
          readPoint: { id: 'urn:epc:id:sgln:4012345.00011.987' },
          'example:myField1': { 'example:mySubField1': '2', 'example:mySubField2': '5' },
          'example:myField2': '0',
          'example:myField3': { 'example:mySubField3': ['3', '1'] },
        },
        prefixes,
      ),
    ).toBe(
      'eventType=ObjectEventeventTime=2020-03-04T10:00:30.000ZeventTimeZoneOffset=+01:00epcListepc=https://id.gs1.org/00/040123450000001112' +
        'epc=https://id.gs1.org/00/040123450000002225epc=https://id.gs1.org/00/040123450000003338action=OBSERVE' +
        'bizStep=https://ref.gs1.org/cbv/BizStep-departingreadPointid=https://id.gs1.org/414/4012345000115/254/987' +
        '{https://ns.example.com/epcis/}myField1{https://ns.example.com/epcis/}mySubField1=2{https://ns.example.com/epcis/}mySubField2=5' +
        '{https://ns.example.com/epcis/}myField2=0' +
        '{https://ns.example.com/epcis/}myField3{https://ns.example.com/epcis/}mySubField3=1{https://ns.example.com/epcis/}mySubField3=3',
    );
  });
});

describe('GS1 keys', () => {
  it('become one Digital Link however they are written', () => {
    expect(canonicalLink('urn:epc:id:sgtin:0614141.011111.987')).toBe('https://id.gs1.org/01/00614141111114/21/987');
    expect(canonicalLink('urn:epc:class:lgtin:4054739.099914.20160711')).toBe('https://id.gs1.org/01/04054739999148/10/20160711');
    expect(canonicalLink('urn:epc:id:gdti:4012345.11111.123')).toBe('https://id.gs1.org/253/4012345111118123');
    expect(canonicalLink('urn:epc:id:itip:4012345.012345.01.02.999')).toBe('https://id.gs1.org/8006/040123451234560102/21/999');
    expect(canonicalLink('urn:epc:idpat:itip:4012345.012345.01.02.*')).toBe('https://id.gs1.org/8006/040123451234560102');
    expect(canonicalLink("urn:epc:id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7'SDB", false)).toBe(
      "https://id.gs1.org/01/01234567987651/235/51qIgY)%3C%26Jp3*j7'SDB",
    );
    // a lot is one lot, written as URN or as link
    expect(canonicalLink('urn:epc:class:lgtin:4054739.099914.A(1)')).toBe('https://id.gs1.org/01/04054739999148/10/A%281%29');
    expect(canonicalLink('https://example.com/gtin/09780345418913/ser/765tz?abc=211121')).toBe(
      'https://id.gs1.org/01/09780345418913/21/765tz',
    );
    expect(canonicalLink('https://sanvat.vn/01/08938505974194/10/L1/21/7?17=261122')).toBe('https://id.gs1.org/01/08938505974194/21/7');
    expect(canonicalLink('https://sanvat.vn/P/7K2M9QXD/L/L1')).toBeUndefined();
    expect(canonicalLink('urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8')).toBeUndefined();
  });
});
