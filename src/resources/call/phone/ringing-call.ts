// A phone call from the moment it is ours: first it rings, then it runs. It can be asked for by its id and ended in both.

import type { DisconnectionReason } from '../../../interfaces/call-event.ts';
import type { CallLeg } from '../../../interfaces/leg.ts';
import type { Row } from '../../../storage/index.ts';
import type { Audience } from '../audience.ts';
import type { CallCommand, CommandAnswer, LiveCall, LiveCallDeps, RunOptions, SessionEnd } from '../live-call.ts';
import { runCall } from '../run-call.ts';
import { createWatchers } from '../watchers.ts';

export interface Ringing {
  row: Row<'calls'>;
  /** For the session. */
  leg: CallLeg;
  /**
   * Resolves with the row of a call that has begun, or null when it never will: then its end is written. The signal's reason is the
   * SessionEnd of whoever stopped the call.
   */
  answer(stopped: AbortSignal): Promise<Row<'calls'> | null>;
  legRecord: NonNullable<RunOptions['legRecord']>;
}

/** `finished` rejects when even its end could not be kept; the leg is hung up then. */
export function ringingCall(deps: LiveCallDeps, ringing: Ringing): LiveCall {
  const { row, leg, legRecord } = ringing;
  const watchers = createWatchers();
  const stopping = new AbortController();
  let running: LiveCall | null = null;

  function stop(end: SessionEnd): Promise<void> {
    if (!stopping.signal.aborted) stopping.abort(end);
    return finished;
  }

  async function run(): Promise<void> {
    const begun = await ringing.answer(stopping.signal).catch((error: unknown) => {
      leg.send({ n: Number.MAX_SAFE_INTEGER, do: 'hangup', reason: 'error' });
      throw error;
    });
    if (!begun) return;
    running = runCall(deps, leg, begun, { watchers, legRecord });
    if (stopping.signal.aborted) {
      const { reason, detail } = stopping.signal.reason as SessionEnd;
      void running.end(reason, detail);
    }
    await running.finished;
  }

  async function obey(command: CallCommand): Promise<CommandAnswer> {
    if (running) return running.obey(command);
    if (command.do !== 'stop') return { ok: false, why: 'not_connected' };
    await stop({ reason: 'manual_stopped', detail: 'stopped by API while it rang' });
    return { ok: true };
  }

  const finished = run();
  return {
    callId: row.call_id,
    workspaceId: row.workspace_id,
    get events() {
      return running?.events ?? [];
    },
    end: (reason: DisconnectionReason, detail: string) => running?.end(reason, detail) ?? stop({ reason, detail }),
    drain: (reason: DisconnectionReason, detail: string) => running?.drain(reason, detail) ?? stop({ reason, detail }),
    obey,
    get audience() {
      return running?.audience ?? NOBODY;
    },
    watch: watchers.add,
    finished,
    get pair() {
      return running?.pair ?? null;
    },
  };
}

/** Nothing can be heard yet. */
const NOBODY: Audience = {
  admits: () => false,
  join: (leg) => leg.send({ n: 1, do: 'hangup', reason: 'rejected' }),
  has: () => false,
  speaker: null,
  takeOver() {},
  close() {},
};
