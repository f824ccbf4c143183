// Crawls one path of a site for a knowledge base.

import { crawlPath as crawl, type ReadSourceDeps } from '../resources/knowledge-base/index.ts';
import type { JobPayloads } from '../storage/index.ts';

/** Safe to run twice; what was cut off begins anew. `attempt` counts from 1. */
export function crawlPath(
  deps: ReadSourceDeps,
  payload: JobPayloads['crawl-path'],
  signal: AbortSignal,
  attempt: number,
): Promise<void> {
  return crawl(deps, payload, signal, attempt);
}
