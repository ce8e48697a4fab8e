import { pino } from 'pino';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** What a log may say of an address: secrets of links (recovery, answers without an account) are struck out. */
export const withoutSecrets = (path: string): string => path.replace(/[\w-]{24,}/g, '[…]');

/** JSON lines on stderr, so that stdout stays for answers; secrets are struck out, and the rows of people that PostgreSQL quotes. */
export function createLog(level = process.env.LOG_LEVEL ?? 'warn'): Log {
  return pino(
    {
      level,
      redact: {
        paths: ['*.password', '*.token', '*.secret', 'headers.authorization', 'headers.cookie', 'err.detail', 'err.where'],
        censor: '[…]',
      },
    },
    pino.destination(2),
  );
}

export const silentLog: Log = pino({ level: 'silent' });
