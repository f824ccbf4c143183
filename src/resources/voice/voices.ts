// Voices: what this installation knows, and which ids an agent may name.

import { notFound, type Schema } from '../../contract/index.ts';
import type { CatalogueVoice } from '../../interfaces/providers.ts';

type VoiceResponse = Schema<'VoiceResponse'>;

/** Start of a voice id -> its vendor, as VoiceResponse names vendors. Ids with these are accepted even if the catalogue lacks them. */
const VENDOR_BY_PREFIX: Record<string, VoiceResponse['provider']> = {
  '11labs': 'elevenlabs',
  elevenlabs: 'elevenlabs',
  openai: 'openai',
  deepgram: 'deepgram',
  cartesia: 'cartesia',
  minimax: 'minimax',
  fish: 'fish_audio',
  fish_audio: 'fish_audio',
  play: 'platform',
  retell: 'platform',
  local: 'platform',
};

const VENDORS = new Set<string>([...Object.values(VENDOR_BY_PREFIX)]);

/** How many ids an error names. */
const EXAMPLES = 8;

export function listVoices(voices: CatalogueVoice[]): VoiceResponse[] {
  return voices.map(render);
}

/** Throws for an id that list-voices does not show. */
export function getVoice(voices: CatalogueVoice[], voiceId: string): VoiceResponse {
  const voice = voices.find((each) => each.voice_id === voiceId);
  if (!voice) throw notFound('voice', voiceId, examples(voices));
  return render(voice);
}

/** Throws unless an agent may name this id: one of `voices`, or any of a known vendor's. */
export function checkVoice(voices: CatalogueVoice[], voiceId: string): void {
  if (voices.some((voice) => voice.voice_id === voiceId) || vendorByPrefix(voiceId) !== null) return;
  throw notFound(
    'voice',
    voiceId,
    `${examples(voices)} A vendor's own id needs its prefix: 11labs-, openai-, cartesia-, ...`,
  );
}

/** Null when the id does not tell. */
export function vendorOf(voices: CatalogueVoice[], voiceId: string): string | null {
  return voices.find((voice) => voice.voice_id === voiceId)?.provider ?? vendorByPrefix(voiceId);
}

function vendorByPrefix(voiceId: string): string | null {
  const prefix = /^(custom_voice|fish_audio|[a-z0-9]+)[-_]./.exec(voiceId)?.[1];
  return prefix !== undefined && Object.hasOwn(VENDOR_BY_PREFIX, prefix) ? (VENDOR_BY_PREFIX[prefix] ?? null) : null;
}

function examples(voices: CatalogueVoice[]): string {
  const ids = voices.map((voice) => voice.voice_id);
  if (ids.length === 0) return 'There are no voices here.';
  const more = ids.length > EXAMPLES ? ` and ${ids.length - EXAMPLES} more (list-voices)` : '';
  return `There are ${ids.slice(0, EXAMPLES).join(', ')}${more}.`;
}

function render(voice: CatalogueVoice): VoiceResponse {
  const { provider, ...rest } = voice;
  return { ...rest, provider: VENDORS.has(provider) ? (provider as VoiceResponse['provider']) : 'platform' };
}
