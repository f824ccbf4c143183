// The parts of one turn's latency, in the order in which they happen.

import type { TalkLatency } from './talk-state.ts';

export interface TurnPart {
  part: 'wait' | 'asr' | 'llm' | 'tts';
  label: string;
  ms: number;
}

/** Less than this is rounding, not waiting. */
const leastWaitMs = 5;

/**
 * `wait` is what the named parts leave of the whole: deciding that the caller has finished. It is absent when parts ran beside each other
 * and fill more than the whole.
 */
export function turnParts({
  asrMs,
  llmMs,
  ttsMs,
  e2eMs,
}: Pick<TalkLatency, 'asrMs' | 'llmMs' | 'ttsMs' | 'e2eMs'>): TurnPart[] {
  const waitMs = e2eMs - (asrMs ?? 0) - (llmMs ?? 0) - (ttsMs ?? 0);
  const parts: (TurnPart | { part: TurnPart['part']; label: string; ms: null })[] = [
    { part: 'asr', label: 'transcript', ms: asrMs },
    { part: 'wait', label: 'wait', ms: waitMs >= leastWaitMs ? waitMs : null },
    { part: 'llm', label: 'first token', ms: llmMs },
    { part: 'tts', label: 'first sound', ms: ttsMs },
  ];
  return parts.filter((part): part is TurnPart => part.ms !== null);
}
