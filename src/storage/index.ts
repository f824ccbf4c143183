export { createLocalBlobs } from './blobs.ts';
export { openDatabase } from './database.ts';
export type { CallLimits } from './schema/workspaces.ts';
export type { DatabaseOptions, OpenDatabase } from './database.ts';
export { EmbeddedPostgresError, lockFolder, startEmbeddedPostgres } from './embedded-postgres/index.ts';
export type { EmbeddedPostgres, EmbeddedPostgresFault, OwnerLock } from './embedded-postgres/index.ts';
export { createEventWriter, EventsNotDurable } from './event-writer.ts';
export type { CallLog, EventWriter, EventWriterDeps } from './event-writer.ts';
export { jobLog } from './job-log.ts';
export { dequeue, enqueue, unlockJobsOf, unlockStrayJobs } from './jobs.ts';
export type { EnqueueOptions, JobName, JobPayloads } from './jobs.ts';
export { jsonText, storableText } from './json-text.ts';
export { asDatabase } from './nested-transaction.ts';
export { DEAD_AFTER_MS, nodeIdOf, takeNodeLease } from './node-lease.ts';
export type { NodeLease, NodeLeaseDeps } from './node-lease.ts';
export { openNotices } from './notices.ts';
export type { NoticesOptions } from './notices.ts';
export type { Pools } from './pools.ts';
export type * from './schema.ts';
export type { CallFilterCriteria } from './tables/call-filter.ts';
export { listEvents, nextEventSeq } from './tables/call-events.ts';
export {
  claimCall,
  claimOrphanedCalls,
  endCall,
  findCall,
  findCallById,
  insertCall,
  lockCall,
  startCall,
  updateCall,
  updateOwnedCall,
} from './tables/calls.ts';
export type { CallChanges, CallEnd, CallOwner, CallRow, OrphanLimits, OwnedCall } from './tables/calls.ts';
export * from './tables/index.ts';
export {
  clearChatWebhooks,
  findWebhookDelivery,
  forgetWebhookDeliveries,
  insertWebhookDelivery,
  listChatWebhookDeliveries,
  listWebhookDeliveries,
  recordWebhookAttempt,
} from './tables/webhook-deliveries.ts';
