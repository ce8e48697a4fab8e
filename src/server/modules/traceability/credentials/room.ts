// What this process keeps for its credentials: public keys, opened private ones, status lists as signed last, the offline package.
import type { App } from '#server/app-port.ts';
import { SYSTEM } from '#server/platform/ctx.ts';
import type { Issuing } from './issue.ts';
import { createKeyCache } from './keys/keyring.ts';
import { createSigner } from './keys/signer.ts';
import { type Package, type PackageMemory, wholePackage } from './offline-package.ts';
import { type ListMemory, publishList } from './status-lists.ts';
import type { Verifying } from './verify.ts';

export type CredentialsApp = Pick<App, 'db' | 'secrets' | 'signer' | 'territory' | 'ctx'>;
type Room = {
  signer: Issuing['signer'];
  keys: ReturnType<typeof createKeyCache>;
  lists: ListMemory;
  packages: PackageMemory;
};

const rooms = new WeakMap<object, Room>();

export function roomOf(app: CredentialsApp): Room {
  let room = rooms.get(app);
  if (!room) {
    room = { signer: createSigner(app.secrets, app.signer), keys: createKeyCache(app.db), lists: new Map(), packages: new Map() };
    rooms.set(app, room);
  }
  return room;
}

/** Everything is signed by the house itself, whoever asks. */
export function issuingAt(app: CredentialsApp, origin: string): Issuing {
  return { ctx: app.ctx(SYSTEM), signer: roomOf(app).signer, territory: app.territory, origin };
}

export function verifyingAt(app: CredentialsApp, origin: string): Verifying {
  const { keys, lists } = roomOf(app);
  const issuing = issuingAt(app, origin);
  return { ...issuing, keys, list: (no) => publishList(issuing, lists, no) };
}

/** The whole register for verifiers without a network; kept until it changes. */
export const wholePackageAt = (app: CredentialsApp, origin: string): Promise<Package> =>
  wholePackage(issuingAt(app, origin), roomOf(app).packages);
