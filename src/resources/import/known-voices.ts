// Voices that an imported agent names, and that may not be here.

import type { Document, ImportedAgent } from './bundle.ts';
import type { ImportTarget } from './import-bundle.ts';

/** Ids that every server takes, whether it can speak them or not. */
const OF_VENDORS = /^(11labs|openai|cartesia|deepgram|minimax|fish_audio)-/;

/** Voices of the other account may not be here: then the first that is, and no fallback. */
export async function useKnownVoices(
  target: ImportTarget,
  agent: ImportedAgent,
  body: Document,
  changes: string[],
): Promise<void> {
  if (agent.channel === 'chat') return void delete body['voice_id'];
  const { json } = await target.request('GET', '/list-voices');
  const voices = (Array.isArray(json) ? json : []) as { voice_id: string }[];
  const isKnown = (id: unknown): boolean =>
    (typeof id === 'string' && OF_VENDORS.test(id)) || voices.some((voice) => voice.voice_id === id);
  const fallbacks = body['fallback_voice_ids'];
  const lost = Array.isArray(fallbacks) ? fallbacks.filter((id) => !isKnown(id)) : [];
  if (lost.length > 0) {
    body['fallback_voice_ids'] = (fallbacks as unknown[]).filter(isKnown);
    changes.push(
      `fallback voices that are not known here were taken out: ${lost.map(String).join(', ').slice(0, 200)}`,
    );
  }
  const wanted = body['voice_id'];
  if (isKnown(wanted) || voices[0] === undefined) return;
  body['voice_id'] = voices[0].voice_id;
  changes.push(`voice ${JSON.stringify(wanted ?? null)} is not known here and became ${voices[0].voice_id}`);
}
