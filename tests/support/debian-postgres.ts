// Debian's own PostgreSQL, as user postgres on a private socket: proves that nothing depends on the embedded version.
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type DebianPostgres = { url: (database: string) => string; version: string; stop: () => void };

/** Undefined where it is not installed or where we may not become its user. */
export function startDebianPostgres(): DebianPostgres | undefined {
  const home = '/usr/lib/postgresql';
  if (!existsSync(home) || process.getuid?.() !== 0) return undefined;
  const version = readdirSync(home).sort((a, b) => Number(b) - Number(a))[0];
  const user = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((l) => l.split(':'))
    .find((f) => f[0] === 'postgres');
  if (!version || !user) return undefined;
  const [uid, gid] = [Number(user[2]), Number(user[3])];
  const bin = path.join(home, version, 'bin');
  const dir = mkdtempSync(path.join(tmpdir(), 'sanvat-pg-'));
  chownSync(dir, uid, gid);
  chmodSync(dir, 0o700);
  const run = (program: string, args: string[]) => {
    const r = spawnSync(path.join(bin, program), args, { uid, gid, cwd: '/', encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
    if (r.status !== 0) throw new Error(`${program}: ${r.stderr || r.error?.message}`);
  };
  run('initdb', ['-D', path.join(dir, 'data'), '-U', 'sanvat', '-E', 'UTF8', '--locale=C.UTF-8', '--auth=trust', '--no-instructions']);
  run('pg_ctl', [
    '-D',
    path.join(dir, 'data'),
    '-w',
    '-l',
    path.join(dir, 'log'),
    '-o',
    `-c listen_addresses= -c unix_socket_directories=${dir} -c fsync=off`,
    'start',
  ]);
  return {
    url: (database) => `postgres://sanvat@/${database}?host=${encodeURIComponent(dir)}`,
    version,
    stop: () => {
      run('pg_ctl', ['-D', path.join(dir, 'data'), '-m', 'fast', '-w', 'stop']);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
