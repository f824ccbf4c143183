export { listAuditLog, writeAuditEntry } from './audit-log.ts';
export type { AuditedChange } from './audit-log.ts';
