import { mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAccount, grantRole, OPERATOR, SYSTEM } from '#server/modules/identity/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import { testDatabase } from '../../../../../../tests/support/database.ts';
import * as door from '../../index.ts';
import { aPdf, ctxOf } from '../../route-fixture.ts';
import { type Cast, twoProvinces, type walker } from '../../route-walk.ts';
import { paperReminder } from './kinds.ts';

const database = testDatabase();
let ground: Territory;
let cast: Cast;
let far: Cast;
let walk: ReturnType<typeof walker>;
beforeAll(async () => {
  ({ ground, cast, far, walk } = await twoProvinces(database.db));
});

const keep = (words: string, more: Partial<door.NewPaper> = {}, store = walk.store) =>
  door.keepPaper(
    walk.on(cast.producer),
    { producerId: cast.producerId, name: `${words}.pdf`, kind: 'food_safety', bytes: aPdf(words), ...more },
    ground,
    store,
  );
const vault = () => door.listVault(walk.on(cast.producer), cast.producerId, ground);
const find = async (id: string) => (await vault()).find((p) => p.id === id);

describe('the vault', () => {
  it('keeps a paper once and uses it in any slot; a newer version takes its place where dossiers are still written', async () => {
    const { id } = await keep('attp', { expiresOn: '2027-01-10' });
    expect(await keep('attp', { expiresOn: '2027-01-10' })).toEqual({ id, version: 1 });
    const sent = await walk.draft(80);
    const open = await walk.draft(75);
    for (const dossier of [sent, open]) await door.usePaper(walk.on(cast.producer), { dossier, criterion: '10', evidence: id }, ground);
    await door.submitDossier(walk.on(cast.producer), { dossier: sent }, ground);
    const newer = await keep('attp 2027', { replaces: id, expiresOn: '2030-01-10' });
    expect(newer.version).toBe(2);
    const at = async (dossier: string) =>
      (await door.getDossier(walk.on(cast.producer), dossier, ground)).papers.filter((p) => p.criterion === '10').map((p) => p.id);
    expect(await at(open)).toContain(newer.id);
    expect(await at(open)).not.toContain(id);
    expect(await at(sent)).toContain(id);
    const paper = await find(newer.id);
    expect(paper).toMatchObject({ kind: 'food_safety', standing: 'good', version: 2, older: [{ id, version: 1 }] });
    expect(paper?.uses.map((u) => u.dossier).sort()).toEqual([open, sent].sort());
    // the old version asked for by its id: the newest is what hangs there
    await door.usePaper(walk.on(cast.producer), { dossier: open, criterion: '9', evidence: id }, ground);
    expect((await door.getDossier(walk.on(cast.producer), open, ground)).papers.some((p) => p.criterion === '9' && p.id === newer.id)).toBe(
      true,
    );
    expect((await door.getPaper(walk.on(cast.producer), id, ground, walk.store)).bytes).toEqual(Buffer.from(aPdf('attp')));
  });

  it('makes one version of two that are sent at once', async () => {
    const { id } = await keep('hai bản');
    const both = await Promise.allSettled([keep('bản a', { replaces: id }), keep('bản b', { replaces: id })]);
    const versions = both.flatMap((r) => (r.status === 'fulfilled' ? [r.value.version] : []));
    expect(new Set(versions).size).toBe(versions.length);
    const held = (await vault()).find((p) => p.paper === id);
    expect(held?.version).toBe(1 + versions.length);
    expect(held?.older).toHaveLength(versions.length);
  });

  it('refuses others, odd files, a version that is another paper, a lapsed paper, and leaves nothing', async () => {
    const { id } = await keep('giấy một');
    const other = await keep('giấy hai', { expiresOn: '2026-11-01' });
    const bad = { code: 'unsupported_media_type' };
    const program = Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4]);
    await expect(keep('chương trình', { bytes: program, name: 'giấy phép.pdf' })).rejects.toMatchObject(bad);
    await expect(keep('to', { bytes: new Uint8Array(20 * 1024 * 1024 + 1) })).rejects.toMatchObject({ code: 'too_large' });
    await expect(keep('x', { bytes: aPdf('giấy hai'), replaces: id })).rejects.toMatchObject({ code: 'conflict' });
    await expect(keep('x', { expiresOn: '2027-02-30' })).rejects.toMatchObject({ faults: [{ path: 'expiresOn' }] });
    const dossier = await walk.draft(75);
    const use = (criterion: string, evidence: string) => door.usePaper(walk.on(cast.producer), { dossier, criterion, evidence }, ground);
    await expect(use('10', other.id)).rejects.toMatchObject({ faults: [{ code: 'expired' }] });
    await expect(use('99', id)).rejects.toMatchObject({ faults: [{ path: 'criterion' }] });
    for (const who of [far.producer, cast.officer, cast.body]) {
      await expect(door.listVault(walk.on(who), cast.producerId, ground)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(door.getPaper(walk.on(who), id, ground, walk.store)).rejects.toMatchObject({ code: 'not_found' });
      const input = { producerId: cast.producerId, name: 'x.pdf', bytes: aPdf('lạ') };
      await expect(door.keepPaper(walk.on(who), input, ground, walk.store)).rejects.toMatchObject({ code: 'forbidden' });
    }
    // somebody else's paper is no paper here
    const theirs = await door.keepPaper(
      walk.on(far.producer),
      { producerId: far.producerId, name: 'x.pdf', bytes: aPdf('của người khác') },
      ground,
      walk.store,
    );
    await expect(use('10', theirs.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('takes nothing while the scanner is away or finds something', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sanvat-scan-'));
    const socket = path.join(folder, 'clamd.ctl');
    const store = door.evidenceStore({ data: path.join(folder, 'data'), clamd: socket });
    const before = (await vault()).length;
    await expect(keep('quét', {}, store)).rejects.toMatchObject({ code: 'not_ready' });
    const server = createServer((s) => {
      s.on('error', () => {});
      s.on('data', (d) => d.subarray(-4).equals(Buffer.alloc(4)) && s.end('stream: Eicar-Signature FOUND\0'));
    });
    await new Promise<void>((done) => server.listen(socket, done));
    const dossier = await walk.draft(75);
    await expect(keep('quét', {}, store)).rejects.toMatchObject({ faults: [{ code: 'malware' }] });
    const attach = { dossier, criterion: '10', name: 'quét.pdf', bytes: aPdf('quét') };
    await expect(door.attachEvidence(walk.on(cast.producer), attach, ground, store)).rejects.toMatchObject({
      faults: [{ code: 'malware' }],
    });
    await new Promise((done) => server.close(done));
    expect((await vault()).filter((p) => p.name.startsWith('quét'))).toEqual([]);
    expect((await vault()).length).toBeGreaterThanOrEqual(before);
    expect(() => readdirSync(path.join(folder, 'data'))).toThrow();
  });

  it('reminds once at 60, 30 and 0 days, of the newest version only', async () => {
    // the producer has no account: the officer of its commune is told in its place
    const operator = (day: string) => ctxOf(database.db, OPERATOR, day);
    await createAccount(operator('2026-01-01'), { account: 'can-bo-xa', name: 'Cán bộ xã' }, ground);
    const role = { account: 'can-bo-xa', role: 'commune_officer' as const, unit: cast.commune, from: '2026-01-01', basis: 'QĐ 1' };
    await grantRole(operator('2026-01-01'), role, ground);
    const { id } = await keep('nhắc', { expiresOn: '2031-03-02' });
    const told = async (day: string) => {
      for (const again of [1, 2]) await door.remindPapers(ctxOf(database.db, SYSTEM, day)).then(() => again);
      const rows = await database.db.selectFrom('notices.notice').select('key').where('key', 'like', `paper-${id}-%`).execute();
      return rows.map((r) => Number(r.key.split('-').at(-1))).sort((a, b) => b - a);
    };
    expect(await told('2030-12-31')).toEqual([]);
    expect(await told('2031-01-01')).toEqual([60]);
    expect(await told('2031-01-30')).toEqual([60]);
    expect(await told('2031-01-31')).toEqual([60, 30]);
    const newer = await keep('nhắc mới', { replaces: id, expiresOn: '2034-03-02' });
    expect(newer.version).toBe(2);
    expect(await told('2031-03-02')).toEqual([60, 30]);
  });

  it('counts every day of the last 60 into exactly one step', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), (left) => {
        const step = paperReminder(left);
        if (left > 60 || left < -14) expect(step).toBeUndefined();
        else expect(step).toBe(left <= 0 ? 0 : left <= 30 ? 30 : 60);
      }),
    );
  });
});
