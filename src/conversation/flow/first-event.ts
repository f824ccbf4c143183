// What a request for an answer means to the flow: which event it is, and whether the last turn is taken back first.

import type { FlowEvent, FlowState } from '../../flow/index.ts';
import type { RespondRequest } from '../engine.ts';
import type { TranscriptItem } from '../transcript.ts';
import type { FlowStanding } from './standing.ts';

export interface TurnStart {
  state: FlowState;
  /** In order; none: nothing has happened that the flow would weigh, the node goes on talking. */
  events: FlowEvent[];
  /** Nobody heard a word of the last turn. */
  takenBack: boolean;
}

export function turnStart(standing: FlowStanding, { kind, transcript }: RespondRequest): TurnStart {
  const { state } = standing;
  if (kind === 'reminder') return { state, events: [], takenBack: false };
  if (state.doing.is === 'nothing') return { state, events: [{ is: 'begin' }], takenBack: false };
  const before = takenBack(standing, transcript);
  if (before) return { state: before, events: [{ is: 'heard' }], takenBack: true };
  return { state, events: eventsFor(state, transcript), takenBack: false };
}

function eventsFor(state: FlowState, transcript: readonly TranscriptItem[]): FlowEvent[] {
  switch (state.doing.is) {
    case 'leaving':
      return [{ is: 'goOn' }];
    case 'tool':
      return toolEvents(state.doing.id, transcript);
    default:
      return isNews(transcript) ? [{ is: 'heard' }] : [];
  }
}

/** A tool whose result was lost with its process is in the transcript all the same; one that never began is begun again. */
function toolEvents(id: string, transcript: readonly TranscriptItem[]): FlowEvent[] {
  const result = transcript.find((item) => item.role === 'tool_call_result' && item.tool_call_id === id);
  if (result?.role === 'tool_call_result')
    return [{ is: 'toolDone', id, successful: result.successful, variables: {} }, { is: 'goOn' }];
  const toolBegun = transcript.some((item) => item.role === 'tool_call_invocation' && item.tool_call_id === id);
  return [{ is: 'heard', toolBegun }];
}

/** Is there anything behind the agent's last words: the user's, a key, the result of a tool? */
function isNews(transcript: readonly TranscriptItem[]): boolean {
  const last = transcript.findLast((item) => item.role !== 'node_transition' && item.role !== 'state_transition');
  return last !== undefined && last.role !== 'agent' && last.role !== 'injected';
}

function takenBack({ state, lastTurn }: FlowStanding, transcript: readonly TranscriptItem[]): FlowState | null {
  if (!lastTurn || lastTurn.acted || !lastTurn.spoke || state.doing.is === 'tool') return null;
  const last = transcript.at(-1)?.role;
  if ((last !== 'user' && last !== 'dtmf') || agentUtterances(transcript) > lastTurn.agentUtterances) return null;
  return { ...lastTurn.before, variables: state.variables };
}

export function agentUtterances(transcript: readonly TranscriptItem[]): number {
  return transcript.filter((item) => item.role === 'agent').length;
}
