// Writing events when one of them may be such that the database can never take it.

import type { Pool } from 'pg';
import type { Log } from '../interfaces/log.ts';
import { insertEvents, type NewCallEvent, type RefusedCall } from './tables/call-events.ts';

/**
 * Inserts and gives the calls whose events were refused, as `insertEvents`. A row that the database can never take is dropped
 * with a word, not retried for ever. Other failures (database away) throw.
 */
export async function insertOrDrop(pool: Pool, events: readonly NewCallEvent[], log: Log): Promise<RefusedCall[]> {
  try {
    return await insertEvents(pool, events);
  } catch (error) {
    if (!isBadData(error)) throw error;
    if (events.length === 1) {
      const [bad] = events as [NewCallEvent];
      log.error(
        { call_id: bad.callId, seq: bad.seq, kind: bad.event.is, code: codeOf(error) },
        'an event cannot be stored and is dropped',
      );
      return [];
    }
    const half = events.length >> 1;
    const first = await insertOrDrop(pool, events.slice(0, half), log);
    return [...first, ...(await insertOrDrop(pool, events.slice(half), log))];
  }
}

/** SQLSTATE class 22 is data exception, 23 a broken constraint; 54 a limit exceeded. */
function isBadData(error: unknown): boolean {
  return /^(22|23|54)/.test(codeOf(error));
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : '';
}
