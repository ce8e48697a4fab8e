// Pooled sourcing: the only door.
export * from './engine/index.ts';
