// What a transfer agent decides when it has spoken with the destination of an agentic transfer: connect the two, or let it be.

import type { ToolDirective } from '../engine.ts';
import { failureOf, lineFailure } from './no-line.ts';
import { outcome, type ToolKind } from './tool-kind.ts';

type Reason = Extract<ToolDirective, { do: 'leave' }>['reason'];

export const bridgeTransfer: ToolKind = decision(
  'bridge',
  'transfer_bridged',
  'Connect the caller with the person you are talking to, and leave the call.',
  'The two are connected.',
);

export const cancelTransfer: ToolKind = decision(
  'cancel',
  'transfer_cancelled',
  'Give the transfer up: the caller returns to the first agent, and you leave the call.',
  'The transfer was given up.',
);

function decision(what: 'bridge' | 'cancel', reason: Reason, description: string, done: string): ToolKind {
  const directive: ToolDirective = { do: 'leave', reason, destination: null };
  return {
    description,
    parameters: () => null,
    speaksAfter: () => false,
    afterMock: directive,
    async run({ line }, { context: { signal } }) {
      const consultation = line?.consultation;
      if (!consultation) return lineFailure('Only the agent of a warm transfer can do this, while it is under way.');
      const decided = await consultation[what](signal);
      return decided.ok ? { ...outcome(true, done), directive } : failureOf(decided);
    },
  };
}
