// A web call from the moment its client's socket is accepted until its record is written, as a list of named steps. Every way out of it
// ends the call exactly once.

import type { DisconnectionReason } from '../../interfaces/call-event.ts';
import type { CallLeg } from '../../interfaces/leg.ts';
import type { ResponseEngine } from '../../conversation/index.ts';
import { claimCall, startCall, type Row } from '../../storage/index.ts';
import type { VoiceSession } from '../../voice/index.ts';
import { enqueueCallWebhook } from '../webhook/index.ts';
import { finishCall } from './finish.ts';
import { createJournal } from './journal.ts';
import type { LiveCall, LiveCallDeps, SessionEnd } from './live-call.ts';
import { UnplayableCall } from './plan.ts';
import { renderCall } from './render.ts';
import { startSession } from './start-session.ts';

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

function runCall(deps: LiveCallDeps, leg: CallLeg, row: Row<'calls'>): LiveCall {
  const bridge = deps.mediaHost.createBridge(row.call_id, row.owner_epoch);
  const journal = createJournal(deps, bridge, row);
  let first: SessionEnd | undefined;
  let live: { session: VoiceSession; engine: ResponseEngine } | undefined;

  function command(how: 'stop' | 'drain', reason: DisconnectionReason, detail: string): Promise<void> {
    first ??= { reason, detail };
    live?.session.command({ do: how, reason, detail });
    return finished;
  }

  async function run(): Promise<void> {
    let outcome: SessionEnd;
    try {
      live = await startSession(deps, leg, row, bridge, journal);
      if (first) live.session.command({ do: 'stop', ...first });
      outcome = await live.session.ended;
    } catch (error) {
      outcome = first ?? failureOf(error);
      deps.log.error({ callId: row.call_id, err: error }, 'call could not run');
      leg.send({ n: Number.MAX_SAFE_INTEGER, do: 'hangup', reason: 'error' });
    }
    await live?.session.close();
    await finishCall(deps, row, bridge, journal, outcome);
  }

  const finished = run();
  return {
    callId: row.call_id,
    workspaceId: row.workspace_id,
    events: journal.events,
    end: (reason, detail) => command('stop', reason, detail),
    drain: (reason, detail) => command('drain', reason, detail),
    overrideVariables: (variables) => live?.engine.overrideVariables(variables),
    finished,
  };
}

function failureOf(error: unknown): SessionEnd {
  if (error instanceof UnplayableCall) return { reason: 'error_retell', detail: error.message };
  return { reason: 'error_retell', detail: error instanceof Error ? error.message : String(error) };
}
