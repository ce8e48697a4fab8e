// What a page, an API route and a job see of the running product. Types only: app.ts makes it.
import type { Catalogue } from '#server/modules/catalogue/index.ts';
import type { Identity } from '#server/modules/identity/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Actor, Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import type { Log } from '#server/platform/log.ts';
import type { Mailer } from '#server/platform/mail.ts';
import type { SecretBox } from '#server/platform/secret-box.ts';

export type App = {
  db: Db;
  /** For public reads: the replica of DATABASE_URL_READ once it has seen the catalogue's change, else `db`. */
  reader: () => Promise<Db>;
  log: Log;
  /** Units in force, replaced as a whole after an import of official lists. */
  readonly territory: Territory;
  readonly catalogue: Catalogue;
  readonly identity: Identity;
  /** Seals what must not lie open in the database. */
  readonly secrets: SecretBox;
  /** The signing service that keeps private keys outside the database, when one is set. */
  readonly signer: { url: string; token: string | undefined } | undefined;
  /** The clock of this process; tests give their own. */
  clock: () => Date;
  ctx: (actor: Actor, requestId?: string) => Ctx;
  /** The public address without a trailing slash, when ORIGIN is set. */
  origin: string | undefined;
  /** The post office, when SMTP_URL is set. */
  readonly mail: Mailer | undefined;
};
