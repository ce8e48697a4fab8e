// What this process keeps for its credentials: public keys, opened private ones, status lists as signed last, the offline package.
import type { App } from '#server/app-port.ts';
import { SYSTEM } from '#server/platform/ctx.ts';
import type { Issuing } from './issue.ts';
import { createKeyCache } from './keys/keyring.ts';
import { createSigner } from './keys/signer.ts';
import { type Package, type PackageMemory, wholePackage } from './offline-package.ts';
import { type ListMemory, publishList } from './status-lists.ts';
import type { Verifying } from './verify.ts';

export type CredentialsApp = Pick<App, 'db' | 'secrets' | 'signer' | 'territory' | 'ctx' | 'origin'>;
type Room = {
  signer: Issuing['signer'];
  keys: ReturnType<typeof createKeyCache>;
  lists: ListMemory;
  packages: PackageMemory;
  origins: Set<string>;
};

/** Without ORIGIN the address is the one that was asked; for this many of them what was signed is kept. */
const MOST_ORIGINS = 16;

const rooms = new WeakMap<object, Room>();

export function roomOf(app: CredentialsApp): Room {
  let room = rooms.get(app);
  if (!room) {
    room = {
      signer: createSigner(app.secrets, app.signer),
      keys: createKeyCache(app.db),
      lists: new Map(),
      packages: new Map(),
      origins: new Set(),
    };
    rooms.set(app, room);
  }
  return room;
}

/** Everything is signed by the house itself, whoever asks. */
export function issuingAt(app: CredentialsApp, origin: string): Issuing {
  const { signer, origins } = roomOf(app);
  if (app.origin === undefined && origins.size < MOST_ORIGINS) origins.add(origin);
  return { ctx: app.ctx(SYSTEM), signer, territory: app.territory, origin, lasting: app.origin === origin || origins.has(origin) };
}

export function verifyingAt(app: CredentialsApp, origin: string): Verifying {
  const { keys, lists } = roomOf(app);
  const issuing = issuingAt(app, origin);
  return { ...issuing, keys, list: (no) => publishList(issuing, lists, no) };
}

/** The whole register for verifiers without a network; kept until it changes. */
export const wholePackageAt = (app: CredentialsApp, origin: string): Promise<Package> =>
  wholePackage(issuingAt(app, origin), roomOf(app).packages);
