// A small HTTP/1.1 client on raw sockets: as light as possible, so that two cores go to the server under test.
import { connect, type Socket } from 'node:net';

/** A path to GET, or a JSON text to POST there. */
export type Ask = string | { path: string; body: string };

export type Load = { requests: number; seconds: number; p50: number; p99: number; statuses: Record<string, number>; bytes: number };

/** Asks each once over `connections` kept-alive sockets. Latencies in milliseconds. */
export async function load(port: number, asks: readonly Ask[], connections: number, headers: Record<string, string> = {}): Promise<Load> {
  const head = Object.entries({ host: `127.0.0.1:${port}`, ...headers })
    .map(([k, v]) => `${k}: ${v}\r\n`)
    .join('');
  const times = new Float64Array(asks.length);
  const statuses: Record<string, number> = {};
  let next = 0;
  let bytes = 0;
  const begin = performance.now();
  const worker = () =>
    new Promise<void>((resolve, reject) => {
      const socket: Socket = connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      let at = -1;
      let sent = 0;
      let need = -1; // bytes still to come of the present answer; -1 = head not read
      let buffer: Buffer = Buffer.alloc(0);
      const send = () => {
        at = next++;
        const ask = asks[at];
        if (ask === undefined) {
          socket.end();
          resolve();
          return;
        }
        sent = performance.now();
        need = -1;
        socket.write(typeof ask === 'string' ? `GET ${ask} HTTP/1.1\r\n${head}\r\n` : post(ask, head));
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        bytes += chunk.length;
        if (need < 0) {
          buffer = buffer.length > 0 ? Buffer.concat([buffer, chunk]) : chunk;
          const end = buffer.indexOf('\r\n\r\n');
          if (end < 0) return;
          const text = buffer.toString('latin1', 0, end);
          const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
          const status = text.slice(9, 12);
          statuses[status] = (statuses[status] ?? 0) + 1;
          if (length === undefined) {
            need = buffer.indexOf('\r\n0\r\n\r\n', end) >= 0 ? 0 : Number.MAX_SAFE_INTEGER;
          } else need = Number(length) - (buffer.length - end - 4);
          buffer = Buffer.alloc(0);
        } else if (need === Number.MAX_SAFE_INTEGER) {
          if (chunk.subarray(-7).toString('latin1').endsWith('\r\n0\r\n\r\n') || chunk.toString('latin1') === '0\r\n\r\n') need = 0;
        } else need -= chunk.length;
        if (need <= 0) {
          times[at] = performance.now() - sent;
          send();
        }
      });
    });
  await Promise.all(Array.from({ length: connections }, worker));
  const seconds = (performance.now() - begin) / 1000;
  times.sort();
  const q = (p: number) => times[Math.min(times.length - 1, Math.floor(times.length * p))] ?? 0;
  return { requests: asks.length, seconds, p50: q(0.5), p99: q(0.99), statuses, bytes };
}

const post = ({ path, body }: { path: string; body: string }, head: string) =>
  `POST ${path} HTTP/1.1\r\n${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
