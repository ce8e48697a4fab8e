// A connection of its own that hears NOTIFY; it comes back by itself, and then tells every listener that something may have happened. A line
// that has gone dead without a word is noticed by a question asked every few seconds.
import pg from 'pg';
import type { Log } from '#server/platform/log.ts';
import { cutLine } from '#server/platform/pulse.ts';

export type Listening = { close: () => Promise<void> };

const BEAT_MS = 2_000;

/**
 * Handlers get the payload; after a reconnect they are called with an empty one. A handler that is still running is called once more afterwards,
 * with an empty payload if it missed different ones.
 */
export async function listen(
  url: string,
  log: Log,
  handlers: Record<string, (payload: string) => Promise<void>>,
  beatMs = BEAT_MS,
): Promise<Listening> {
  let closed = false;
  let client: pg.Client | undefined;
  const running = new Map<string, { again: string | undefined }>();

  const call = async (channel: string, payload: string) => {
    const busy = running.get(channel);
    if (busy) {
      busy.again = busy.again === undefined || busy.again === payload ? payload : '';
      return;
    }
    const state: { again: string | undefined } = { again: payload };
    running.set(channel, state);
    while (state.again !== undefined && !closed) {
      const next = state.again;
      state.again = undefined;
      try {
        await handlers[channel]?.(next);
      } catch (e) {
        log.error({ channel, err: e }, 'listener failed');
      }
    }
    running.delete(channel);
  };

  const connect = async (again: boolean): Promise<void> => {
    const c = new pg.Client({
      connectionString: url,
      application_name: 'sanvat listen',
      keepAlive: true,
      query_timeout: Math.max(beatMs, 500),
    });
    let beat: NodeJS.Timeout | undefined;
    let asking = false;
    c.on('notification', (m) => void call(m.channel, m.payload ?? ''));
    c.on('error', () => {});
    c.on('end', () => {
      clearInterval(beat);
      if (!closed) setTimeout(() => void connect(true).catch(() => {}), 250).unref();
    });
    try {
      await c.connect();
    } catch (e) {
      if (!again) throw e;
      return; // 'end' follows a failed start as well
    }
    client = c;
    beat = setInterval(() => {
      if (asking) return;
      asking = true;
      c.query('select 1').then(
        () => {
          asking = false;
        },
        () => cutLine(c),
      );
    }, beatMs).unref();
    for (const channel of Object.keys(handlers)) await c.query(`listen ${pg.escapeIdentifier(channel)}`);
    if (again) for (const channel of Object.keys(handlers)) void call(channel, '');
  };

  await connect(false);
  return {
    close: async () => {
      closed = true;
      await client?.end();
    },
  };
}
