// Settings come from the environment and from nowhere else. README.md lists them.
import path from 'node:path';
import { z } from 'zod';
import { clamdAddress } from '#server/platform/clamd.ts';
import { isDay } from '#shared/dates.ts';

const blank = (v: unknown) => (v === '' ? undefined : v);
const flag = z.preprocess(blank, z.enum(['0', '1']).optional()).transform((v) => (v === undefined ? undefined : v === '1'));

const Environment = z.object({
  // Read before anything else runs: by postgres.ts and log.ts themselves.
  SANVAT_PG_USER: z.preprocess(blank, z.string().optional()),
  LOG_LEVEL: z.preprocess(blank, z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).optional()),

  PORT: z.preprocess(blank, z.coerce.number().int().min(0).max(65535).default(3000)),
  HOST: z.preprocess(blank, z.string().default('127.0.0.1')),
  SANVAT_DATA: z.preprocess(blank, z.string().default('./data')),
  DATABASE_URL: z.preprocess(blank, z.string().optional()),
  DATABASE_URL_READ: z.preprocess(blank, z.string().optional()),
  ORIGIN: z.preprocess(
    blank,
    z
      .url({ protocol: /^https?$/ })
      .transform((u) => u.replace(/\/+$/, ''))
      .optional(),
  ),
  SANVAT_SAMPLE: flag,
  SANVAT_SAMPLE_DAY: z.preprocess(blank, z.string().refine(isDay, 'a day, YYYY-MM-DD').optional()),
  SANVAT_RATE: z.preprocess(blank, z.coerce.number().min(0).default(600)),
  SANVAT_WORKER: flag,
  TRUST_PROXY: z.preprocess(blank, z.coerce.number().int().min(0).max(9).default(0)),
  OIDC_PROVIDERS: z.preprocess(blank, z.string().optional()),
  SANVAT_KEK: z.preprocess(blank, z.string().optional()),
  SANVAT_SIGNER_URL: z.preprocess(blank, z.url({ protocol: /^https?$/ }).optional()),
  SANVAT_SIGNER_TOKEN: z.preprocess(blank, z.string().optional()),
  CLAMD_SOCKET: z.preprocess(
    blank,
    z
      .string()
      .refine((v) => clamdAddress(v) !== undefined, 'a path or host:port')
      .optional(),
  ),
  SMTP_URL: z.preprocess(blank, z.url({ protocol: /^smtps?$/ }).optional()),
  MAIL_FROM: z.preprocess(
    blank,
    z
      .string()
      .regex(/^[^\r\n]*[\w.+-]+@[\w.-]+>?$/)
      .optional(),
  ),
});

/** The names of all settings. */
export const SETTINGS: readonly string[] = Object.keys(Environment.shape);

export type Config = {
  port: number;
  host: string;
  data: string;
  databaseUrl: string | undefined;
  readUrl: string | undefined;
  origin: string | undefined;
  sample: boolean;
  /** The day it is for the product; only over sample data. */
  sampleDay: string | undefined;
  /** Public reads per address and second; 0 = no limit. */
  rate: number;
  worker: boolean;
  /** How many proxies of ours stand in front; their X-Forwarded-* are believed. */
  proxies: number;
  /** JSON list of OpenID Connect providers; read by identity. */
  oidcProviders: string | undefined;
  /** Key-encryption key (32 bytes, hex or base64); without it the data folder keeps one. */
  kek: string | undefined;
  /** A signing service (HSM) that keeps the authorities' private keys instead of the database. */
  signer: { url: string; token: string | undefined } | undefined;
  /** Where clamd listens (path or host:port); set, every file from outside is scanned before it is kept. */
  clamd: string | undefined;
  /** The post office; without it mails are only readable in the app. */
  smtpUrl: string | undefined;
  mailFrom: string | undefined;
};

/** Throws naming every setting that does not fit. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) throw new Error(`settings: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`);
  const e = parsed.data;
  const sample = e.SANVAT_SAMPLE ?? e.DATABASE_URL === undefined;
  if (e.SANVAT_SAMPLE_DAY && !sample) throw new Error('settings: SANVAT_SAMPLE_DAY is for sample data only');
  if (e.SMTP_URL && !e.MAIL_FROM) throw new Error('settings: MAIL_FROM is needed with SMTP_URL');
  return {
    port: e.PORT,
    host: e.HOST,
    data: path.resolve(e.SANVAT_DATA),
    databaseUrl: e.DATABASE_URL,
    readUrl: e.DATABASE_URL_READ,
    origin: e.ORIGIN,
    sample,
    sampleDay: e.SANVAT_SAMPLE_DAY,
    rate: e.SANVAT_RATE,
    worker: e.SANVAT_WORKER ?? true,
    proxies: e.TRUST_PROXY,
    oidcProviders: e.OIDC_PROVIDERS,
    kek: e.SANVAT_KEK,
    signer: e.SANVAT_SIGNER_URL === undefined ? undefined : { url: e.SANVAT_SIGNER_URL.replace(/\/+$/, ''), token: e.SANVAT_SIGNER_TOKEN },
    clamd: e.CLAMD_SOCKET,
    smtpUrl: e.SMTP_URL,
    mailFrom: e.MAIL_FROM,
  };
}
