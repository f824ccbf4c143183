// The parts of one turn's latency and where they lie between the end of the caller's speech and the agent's first sound.

import type { TalkLatency } from './talk-state.ts';

export interface TurnPart {
  part: 'wait' | 'asr' | 'llm' | 'tts';
  label: string;
  /** From the end of the caller's speech; below 0 when the model began on words that were still being spoken. */
  startMs: number;
  ms: number;
}

/** Less than this is rounding, not waiting. */
const leastWaitMs = 5;

/**
 * The transcript begins where the caller's speech ends; first sound ends with the whole, and first token ends where it begins. So parts lie
 * beside each other when the model began on a transcript that was not final yet. A gap before first token is `wait`: deciding that the caller
 * has finished.
 */
export function turnParts({ asrMs, llmMs, ttsMs, e2eMs }: Omit<TalkLatency, 'is' | 'gen'>): TurnPart[] {
  const ttsStartMs = e2eMs - (ttsMs ?? 0);
  const llmStartMs = ttsStartMs - (llmMs ?? 0);
  const waitMs = llmStartMs - (asrMs ?? 0);
  const parts: (Omit<TurnPart, 'ms'> & { ms: number | null })[] = [
    { part: 'asr', label: 'transcript', startMs: 0, ms: asrMs },
    { part: 'wait', label: 'wait', startMs: asrMs ?? 0, ms: waitMs >= leastWaitMs ? waitMs : null },
    { part: 'llm', label: 'first token', startMs: llmStartMs, ms: llmMs },
    { part: 'tts', label: 'first sound', startMs: ttsStartMs, ms: ttsMs },
  ];
  return parts.filter((part): part is TurnPart => part.ms !== null);
}
