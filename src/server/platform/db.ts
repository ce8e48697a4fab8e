// One way to the database: a Kysely over a pg pool, and transactions that retry when two writers collide.
import { type ColumnType, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { AppError } from './errors.ts';
import { createPulse, cutLine, type Line, type Pulse } from './pulse.ts';

/** Every module adds its own tables by declaration merging in its `tables.ts`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the modules
export interface Tables {}

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;
/** A date column: ISO text out, ISO text in. */
export type Day = string;
/** An instant column: Date out; Date or ISO text in; the database's clock when left out. */
export type Stamp = ColumnType<Date, Date | string | undefined, Date | string>;

pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (text) => Number(text));

/** What PostgreSQL keeps in no text: NUL, half of a surrogate pair. Whoever sent it is told so, wherever it came in. */
const UNFIT_TEXT = new Set(['22021', '22P05']);

class Client extends pg.Client implements Line {
  waiting = 0;
  ticks = 0;

  constructor(config?: pg.ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_MS });
    // a line that breaks while somebody uses it: their query fails and says so; without a listener the whole process would end
    this.on('error', () => {});
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg, passed on as they come
  override query(...args: any[]): any {
    const answer = (super.query as (...a: unknown[]) => unknown).apply(this, args);
    if (!(answer instanceof Promise)) return answer;
    this.waiting++;
    this.ticks = 0;
    return answer.then(
      (rows) => {
        this.waiting--;
        return rows;
      },
      (e) => {
        this.waiting--;
        refuse(e);
      },
    );
  }

  cut(): void {
    cutLine(this);
  }
}

class Pool extends pg.Pool {
  private readonly pulse: Pulse;

  constructor(config: pg.PoolConfig, tickMs?: number) {
    super({ ...config, Client });
    this.pulse = createPulse(config, tickMs);
    this.on('connect', (line) => {
      this.pulse.lines.add(line as unknown as Client);
      this.pulse.begin();
    });
    this.on('remove', (line) => this.pulse.lines.delete(line as unknown as Client));
    this.on('error', () => {}); // an idle connection lost: the next query says so
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg, passed on as they come
  override connect(...args: any[]): any {
    if (this.pulse.away && args.length === 0) return Promise.reject(notReady('it does not answer'));
    const line = (super.connect as (...a: unknown[]) => unknown).apply(this, args);
    return line instanceof Promise ? line.catch(refuse) : line;
  }

  // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg, passed on as they come
  override end(...args: any[]): any {
    void this.pulse.end();
    return (super.end as (...a: unknown[]) => unknown).apply(this, args);
  }
}

/** Nobody's fault who asked: the database is away, starting, ending, out of connections, memory or disk (SQLSTATE 08, 53, 57P), or the line broke. */
const AWAY = /^(?:08...|53...|57P0\d|E(?:CONN\w+|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)|ENOENT)$/;
const BROKEN = /^Connection terminated|not queryable|^timeout (?:expired|exceeded when trying to connect)/;

function notReady(why: string, cause?: unknown): AppError {
  const away = new AppError('not_ready', {
    vi: 'Cơ sở dữ liệu tạm thời không trả lời. Xin thử lại sau ít phút.',
    en: 'The database does not answer at the moment. Please try again in a few minutes.',
  });
  away.cause = cause;
  away.message += ` (${why})`;
  return away;
}

function refuse(e: unknown): never {
  const { code = '', message = '', severity } = e as { code?: string; message?: string; severity?: string };
  // FATAL ends the session, or begins none: the role may not log in, the database is not there
  if (severity === 'FATAL' || AWAY.test(code) || BROKEN.test(message)) throw notReady(code || message, e);
  if (!UNFIT_TEXT.has(code)) throw e;
  throw new AppError('invalid', {
    vi: 'Nội dung gửi lên có ký tự không dùng được trong văn bản.',
    en: 'What was sent holds a character that no text can have.',
  });
}

/** Whoever gets no connection within this time is told to come back: all are in use, or a new one is not made. */
const WAIT_MS = 15_000;
const CONNECT_MS = 6_000;

// compiling a plan costs more than any of our queries takes · who stops in the middle of a transaction (its machine gone) holds up nobody for good
const SESSION = '-c jit=off -c idle_in_transaction_session_timeout=5min -c tcp_keepalives_idle=60';

/** `role`: what every connection becomes at once (least privilege at run time); none for owners and migrations. */
export function openDb(connectionString: string, options: { max?: number; role?: string | undefined; tickMs?: number } = {}): Db {
  const pool = new Pool(
    {
      connectionString,
      connectionTimeoutMillis: WAIT_MS,
      max: options.max ?? 8,
      min: 1,
      application_name: 'sanvat',
      options: `${SESSION}${options.role ? ` -c role=${options.role}` : ''}`,
    },
    options.tickMs,
  );
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

const COLLISION = new Set(['40001', '40P01']); // serialization failure, deadlock

/** Runs `work` in one transaction; a deadlock or serialization failure is tried again, at most five times. */
export async function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (e) {
      if (attempt >= 5 || !COLLISION.has((e as { code?: string }).code ?? '')) throw e;
      await new Promise((done) => setTimeout(done, 10 * attempt * attempt));
    }
  }
}
