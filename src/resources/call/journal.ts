// The events of one running call: kept for its record, handed to the writer.

import type { Bridge } from '../../interfaces/bridge.ts';
import type { CallEvent, CallFact } from '../../interfaces/call-event.ts';
import type { CallLog, Row } from '../../storage/index.ts';
import type { LiveCallDeps } from './live-call.ts';

/** What one call writes down. */
export interface Journal {
  readonly events: CallEvent[];
  readonly log: CallLog;
  emit(event: CallEvent): void;
  /** Resolves when the event is on disk; rejects when it cannot be within a second. */
  durable(event: CallEvent): Promise<void>;
  /** `emit` for facts from outside the session. */
  note(fact: CallFact): void;
}

export function createJournal(
  deps: Pick<LiveCallDeps, 'events' | 'wallClock'>,
  bridge: Pick<Bridge, 'clock'>,
  row: Row<'calls'>,
  watch: (event: CallEvent) => void = () => {},
): Journal {
  const events: CallEvent[] = [];
  const log = deps.events.open({ callId: row.call_id, epoch: row.owner_epoch });
  const emit = (event: CallEvent): void => {
    events.push(event);
    log.append(event);
    watch(event);
  };
  return {
    events,
    log,
    emit,
    durable(event) {
      events.push(event);
      watch(event);
      return log.durable(event);
    },
    note: (fact) => emit({ at: Math.round(bridge.clock.now()), wall: deps.wallClock(), ...fact }),
  };
}
