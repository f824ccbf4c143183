// Voices, and which of them this installation speaks itself.

import { useQuery } from '@tanstack/react-query';
import type { Health, Voice } from './contract.ts';
import { request } from './request.ts';

export function useVoices() {
  return useQuery({
    queryKey: ['voices'],
    queryFn: ({ signal }) => request<Voice[]>('/list-voices', { signal }),
    staleTime: 5 * 60_000,
  });
}

/**
 * Does this server speak the voice itself, or would the nearest one stand in? Believes the catalogue's own mark, then the server's list;
 * without either, local voices always speak and a vendor's when that vendor is the one in use.
 */
export function speaksHere(voice: Voice, health: Health | undefined): boolean {
  if (voice.available !== undefined) return voice.available;
  if (health?.unavailable_voices) return !health.unavailable_voices.includes(voice.voice_id);
  if (voice.provider === 'platform') return true;
  return (health?.providers ?? []).some(({ role, provider }) => role === 'speaking' && provider === voice.provider);
}

/** The voice of a new agent: the local one of the house, else the first that speaks here, else any. */
export function firstVoice(voices: Voice[], health: Health | undefined): string {
  const preferred = voices.find((voice) => voice.voice_id === 'local-Joe');
  const speaking = voices.find((voice) => speaksHere(voice, health));
  return (preferred ?? speaking ?? voices[0])?.voice_id ?? 'local-Joe';
}
