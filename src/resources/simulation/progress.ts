// How far a run has come: all that another process needs to go on with it. Kept after every step, so that nothing is asked of a model
// twice that counts.

import type { Schema } from '../../contract/index.ts';
import { transcriptText, type EngineStanding } from '../../conversation/index.ts';
import { transcriptItems, type ChatMessage } from '../chat/index.ts';

export interface Progress {
  messages: ChatMessage[];
  /** Of the engine; null before the agent did anything. */
  standing: EngineStanding | null;
  next: 'opening' | 'agent' | 'user' | 'verdict';
  /** Of the user. */
  turns: number;
  /** The user has said the last of it. */
  userIsDone: boolean;
  endedBy: 'agent' | 'user' | 'turn_limit' | null;
  /** In and out, of all models. */
  tokens: number;
  elapsedMs: number;
}

export function emptyProgress(): Progress {
  return {
    messages: [],
    standing: null,
    next: 'opening',
    turns: 0,
    userIsDone: false,
    endedBy: null,
    tokens: 0,
    elapsedMs: 0,
  };
}

/** What a run shows of its conversation, while it goes on and when it is over. */
export function transcriptSnapshot({ messages, endedBy, turns, tokens, standing }: Progress): object {
  return {
    transcript: transcriptText(transcriptItems(messages)),
    message_with_tool_calls: messages,
    collected_dynamic_variables: standing?.collected ?? {},
    ended_by: endedBy,
    turns,
    tokens,
  } satisfies Partial<Schema<'ChatResponse'>> & Record<string, unknown>;
}
