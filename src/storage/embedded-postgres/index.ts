export { startEmbeddedPostgres } from './start.ts';
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from './start.ts';
export { EmbeddedPostgresError } from './errors.ts';
export type { EmbeddedPostgresFault } from './errors.ts';
export { lockFolder } from './owner-lock.ts';
export type { OwnerLock } from './owner-lock.ts';
