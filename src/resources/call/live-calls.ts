// The calls that this process runs: opened by their legs, found by their ids, ended together when the process does.

import type { CallLeg } from '../../interfaces/leg.ts';
import { openWebCall, type LiveCall, type LiveCallDeps } from './open-web-call.ts';

export interface LiveCalls {
  /** A client joined. Never rejects. */
  open(leg: CallLeg, callId: string): Promise<void>;
  find(callId: string): LiveCall | undefined;
  readonly size: number;
  /** The media host died: its calls are over. */
  endAll(detail: string): Promise<void>;
  /** Takes no more calls and ends those that run after the sentence being said, each with its record written. Idempotent. */
  close(): Promise<void>;
}

export function createLiveCalls(deps: LiveCallDeps): LiveCalls {
  const calls = new Map<string, LiveCall>();
  const opening = new Set<Promise<void>>();
  let closed = false;

  async function run(leg: CallLeg, callId: string): Promise<void> {
    if (closed) return leg.send({ n: 1, do: 'hangup', reason: 'shutdown' });
    const call = await openWebCall(deps, leg, callId);
    if (!call) return;
    calls.set(callId, call);
    if (closed) void call.drain('error_retell', SHUTDOWN);
    try {
      await call.finished;
    } finally {
      calls.delete(callId);
    }
  }

  async function endAll(detail: string): Promise<void> {
    await Promise.allSettled([...calls.values()].map((call) => call.end('error_retell', detail)));
  }

  return {
    open(leg, callId) {
      const work = run(leg, callId)
        .catch((error: unknown) => {
          deps.log.error({ callId, err: error }, 'a call could not be opened');
          leg.send({ n: Number.MAX_SAFE_INTEGER, do: 'hangup', reason: 'error' });
        })
        .finally(() => opening.delete(work));
      opening.add(work);
      return work;
    },
    find: (callId) => calls.get(callId),
    get size() {
      return calls.size;
    },
    endAll,
    async close() {
      closed = true;
      await Promise.allSettled([...calls.values()].map((call) => call.drain('error_retell', SHUTDOWN)));
      await Promise.allSettled(opening);
    },
  };
}

const SHUTDOWN = 'the server was shut down';
