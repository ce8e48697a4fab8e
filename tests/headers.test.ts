// Whatever is asked, by whatever road, the answer says how a browser may use it: every page of the route tree and every address of the OpenAPI
// file, reached or refused.
import { globSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from './support/database.ts';
import { type Running, startServer } from './support/server.ts';

type Said = { at: string; status: number; head: Record<string, string | string[] | undefined> };

describe('headers of every answer', () => {
  const database = testDatabase();
  let server: Running;
  const port = () => Number(new URL(server.url).port);
  beforeAll(async () => {
    server = await startServer({ DATABASE_URL: database.url, SANVAT_SAMPLE: '0', SANVAT_WORKER: '0' });
  }, 120_000);
  afterAll(() => server?.stop());

  const ask = (method: string, at: string, headers: Record<string, string> = {}) =>
    new Promise<Said>((done, fail) => {
      request({ timeout: 5_000, port: port(), host: '127.0.0.1', method, path: at, headers }, (res) => {
        res.resume().on('end', () => done({ at: `${method} ${at}`, status: res.statusCode ?? 0, head: res.headers }));
      })
        .on('error', fail)
        .on('timeout', () => fail(new Error(`${method} ${at}: no answer`)))
        .end();
    });
  const pages = () =>
    globSync('src/routes/**/{+page.svelte,+page.server.ts,+server.ts}')
      .map(
        (f) =>
          path
            .dirname(f)
            .slice('src/routes'.length)
            .replaceAll(/\/\([^)]*\)/g, '') || '/',
      )
      .map((route) => route.replaceAll(/\[\[?(?:\.{3})?(\w+)(?:=\w+)?\]?\]/g, (_, name) => (name === 'lang' ? 'en' : '1')));
  const addresses = async () => {
    const { paths } = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    return Object.entries(paths).flatMap(([at, by]) =>
      Object.keys(by).map((method) => [method.toUpperCase(), at.replaceAll(/\{[^}]*\}/g, '1')] as const),
    );
  };
  /** What is missing in an answer, in words. */
  const missing = ({ at, status, head }: Said): string[] => {
    const csp = String(head['content-security-policy'] ?? '');
    return [
      ...(head['x-content-type-options'] === 'nosniff' ? [] : ['nosniff']),
      ...(/default-src '(?:none|self)'/.test(csp) && /frame-ancestors 'none'/.test(csp) && !/script-src[^;]*unsafe/.test(csp)
        ? []
        : [`policy ${csp}`]),
      ...(head['referrer-policy'] ? [] : ['referrer-policy']),
      ...(status >= 500 ? ['a failure of ours'] : []),
      ...(/^\w+ (?:\/en)?\/(?:my|desk)(?:\/|$)/.test(at) && head['cache-control'] !== 'private, no-store' ? ['kept by others'] : []),
    ].map((what) => `${at} ${status}: ${what}`);
  };

  it('pages: read, refused, with a stale cookie, by a method that is not theirs', async () => {
    const all = [...new Set(pages())];
    expect(all.length).toBeGreaterThan(80);
    const faults: string[] = [];
    for (const at of all)
      for (const said of [await ask('GET', at), await ask('GET', at, { cookie: 'sanvat=1' }), await ask('PUT', at)])
        faults.push(...missing(said));
    expect(faults, faults.join('\n')).toEqual([]);
  }, 120_000);

  it('the API: every method of every address, without a right', async () => {
    const all = await addresses();
    expect(all.length).toBeGreaterThan(60);
    const faults: string[] = [];
    for (const [method, at] of all) faults.push(...missing(await ask(method, at)));
    expect(faults, faults.join('\n')).toEqual([]);
  }, 120_000);

  it('targets and hosts that no browser sends are refused in the same words', async () => {
    const raw = (text: string) =>
      new Promise<string>((done) => {
        let answer = '';
        const line = connect(port(), '127.0.0.1');
        line.on('data', (d) => {
          answer += d;
        });
        line.on('close', () => done(answer.split('\r\n\r\n')[0] ?? ''));
        line.write(text);
      });
    const to = (target: string, ...hosts: string[]) =>
      raw(`GET ${target} HTTP/1.1\r\n${hosts.map((h) => `Host: ${h}\r\n`).join('')}Connection: close\r\n\r\n`);
    for (const answer of [
      await to('/', 'a.example', 'b.example'),
      await to('/api/v1/units', 'a.example', 'a.example'),
      await to('/tim', 'a"b<c>'),
      await to('/api/v1/units', 'a/b'),
      await to('*', 'a.example'),
    ]) {
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toMatch(/\r\nx-content-type-options: nosniff\r\n/i);
      expect(answer).toMatch(/\r\ncontent-security-policy: /i);
    }
    // but a proxy's way of asking is as good as any; it names the host
    expect(await to('http://b.example/desk', 'a.example')).toMatch(/^HTTP\/1\.1 303 [\s\S]*\r\nlocation: \/dang-nhap/i);
    expect(await to('http://b.example', 'a.example')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await to('/', '[::1]:8080')).toMatch(/^HTTP\/1\.1 200 /);
  });
});
