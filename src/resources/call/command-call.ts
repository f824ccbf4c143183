// A command to a running call, wherever it runs.

import { ApiError, notFound, unprocessable } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import { findCall } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import type { LineAnswer } from './call-line.ts';
import type { CallPlace } from './calls.ts';
import type { CallCommand } from './live-call.ts';

/** The call, if it runs now. Throws 422 for one that is unknown, waits, or is over. */
export async function ongoingCall(deps: Pick<ResourceDeps, 'db'>, place: CallPlace): Promise<Row<'calls'>> {
  const row = await findCall(deps.db, place.workspaceId, place.callId);
  if (!row) throw notFound('call', place.callId);
  if (row.call_status !== 'ongoing') throw notOngoing(row);
  return row;
}

/** Resolves when it was carried out. Throws 409, 422 or 503 saying why it was not. */
export async function commandCall(
  deps: Pick<ResourceDeps, 'liveCall' | 'callLine'>,
  row: Row<'calls'>,
  command: CallCommand,
): Promise<void> {
  const answer = await askCall(deps, row, command);
  if (!answer.ok) throw refusal(row, answer.why);
}

/**
 * Tells a running call which variables are overridden now. They are stored already: a call that is over or ending does not need to hear
 * it. Throws 503 when the server that runs it does not answer.
 */
export async function tellOverrides(
  deps: Pick<ResourceDeps, 'liveCall' | 'callLine'>,
  row: Row<'calls'>,
  variables: Record<string, string> | null,
): Promise<void> {
  const answer = await askCall(deps, row, { do: 'update', variables });
  if (!answer.ok && answer.why === 'no_answer') throw refusal(row, answer.why);
}

/** Whatever it answers. Rejects when the database is away. */
export async function askCall(
  { liveCall, callLine }: Pick<ResourceDeps, 'liveCall' | 'callLine'>,
  row: Row<'calls'>,
  command: CallCommand,
): Promise<LineAnswer> {
  const own = liveCall(row.call_id);
  if (own) return own.obey(command);
  if (row.owner_node === null || !callLine) return { ok: false, why: 'not_ongoing' };
  const owner = { nodeId: row.owner_node, epoch: row.owner_epoch };
  return callLine.ask({ workspaceId: row.workspace_id, callId: row.call_id, owner }, command);
}

function refusal(row: Row<'calls'>, why: Exclude<LineAnswer, { ok: true }>['why']): ApiError {
  switch (why) {
    case 'not_ongoing':
      return unprocessable(`Call ${row.call_id} is not ongoing.`);
    case 'not_connected':
      return new ApiError('conflict', `The caller of ${row.call_id} is not connected, or the call is ending.`);
    case 'no_such_listener':
      return unprocessable(
        `participant_id: nobody of this id listens to call ${row.call_id} now; join with its token first.`,
      );
    case 'taken':
      return new ApiError('conflict', `Call ${row.call_id} was taken over by somebody else.`);
    case 'owner_dead':
      return new ApiError('conflict', `The server that ran call ${row.call_id} has stopped; the call is being ended.`);
    case 'no_answer':
      return new ApiError('unavailable', `The server that runs call ${row.call_id} did not answer.`, {
        retryAfterS: 1,
      });
    default:
      return why satisfies never;
  }
}

function notOngoing(row: Row<'calls'>): ApiError {
  return unprocessable(`Call ${row.call_id} is not ongoing, it is ${row.call_status}.`);
}
