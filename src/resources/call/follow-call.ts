// A running call followed fact by fact, wherever it runs: by its own word here, by its stored events when another server runs it.

import type { CallEvent, DisconnectionReason } from '../../interfaces/call-event.ts';
import { findCall, listEvents } from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import type { CallPlace } from './calls.ts';
import { MAX_WATCHERS, type CallWatcher, type StopWatching } from './watchers.ts';

export interface Follower {
  /** What happened before; said once, first. */
  begin(past: readonly CallEvent[]): void;
  /** Everything later, the end last. */
  tell: CallWatcher;
}

export type NotFollowed = 'not_ongoing' | 'too_many';

export interface Followers {
  follow(place: CallPlace, follower: Follower): Promise<StopWatching | NotFollowed>;
}

/** Events are stored within 250 ms. */
const LOOK_MS = 500;

export function createFollowers(deps: Pick<ResourceDeps, 'db' | 'liveCall' | 'log'>): Followers {
  /** Of calls that run elsewhere: how many follow. */
  const elsewhere = new Map<string, number>();

  async function followElsewhere(place: CallPlace, { begin, tell }: Follower): Promise<StopWatching | NotFollowed> {
    const { workspaceId, callId } = place;
    const row = await findCall(deps.db, workspaceId, callId);
    if (row?.call_status !== 'ongoing') return 'not_ongoing';
    if ((elsewhere.get(callId) ?? 0) >= MAX_WATCHERS) return 'too_many';
    const past = await takeSeat(callId);
    let seen = past.length;
    let stopped = false;
    let over = false;

    async function look(): Promise<void> {
      const events = await listEvents(deps.db, callId, seen);
      seen += events.length;
      // Whoever died could not write its end.
      const open = events.length > 0 || (await findCall(deps.db, workspaceId, callId))?.call_status === 'ongoing';
      if (!open) events.push(await endOf(deps, place));
      for (const event of events) if (!stopped) tell(event);
      over = events.some(({ is }) => is === 'end');
    }

    let timer = setTimeout(next, LOOK_MS);
    function next(): void {
      look().then(
        () => !stopped && !over && (timer = setTimeout(next, LOOK_MS)),
        (error: unknown) => {
          deps.log.warn({ err: error, callId }, 'a call of another server could not be looked at');
          if (!stopped) timer = setTimeout(next, LOOK_MS);
        },
      );
    }
    begin(past);
    return () => {
      if (stopped) return;
      stopped = true;
      clearTimeout(timer);
      leaveSeat(callId);
    };
  }

  /** Before anything is waited for, so that many at once get no more seats than there are. Gives what happened so far. */
  async function takeSeat(callId: string): Promise<CallEvent[]> {
    elsewhere.set(callId, (elsewhere.get(callId) ?? 0) + 1);
    try {
      return await listEvents(deps.db, callId);
    } catch (error) {
      leaveSeat(callId);
      throw error;
    }
  }

  function leaveSeat(callId: string): void {
    const left = (elsewhere.get(callId) ?? 1) - 1;
    if (left > 0) elsewhere.set(callId, left);
    else elsewhere.delete(callId);
  }

  return {
    async follow(place, follower) {
      const call = deps.liveCall(place.callId);
      if (!call) return followElsewhere(place, follower);
      if (call.workspaceId !== place.workspaceId) return 'not_ongoing';
      const stop = call.watch(follower.tell);
      if (stop) follower.begin(call.events);
      return stop ?? 'too_many';
    },
  };
}

async function endOf({ db }: Pick<ResourceDeps, 'db'>, place: CallPlace): Promise<CallEvent> {
  const row = await findCall(db, place.workspaceId, place.callId);
  const reason = (row?.disconnection_reason ?? 'error_unknown') as DisconnectionReason;
  return { at: 0, wall: row?.end_timestamp ?? 0, is: 'end', reason, detail: '' };
}
