// Wires platform and modules once; web, worker and command line all come through here.
import { randomUUID } from 'node:crypto';
import type { App } from '#server/app-port.ts';
import { type Database, openDatabase } from '#server/database.ts';
import { loadSampleDossiers } from '#server/modules/assessment/fixtures.ts';
import { evidenceStore, loadRulesets } from '#server/modules/assessment/index.ts';
import { createCatalogue } from '#server/modules/catalogue/index.ts';
import { loadSamplePeople } from '#server/modules/identity/fixtures.ts';
import { createIdentity, SYSTEM, sealSecondFactors } from '#server/modules/identity/index.ts';
import { startWorker } from '#server/modules/jobs/index.ts';
import { loadSampleEvents } from '#server/modules/promotion/fixtures.ts';
import { loadSample } from '#server/modules/registry/fixtures.ts';
import { holdsRealData, readFacts } from '#server/modules/registry/index.ts';
import { loadSampleSupply } from '#server/modules/sourcing/fixtures.ts';
import { revocationFollower } from '#server/modules/sourcing/jobs.ts';
import { loadTerritory, loadUnits, type Territory } from '#server/modules/territory/index.ts';
import { loadSampleCodes, loadSampleLots } from '#server/modules/traceability/fixtures.ts';
import { alone } from '#server/platform/alone.ts';
import { type Config, readConfig } from '#server/platform/config.ts';
import type { Actor, Ctx } from '#server/platform/ctx.ts';
import { listen } from '#server/platform/listen.ts';
import { createLog, type Log } from '#server/platform/log.ts';
import { createMailer } from '#server/platform/mail.ts';
import { openSecretBox } from '#server/platform/secret-box.ts';
import { createReader } from '#server/reader.ts';
import { clockFrom } from '#server/sample-clock.ts';
import { housekeeping } from '#server/tasks.ts';

export type House = {
  config: Config;
  /** The product's day and hour. */
  clock: () => Date;
  log: Log;
  database: Database;
  territory: Territory;
  ctx: (actor: Actor, requestId?: string) => Ctx;
  close: () => Promise<void>;
};

/** The database, the units and a context: what the command line needs. */
export async function openHouse(env: Record<string, string | undefined> = process.env, ownClock = () => new Date()): Promise<House> {
  const config = readConfig(env);
  const clock = config.sampleDay === undefined ? ownClock : clockFrom(config.sampleDay, ownClock);
  const log = createLog();
  const database = await openDatabase(config, log);
  const ctx = (actor: Actor, requestId: string = randomUUID()): Ctx => ({ db: database.db, actor, now: clock(), log, requestId });
  let territory: Territory;
  try {
    if (config.sampleDay !== undefined && (await holdsRealData(database.db)))
      throw new Error('settings: SANVAT_SAMPLE_DAY is for sample data only; this register holds real producers');
    // two that start at once on an empty database: the second finds it filled
    territory = await alone(database.url, 'fill', async () => {
      await loadUnits(database.db);
      const units = await loadTerritory(database.db);
      await loadRulesets(database.db);
      if (config.sample) {
        await loadSample(database.db, ctx(SYSTEM), units);
        await loadSamplePeople(ctx(SYSTEM), units, () => readFacts(database.db));
        await loadSampleDossiers(ctx(SYSTEM), () => readFacts(database.db), evidenceStore(config));
        await loadSampleCodes(ctx(SYSTEM));
        await loadSampleLots(ctx(SYSTEM), units);
        await loadSampleSupply(database.db, clock());
        await loadSampleEvents(ctx(SYSTEM), units);
      }
      return units;
    });
  } catch (e) {
    await database.close();
    throw e;
  }
  return { config, clock, log, database, territory, ctx, close: database.close };
}

/** The whole product without HTTP. */
export async function createApp(
  env: Record<string, string | undefined> = process.env,
  ownClock = () => new Date(),
): Promise<
  App & { config: Config; unitsRead: () => number; onLots: (listener: (names: string) => void) => void; close: () => Promise<void> }
> {
  const house = await openHouse(env, ownClock);
  const { config, clock, log, database } = house;
  let territory = house.territory;
  let unitsRead = 0;
  const lotListeners = new Set<(names: string) => void>();
  const catalogue = await createCatalogue(database.db, { territory: () => territory, clock, log, connectionString: database.url });
  const units = await listen(database.url, log, {
    territory_change: async () => {
      territory = await loadTerritory(database.db);
      await catalogue.rebuild();
      unitsRead++;
    },
    ruleset_change: () => loadRulesets(database.db),
    lot_change: async (names) => {
      for (const tell of lotListeners) tell(names);
    },
  });
  const secrets = openSecretBox(config);
  const identity = createIdentity(database.db, { sample: config.sample, secrets, oidcProviders: config.oidcProviders });
  await sealSecondFactors(database.db, identity);
  const app: App = {
    db: database.db,
    reader: createReader(database.db, database.readDb, () => catalogue.change),
    log,
    get territory() {
      return territory;
    },
    catalogue,
    identity,
    clock,
    ctx: house.ctx,
    secrets,
    signer: config.signer,
    origin: config.origin,
    mail: createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom }),
  };
  // a star that ends leaves open orders at once; after a lost connection all of them are looked at
  const revocations = config.worker ? await listen(database.url, log, { recognition_withdrawn: revocationFollower(app) }) : undefined;
  const worker = config.worker ? await startWorker(database.url, housekeeping(app, config.data), log) : undefined;
  return Object.assign(app, {
    config,
    /** How often the units were read anew. */
    unitsRead: () => unitsRead,
    /** Hears which lots and items have changed; an empty name means that any may have. */
    onLots: (listener: (names: string) => void) => void lotListeners.add(listener),
    close: async () => {
      await units.close();
      await revocations?.close();
      await worker?.stop();
      await catalogue.close();
      app.mail?.close();
      await house.close();
    },
  });
}
