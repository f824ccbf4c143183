export { startJobs } from './start-jobs.ts';
export type { Jobs, JobsDeps } from './start-jobs.ts';
