// The calls that this process runs: opened by their legs, found by their ids, ended together when the process does.

import type { CallLeg } from '../../interfaces/leg.ts';
import type { LiveCall, LiveCallDeps } from './live-call.ts';
import type { Pair } from './transfer/pair.ts';
import { openWebCall } from './open-web-call.ts';

export interface LiveCalls {
  /** A client joined. Never rejects. */
  open(leg: CallLeg, callId: string): Promise<void>;
  /**
   * Keeps a call of whatever wire until it is over: found by its id, ended with the others. `since`: `breaks` when its leg came; one that was
   * being opened while those before it were ended at once is ended with them. Never rejects.
   */
  keep(call: LiveCall, since?: number): Promise<void>;
  /** How often all calls were ended at once. */
  readonly breaks: number;
  /** One who listens came in. */
  listen(leg: CallLeg, callId: string, participantId: string): void;
  find(callId: string): LiveCall | undefined;
  readonly size: number;
  /** Ends those that run now, at once: what they hang on is gone. */
  endAll(detail: string): Promise<void>;
  /** Why no more calls are taken; null while they are. */
  readonly closed: string | null;
  /**
   * Takes no more calls and ends those that run after the sentence being said, each with its record written; those that were transferred are
   * hung up. Idempotent; the first `why` stands in their logs.
   */
  close(why?: string): Promise<void>;
}

export function createLiveCalls(deps: LiveCallDeps): LiveCalls {
  const calls = new Map<string, LiveCall>();
  const opening = new Set<Promise<void>>();
  const pairs = new Set<Pair>();
  let closed: string | null = null;
  let breaks = 0;
  let lastBreak = '';

  async function run(leg: CallLeg, callId: string): Promise<void> {
    if (closed !== null) return leg.send({ n: 1, do: 'hangup', reason: 'shutdown' });
    const since = breaks;
    const call = await openWebCall(deps, leg, callId);
    if (call) await hold(call, since);
  }

  async function hold(call: LiveCall, since: number): Promise<void> {
    calls.set(call.callId, call);
    if (since !== breaks) void call.end('error_retell', lastBreak);
    if (closed !== null) void call.drain('error_retell', closed);
    try {
      await call.finished;
    } finally {
      calls.delete(call.callId);
    }
    if (call.pair) await watch(call.pair);
  }

  /** Of a transferred call, whose record is written. */
  async function watch(pair: Pair): Promise<void> {
    pairs.add(pair);
    if (closed !== null) pair.hangUp();
    await pair.over;
    pairs.delete(pair);
  }

  function hangUpPairs(): void {
    for (const pair of pairs) pair.hangUp();
  }

  /** Work that `close` waits for. `hangUp`: ends the leg of a call that broke off. */
  function track(callId: string, run: Promise<void>, hangUp: () => void): Promise<void> {
    const work = run
      .catch((error: unknown) => {
        deps.log.error({ callId, err: error }, 'a call broke off; it is ended with what was stored of it');
        hangUp();
        deps.recovery.abandoned(callId);
      })
      .finally(() => opening.delete(work));
    opening.add(work);
    return work;
  }

  async function endAll(detail: string): Promise<void> {
    breaks += 1;
    lastBreak = detail;
    hangUpPairs();
    await Promise.allSettled([...calls.values()].map((call) => call.end('error_retell', detail)));
  }

  return {
    open: (leg, callId) =>
      track(callId, run(leg, callId), () => leg.send({ n: Number.MAX_SAFE_INTEGER, do: 'hangup', reason: 'error' })),
    // Whoever made it knows its leg and lets go of it.
    keep: (call, since = breaks) => track(call.callId, hold(call, since), () => {}),
    get breaks() {
      return breaks;
    },
    listen(leg, callId, participantId) {
      const call = calls.get(callId);
      if (call) call.audience.join(leg, participantId);
      else leg.send({ n: 1, do: 'hangup', reason: 'rejected' });
    },
    find: (callId) => calls.get(callId),
    get size() {
      return calls.size;
    },
    endAll,
    get closed() {
      return closed;
    },
    async close(why = SHUTDOWN) {
      const reason = (closed ??= why);
      hangUpPairs();
      await Promise.allSettled([...calls.values()].map((call) => call.drain('error_retell', reason)));
      await Promise.allSettled(opening);
    },
  };
}

const SHUTDOWN = 'the server was shut down';
