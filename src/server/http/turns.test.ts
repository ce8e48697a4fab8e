import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { inTurns } from './turns.ts';

let server: ReturnType<typeof createServer>;
afterEach(() => void server.close());

async function serve(handle: (req: IncomingMessage, res: ServerResponse) => unknown): Promise<number> {
  server = createServer({ optimizeEmptyRequests: true }, inTurns(handle)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

it('answers requests of one connection in their order, also when one of them takes longer', async () => {
  const port = await serve(async (req, res) => {
    if (req.url === '/0') await wait(20);
    res.end(`<${req.url}>`);
  });
  const socket = connect(port, '127.0.0.1');
  const asked = Array.from({ length: 20 }, (_, i) => `GET /${i} HTTP/1.1\r\nhost: x\r\n${i === 19 ? 'connection: close\r\n' : ''}\r\n`);
  socket.write(asked.join(''));
  const said = (await text(socket)).match(/<[^>]*>/g);
  expect(said).toEqual(asked.map((_, i) => `</${i}>`));
});

it('answers many connections at once, each with its own', async () => {
  const port = await serve((req, res) => void res.end(req.url));
  const paths = Array.from({ length: 100 }, (_, i) => `/${i}`);
  expect(await Promise.all(paths.map(async (p) => (await fetch(`http://127.0.0.1:${port}${p}`)).text()))).toEqual(paths);
});

it('hands a body on whole', async () => {
  const port = await serve(async (req, res) => void res.end(await text(req)));
  const body = 'mật ong '.repeat(50_000);
  expect(await (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })).text()).toBe(body);
});

it('a caller who has gone holds nobody up', async () => {
  const port = await serve((req, res) => void res.end(req.url));
  for (let i = 0; i < 10; i++) {
    const gone = connect(port, '127.0.0.1');
    gone.write('GET /gone HTTP/1.1\r\nhost: x\r\n\r\n');
    gone.once('connect', () => gone.resetAndDestroy());
    await once(gone, 'close');
  }
  expect(await (await fetch(`http://127.0.0.1:${port}/here`)).text()).toBe('/here');
});

it('sends what lies ready after all of it is worked out, and before whoever answers otherwise is followed', async () => {
  const seen: string[] = [];
  const port = await serve((req, res) => {
    seen.push(`ask ${req.url}`);
    if (req.url === '/slow') return void res.end('</slow>');
    return () => {
      seen.push(`send ${req.url}`);
      res.end(`<${req.url}>`);
    };
  });
  const socket = connect(port, '127.0.0.1');
  const asked = ['/1', '/2', '/slow', '/3', '/4'].map(
    (p) => `GET ${p} HTTP/1.1\r\nhost: x\r\n${p === '/4' ? 'connection: close\r\n' : ''}\r\n`,
  );
  socket.write(asked.join(''));
  expect((await text(socket)).match(/<[^>]*>/g)).toEqual(['</1>', '</2>', '</slow>', '</3>', '</4>']);
  expect(seen).toEqual(['ask /1', 'ask /2', 'ask /slow', 'send /1', 'send /2', 'ask /3', 'ask /4', 'send /3', 'send /4']);
});
