// Pooled sourcing: the only door.
export {};
