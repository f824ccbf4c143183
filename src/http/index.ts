export { createHttpServer } from './app.ts';
export type { HttpDeps } from './deps.ts';
export type { RateLimitNumbers } from './rate-limits.ts';
export { DOORS_WITHOUT_KEY } from './doors.ts';
export { createCallMonitor } from './call-monitor.ts';
export type { CallMonitor } from './call-monitor.ts';
