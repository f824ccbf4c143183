// The three openings as the contract spells them: `begin_message` empty means that the user begins, absent that the model words it.

import type { RetellLlm } from '../api/index.ts';

export type BeginMode = 'agent-text' | 'agent-model' | 'user';

type Opening = Pick<RetellLlm, 'start_speaker' | 'begin_message'>;

export function beginMode({ start_speaker, begin_message }: Opening): BeginMode {
  if (start_speaker === 'user' || (start_speaker === undefined && begin_message === '')) return 'user';
  return typeof begin_message === 'string' ? 'agent-text' : 'agent-model';
}

/** Fields to set for a mode; words that were there before come back when one returns to them. */
export function beginChanges(mode: BeginMode, { begin_message }: Opening): Opening {
  switch (mode) {
    case 'agent-text':
      return { start_speaker: 'agent', begin_message: begin_message || 'Hello, how can I help you?' };
    case 'agent-model':
      return { start_speaker: 'agent', begin_message: null };
    case 'user':
      return { start_speaker: 'user', begin_message };
  }
}
