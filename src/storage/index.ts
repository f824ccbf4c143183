export { openDatabase } from './database.ts';
export type { DatabaseOptions, OpenDatabase } from './database.ts';
export { EmbeddedPostgresError, lockFolder, startEmbeddedPostgres } from './embedded-postgres/index.ts';
export type { EmbeddedPostgres, EmbeddedPostgresFault, OwnerLock } from './embedded-postgres/index.ts';
export type { Pools } from './pools.ts';
export type * from './schema.ts';
