// Outbound calls wait in lines, one per workspace and provider, and each line lets them go at its rate: calls per second. The rate is kept
// in the database, so it holds however many servers there are.

import type { Kysely } from 'kysely';
import type { WallClock } from '../../interfaces/clock.ts';
import { enqueue, type Database } from '../../storage/index.ts';
import {
  findWorkspace,
  insertDial,
  listWaitingLines,
  lockLine,
  releaseFirstDial,
  setNextDial,
  type DialLine,
} from '../../storage/tables/index.ts';
import { cpsOf } from '../workspace/index.ts';

/** Puts a call at the end of its line, in the transaction that makes it. */
export async function queueDial(trx: Kysely<Database>, dial: DialLine & { call_id: string }): Promise<void> {
  await insertDial(trx, dial);
  await enqueue(trx, 'release-dials', {}, { jobKey: 'release-dials', queue: 'release-dials' });
}

/**
 * Lets one call of every line go whose time has come. Gives the time when the next one may go, ms since the epoch; null when nothing
 * waits. Safe to run anywhere at any time.
 */
export async function releaseDueDials(db: Kysely<Database>, now: WallClock): Promise<number | null> {
  const lines = await listWaitingLines(db);
  if (lines.length === 0) return null;
  const times = await Promise.all(
    lines.map(async ({ next_dial_at, ...line }) => (next_dial_at > now() ? next_dial_at : releaseOne(db, line, now()))),
  );
  return Math.min(...times);
}

/** Gives the time when the line's next call may go. */
function releaseOne(db: Kysely<Database>, line: DialLine, now: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const free = await lockLine(trx, line);
    if (free > now) return free;
    const callId = await releaseFirstDial(trx, line, now);
    if (callId === undefined) return now;
    await enqueue(trx, 'place-call', { call_id: callId }, { jobKey: `place-call ${callId}` });
    const next = now + Math.ceil(1_000 / (await callsPerSecond(trx, line)));
    await setNextDial(trx, line, next);
    return next;
  });
}

/** How many calls of a line may begin in a second, one at least. */
export async function callsPerSecond(db: Kysely<Database>, line: DialLine): Promise<number> {
  const workspace = await findWorkspace(db, line.workspace_id);
  return workspace ? cpsOf(workspace, line.provider) : 1;
}
