// What the job queue's own log may say: it writes whole jobs and error texts, of which only the facts go on to ours.

import { Logger } from 'graphile-worker';
import type { Log } from '../interfaces/log.ts';
import { silentLog } from '../interfaces/log.ts';

/** Adapts our log. Routine lines go to debug; how single jobs fare is told by the jobs themselves. */
export function jobLog(log: Log): Logger {
  return new Logger(() => (level, message, meta) => {
    const facts = { source: 'graphile-worker' };
    if (meta?.failure || meta?.success || message.includes('maxPoolSize')) return;
    if (level === 'error') log.error(facts, message);
    else if (level === 'warning') log.warn(facts, message);
    else log.debug(facts, message);
  });
}

export const quietJobLog = jobLog(silentLog);
