// Who acts, and what they may: the only door.
import './tables.ts';

export { type Actor, OPERATOR, PUBLIC, SYSTEM } from '#server/platform/ctx.ts';
export { actorOf, SESSION_COOKIE, sessionSecret } from './authenticate.ts';
export { bearerOf, callerOf, keyHeader, keyOf, readerOf } from './bearer.ts';
export { createClient, revokeClient } from './commands/api-clients.ts';
export { changePassword } from './commands/change-password.ts';
export { confirmSecondFactor } from './commands/confirm-second-factor.ts';
export { createAccount, resetPassword } from './commands/create-account.ts';
export { ensureOrganisation } from './commands/ensure-organisation.ts';
export { delegateRole, type Grant, grantRole, type Loan, revokeRole } from './commands/grant-role.ts';
export { disableAccount, enableAccount } from './commands/keep-account.ts';
export { linkIdentity, unlinkIdentity } from './commands/link-identity.ts';
export {
  consentToMembership,
  endMembership,
  type MembershipKey,
  type NewMember,
  ownsProducer,
  proposeMember,
  secretaryOf,
} from './commands/membership.ts';
export { confirmOwner } from './commands/own-account.ts';
export { askRecovery, recover, recoveryHolds, sendRecoveries } from './commands/recover.ts';
export { registerPasskey, removePasskey, renamePasskey, startPasskey } from './commands/register-passkey.ts';
export { disableSecondFactor, enableSecondFactor, sealSecondFactors, startSecondFactor } from './commands/second-factor.ts';
export { signIn } from './commands/sign-in.ts';
export { signInExternally } from './commands/sign-in-externally.ts';
export { askForPasskey, signInWithPasskey } from './commands/sign-in-with-passkey.ts';
export { endOtherSessions, endSession, signOut } from './commands/sign-out.ts';
export { createIdentity, type Identity } from './identity.ts';
export type { External, Journey } from './oidc.ts';
export { type Site, siteOf } from './passkeys.ts';
export { MIN_LENGTH } from './password.ts';
export { type Assignment, isPerson, type Person } from './person.ts';
export { assertMay, type Ground, inEffect, may, mayGrant, NATION, type Place, producersOf, unitsKept, verbsOf } from './policy.ts';
export { listMembers, listProxies, type MemberView, type ProxyView } from './queries/list-members.ts';
export { listOrganisations, type OrganisationView } from './queries/list-organisations.ts';
export {
  type ClientView,
  type LinkedView,
  listClients,
  listLinked,
  listPasskeys,
  listSessions,
  type PasskeyView,
  type SessionView,
  signInMethods,
} from './queries/list-own.ts';
export { listRoles, type RoleView } from './queries/list-roles.ts';
export { actingFor, holdersOf, membersOf, type Reached, reachAccount } from './queries/reach.ts';
export { ROLE_RULES, ROLES, type Role, SCOPES, type Scope, VERBS, type Verb } from './rules/roles.ts';
export { listSamplePeople, type SamplePersonView, signInAsSample } from './sample/act-as.ts';
export type { Started } from './sessions.ts';
