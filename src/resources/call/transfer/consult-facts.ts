// What of the conversation with a destination belongs into the record of the call.

import type { CallEvent } from '../../../interfaces/call-event.ts';

/** Null: nothing of the call that is being transferred (its latencies, variables and end are its own). */
export function consultedFact(event: CallEvent): CallEvent | null {
  switch (event.is) {
    case 'user_said':
    case 'agent_said': {
      const { at, wall, text, words } = event;
      return { at, wall, is: 'consulted', who: event.is === 'agent_said' ? 'agent' : 'target', text, words };
    }
    case 'tool_started':
    case 'tool_finished':
    case 'tokens':
    case 'note':
    case 'substituted':
      return event;
    default:
      return null;
  }
}
