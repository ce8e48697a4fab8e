import { pino } from 'pino';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** JSON lines on stderr, so that stdout stays for answers; secrets are struck out. */
export function createLog(level = process.env.LOG_LEVEL ?? 'warn'): Log {
  return pino(
    { level, redact: { paths: ['*.password', '*.token', '*.secret', 'headers.authorization', 'headers.cookie'], censor: '[…]' } },
    pino.destination(2),
  );
}

export const silentLog: Log = pino({ level: 'silent' });
