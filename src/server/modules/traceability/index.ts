// Codes, credentials, lots and their events: the only door.
export * from './codes/index.ts';
export * from './credentials/index.ts';
export * from './events/index.ts';
