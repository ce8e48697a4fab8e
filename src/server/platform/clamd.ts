// The virus scanner: clamd's INSTREAM over a socket. One connection a file, nothing kept.
import { connect, type Socket } from 'node:net';
import { AppError } from '#server/platform/errors.ts';

const CHUNK = 64 * 1024;
const PATIENCE = 30_000;

/** Where clamd listens: a path ('/run/clamav/clamd.ctl', 'unix:/…') or host:port ('127.0.0.1:3310', '[::1]:3310', 'tcp://…'). */
export function clamdAddress(text: string): { path: string } | { host: string; port: number } | undefined {
  const said = text.trim().replace(/^tcp:\/\//, '');
  if (said.startsWith('unix:')) return { path: said.slice(5).replace(/^\/\/(?=\/)/, '') };
  if (said.startsWith('/')) return { path: said };
  const m = /^(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})$/.exec(said);
  const port = Number(m?.[3]);
  return m && port > 0 && port < 65536 ? { host: m[1] ?? m[2] ?? '', port } : undefined;
}

/** Returns when the scanner finds nothing; refuses what it names, and everything while it cannot be asked: unscanned files are not stored. */
export async function scan(bytes: Uint8Array, socket: string, patience = PATIENCE): Promise<void> {
  const address = clamdAddress(socket);
  let verdict: string;
  try {
    if (!address) throw new Error('no address');
    verdict = await ask(connect(address), bytes, patience);
  } catch {
    throw unreachable();
  }
  if (/^stream: OK$/.test(verdict)) return;
  const found = /^stream: (.+) FOUND$/.exec(verdict)?.[1];
  if (!found) throw unreachable();
  throw new AppError(
    'invalid',
    { vi: 'Tệp bị từ chối: trình quét tìm thấy mã độc.', en: 'The file is refused: the scanner found malware in it.' },
    [{ path: 'file', code: 'malware', message: { vi: `Trình quét báo: ${found}.`, en: `The scanner says: ${found}.` } }],
  );
}

const unreachable = () =>
  new AppError('not_ready', {
    vi: 'Chưa nhận được tệp vì trình quét mã độc không trả lời. Không có gì bị mất: xin gửi lại sau ít phút.',
    en: 'The file was not taken because the virus scanner does not answer. Nothing is lost: please send it again in a few minutes.',
  });

/** zINSTREAM: chunks with their length in four bytes, an empty one at the end; the answer ends with a null byte. */
function ask(socket: Socket, bytes: Uint8Array, patience: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const end = (work: () => void) => {
      clearTimeout(timer);
      socket.destroy();
      work();
    };
    const timer = setTimeout(() => end(() => reject(new Error('no answer in time'))), patience);
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      said += text;
      const mark = said.indexOf('\0');
      if (mark >= 0) end(() => resolve(said.slice(0, mark)));
    });
    socket.on('error', (e) => {
      // clamd closes early on files over its limit, its answer may still be on the way
      if (said === '' && socket.connecting) end(() => reject(e));
      else if (!/EPIPE|ECONNRESET/.test((e as { code?: string }).code ?? '')) end(() => reject(e));
    });
    socket.on('close', () => end(() => reject(new Error('closed without an answer'))));
    socket.on('connect', () => {
      socket.write('zINSTREAM\0');
      for (let at = 0; at < bytes.length; at += CHUNK) {
        const part = bytes.subarray(at, at + CHUNK);
        const length = Buffer.alloc(4);
        length.writeUInt32BE(part.length);
        socket.write(length);
        socket.write(part);
      }
      socket.write(Buffer.alloc(4));
    });
  });
}
