import type { Db } from '#server/platform/db.ts';

/** As if its owner had changed the first password already (to the same one): until then an account does nothing else. */
export async function settle(db: Db, account: string): Promise<void> {
  await db.updateTable('identity.account').set({ must_change: false }).where('account', '=', account).execute();
}
