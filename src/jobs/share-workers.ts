// Keeps the jobs of one owner from taking all workers: jobs that bear a flag run a few at a time in this process. Those that are too many stay in
// the queue as they are, so that their order and their tries remain.

import type { WorkerEvents } from 'graphile-worker';

/** Asked before a job is fetched: flags whose jobs must wait. */
export type FlagsToSkip = () => Promise<string[] | null>;

/**
 * For one runner: `events` are its events, which it emits as it takes and ends jobs. Workers fetch one after the other, as what is fetched
 * counts for whoever fetches next; that takes a millisecond or two each.
 */
export function shareWorkers(events: WorkerEvents, atOnce: number): FlagsToSkip {
  const running = new Map<string, number>();
  const count = (job: { flags: object | null }, by: 1 | -1): void => {
    for (const flag of Object.keys(job.flags ?? {})) {
      const now = (running.get(flag) ?? 0) + by;
      if (now > 0) running.set(flag, now);
      else running.delete(flag);
    }
  };
  let fetching = 0;
  let waiting: (() => void)[] = [];
  const letGo = (workers: number): void => {
    const next = waiting.slice(0, workers);
    waiting = waiting.slice(workers);
    fetching += next.length;
    for (const go of next) go();
  };
  const fetched = (): void => {
    fetching -= 1;
    if (fetching === 0) letGo(1);
  };
  events.on('job:start', ({ job }) => {
    count(job, 1);
    fetched();
  });
  events.on('worker:getJob:empty', fetched);
  // The database is away: all shall know at once, and try again in their own time.
  events.on('worker:getJob:error', () => {
    fetching -= 1;
    letGo(waiting.length);
  });
  events.on('job:complete', ({ job }) => count(job, -1));

  return async () => {
    if (fetching === 0) fetching = 1;
    else await new Promise<void>((go) => waiting.push(go));
    const full = [...running].filter(([, jobs]) => jobs >= atOnce).map(([flag]) => flag);
    return full.length > 0 ? full : null;
  };
}
