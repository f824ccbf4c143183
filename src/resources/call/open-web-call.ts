// A web call from the moment its client is let in: claimed for this node, begun, handed to whoever runs it.

import type { CallLeg } from '../../interfaces/leg.ts';
import { claimCall, startCall, type Row } from '../../storage/index.ts';
import { enqueueCallWebhook } from '../webhook/index.ts';
import type { LiveCall, LiveCallDeps } from './live-call.ts';
import { renderCall } from './render.ts';
import { runCall } from './run-call.ts';

/**
 * Claims the call for this node; undefined when it is not waiting for a client (unknown, already joined, over). When it rejects, or
 * `finished` does, the call may be ours without anybody running it: it is to be handed to `recovery.abandoned`.
 */
export async function openWebCall(deps: LiveCallDeps, leg: CallLeg, callId: string): Promise<LiveCall | undefined> {
  const row = await claim(deps, callId);
  if (!row) {
    leg.send({ n: 1, do: 'hangup', reason: 'rejected' });
    return undefined;
  }
  return runCall(deps, leg, row);
}

/** One transaction: the call is ongoing, ours, and its call_started is in the outbox. */
async function claim(deps: LiveCallDeps, callId: string): Promise<Row<'calls'> | undefined> {
  return deps.db.transaction().execute(async (trx) => {
    const claimed = await claimCall(trx, callId, deps.node);
    if (!claimed) return undefined;
    const row = await startCall(trx, { callId, epoch: deps.node.epoch }, { start_timestamp: deps.wallClock() });
    if (row) await enqueueCallWebhook(trx, row, 'call_started', renderCall(row, deps.publicUrl));
    return row;
  });
}
