import { mkdtempSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { clamdAddress, scan } from './clamd.ts';
import { intake, PICTURES } from './intake.ts';

// the harmless file that every scanner knows, put together here so that none finds it in this source
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const bytesOf = (text: string) => new TextEncoder().encode(text);

let server: Server | undefined;
afterEach(async () => {
  const closing = server;
  server = undefined;
  await new Promise((done) => (closing ? closing.close(done) : done(null)));
});

/** Speaks clamd's side of INSTREAM: reads whole chunks, answers after the empty one. Returns what it has read. */
function clamd(
  at: string | number,
  answer = (seen: Buffer): string => (seen.includes(EICAR) ? 'stream: Eicar-Signature FOUND' : 'stream: OK'),
) {
  const streams: Buffer[] = [];
  const serve = (socket: Socket) => {
    let waiting = Buffer.alloc(0);
    let greeted = false;
    const seen: Buffer[] = [];
    socket.on('error', () => {});
    socket.on('data', (data: Buffer) => {
      waiting = Buffer.concat([waiting, data]);
      if (!greeted && waiting.includes(0)) {
        const end = waiting.indexOf(0);
        if (waiting.subarray(0, end).toString() !== 'zINSTREAM') return socket.end('UNKNOWN COMMAND\0');
        waiting = waiting.subarray(end + 1);
        greeted = true;
      }
      while (greeted && waiting.length >= 4) {
        const length = waiting.readUInt32BE();
        if (length === 0) {
          streams.push(Buffer.concat(seen));
          return socket.end(`${answer(Buffer.concat(seen))}\0`);
        }
        if (waiting.length < 4 + length) return;
        seen.push(waiting.subarray(4, 4 + length));
        waiting = waiting.subarray(4 + length);
      }
    });
  };
  return new Promise<{ address: string; streams: Buffer[] }>((ready) => {
    server = createServer(serve).listen(at, () => {
      const bound = server?.address();
      ready({ address: typeof bound === 'object' && bound ? `127.0.0.1:${bound.port}` : String(at), streams });
    });
  });
}
const aPath = () => path.join(mkdtempSync(path.join(tmpdir(), 'sanvat-clamd-')), 'clamd.ctl');

it('lets a clean file pass, whole, over a path and over a port', async () => {
  const big = new Uint8Array(1_000_003).map((_, i) => i % 251);
  for (const at of [aPath(), 0]) {
    const { address, streams } = await clamd(at);
    await scan(big, address);
    expect(Buffer.compare(streams[0] ?? Buffer.alloc(0), big)).toBe(0);
    await new Promise((done) => server?.close(done));
  }
});

it('refuses what the scanner names, also inside a picture’s metadata', async () => {
  const { address } = await clamd(aPath());
  await expect(scan(bytesOf(EICAR), address)).rejects.toMatchObject({ code: 'invalid', faults: [{ path: 'file', code: 'malware' }] });
  const comment = bytesOf(EICAR);
  const picture = Uint8Array.from([0xff, 0xd8, 0xff, 0xfe, 0, comment.length + 2, ...comment, 0xff, 0xda, 0, 2, 1, 0xff, 0xd9]);
  const taking = { allow: PICTURES, maxBytes: 1e6 };
  await expect(intake(picture, { ...taking, clamd: address })).rejects.toMatchObject({ faults: [{ code: 'malware' }] });
  // the same picture without a scanner loses its comment
  expect(Buffer.from((await intake(picture, { ...taking, clamd: undefined })).bytes).includes('EICAR')).toBe(false);
});

it('takes nothing while the scanner is away, silent or does not understand', async () => {
  const away = { code: 'not_ready' };
  await expect(scan(bytesOf('x'), aPath())).rejects.toMatchObject(away);
  await expect(scan(bytesOf('x'), '127.0.0.1:1')).rejects.toMatchObject(away);
  const odd = await clamd(aPath(), () => 'INSTREAM size limit exceeded. ERROR');
  await expect(scan(bytesOf('x'), odd.address)).rejects.toMatchObject(away);
  await new Promise((done) => server?.close(done));
  const file = aPath();
  server = await new Promise<Server>((ready) => {
    const silent = createServer((s) => void s.on('error', () => {}).resume()).listen(file, () => ready(silent));
  });
  await expect(scan(bytesOf('x'), file, 200)).rejects.toMatchObject(away);
});

it('takes only what is wanted, by content and size', async () => {
  const taking = { allow: PICTURES, maxBytes: 2 * 1024 * 1024, clamd: undefined };
  const program = Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]);
  await expect(intake(program, taking)).rejects.toMatchObject({ code: 'unsupported_media_type' });
  await expect(intake(bytesOf('%PDF-1.7\n'), taking)).rejects.toMatchObject({ code: 'unsupported_media_type' });
  await expect(intake(new Uint8Array(), taking)).rejects.toMatchObject({ code: 'invalid' });
  await expect(intake(new Uint8Array(2 * 1024 * 1024 + 1), taking)).rejects.toMatchObject({ code: 'too_large' });
});

it('reads addresses the way clamd writes them', () => {
  expect(clamdAddress('/run/clamav/clamd.ctl')).toEqual({ path: '/run/clamav/clamd.ctl' });
  expect(clamdAddress('unix:/run/x')).toEqual({ path: '/run/x' });
  expect(clamdAddress('clamd:3310')).toEqual({ host: 'clamd', port: 3310 });
  expect(clamdAddress('tcp://[::1]:3310')).toEqual({ host: '::1', port: 3310 });
  for (const wrong of ['clamd', 'clamd:0', ':3310', 'a b:1', '']) expect(clamdAddress(wrong)).toBeUndefined();
});
