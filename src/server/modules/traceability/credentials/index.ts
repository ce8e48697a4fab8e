// Credentials: keys of the authorities, certificates and passports as W3C credentials, status lists, compact codes, verification.
export { findRecognised, type Issuing, issueCertificate, issueCode, printableCode } from './issue.ts';
export { type CredentialsApp, issuingAt, verifyingAt, wholePackageAt } from './room.ts';
export { REASONS } from './rules/reasons.ts';
export { type Verification, verifyMany, verifyOne } from './verify.ts';
