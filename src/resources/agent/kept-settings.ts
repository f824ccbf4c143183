// Settings that stay when another agent takes over.

import type { AgentSwapConfig } from '../../conversation/index.ts';

const VOICE = [
  'voice_id',
  'voice_model',
  'fallback_voice_ids',
  'voice_temperature',
  'voice_speed',
  'volume',
  'enable_dynamic_voice_speed',
  'voice_emotion',
] as const;

/** Of the agent before, to be laid over the new one's; null for those that it does not have. */
export function keptSettings(wish: AgentSwapConfig, before: Record<string, unknown>): Record<string, unknown> {
  const names = [...(wish.keep_current_voice ? VOICE : []), ...(wish.keep_current_language ? ['language'] : [])];
  return Object.fromEntries(names.map((name) => [name, before[name] ?? null]));
}
