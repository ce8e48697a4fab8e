// Tells a database that hangs from a long query: while somebody waits, it is asked on a line of its own whether it is there.
import type { Duplex } from 'node:stream';
import pg from 'pg';

/** A connection of the pool, as far as its waiting is concerned. */
export type Line = { waiting: number; ticks: number; cut: () => void };
export type Pulse = { readonly away: boolean; lines: Set<Line>; begin: () => void; end: () => Promise<void> };

/** Ticks without an answer: to a query, before we ask ourselves; to our question, before it counts as away. */
const PATIENCE = { query: 2, pulse: 3 };

/** pg closes a dead line only after a polite goodbye that nobody answers. */
export const cutLine = (client: pg.Client): void => {
  (client as unknown as { connection: { stream: Duplex } }).connection.stream.destroy();
};

/**
 * A database that answers our question may take as long as it likes for the others (an import); one that does not is away: whoever waits is cut
 * off, who comes is refused at once, until it answers again. Ticks are counted, not seconds: when this very process stood still, nobody is to blame.
 */
export function createPulse(config: pg.ClientConfig, tickMs = 1000): Pulse {
  const lines = new Set<Line>();
  let away = false;
  let own: pg.Client | undefined;
  let asked: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  const open = () => {
    const client = new pg.Client({ ...config, application_name: 'sanvat pulse', keepAlive: true });
    own = client;
    const lost = () => {
      if (own === client) own = asked = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    return client.connect().catch((e: Error & { severity?: string }) => {
      lost();
      if (!e.severity) throw e; // refused in words (no place left, a wrong role) is an answer as well
    });
  };

  const heard = () => {
    asked = undefined;
    away = false;
  };
  const lose = () => {
    away = true;
    asked = undefined;
    const dead = own;
    own = undefined;
    if (dead) cutLine(dead);
    for (const line of lines) if (line.waiting > 0) line.cut();
  };
  const ask = () => {
    asked = 0;
    const answer = own ? own.query('select 1') : open();
    answer.then(heard, () => {});
  };

  const tick = () => {
    let slow = false;
    for (const line of lines) if (line.waiting > 0 && ++line.ticks >= PATIENCE.query) slow = true;
    if (asked !== undefined) {
      if (++asked >= PATIENCE.pulse) lose();
    } else if (slow || away) ask();
  };

  return {
    get away() {
      return away;
    },
    lines,
    begin: () => {
      if (timer) return;
      timer = setInterval(tick, tickMs).unref();
      void open().catch(() => {});
    },
    end: async () => {
      clearInterval(timer);
      timer = undefined;
      await own?.end().catch(() => {});
    },
  };
}
