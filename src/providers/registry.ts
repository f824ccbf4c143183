// The providers of this installation: what an agent asks for, mapped to what is set up here.

import type { Choice, Providers, ProviderStatus } from '../interfaces/providers.ts';
import type { SpeechToText } from '../interfaces/speech-to-text.ts';
import type { TurnVote } from '../interfaces/turn-vote.ts';
import { createDeepgramEars } from './deepgram/index.ts';
import type { LocalEars } from './ears.ts';
import { chooseEars } from './ears.ts';
import { createElevenLabsMouth } from './elevenlabs/index.ts';
import type { MindsConfig } from './minds.ts';
import { createMinds } from './minds.ts';
import type { LocalMouth } from './mouths.ts';
import { createMouths } from './mouths.ts';
import type { VoiceEntry } from './voices.ts';
import { listVoices } from './voices.ts';

type VendorKeys = { apiKey: string | null; baseUrl: string | null };

export interface ProvidersConfig extends MindsConfig {
  vendors: MindsConfig['vendors'] & { deepgram: VendorKeys; elevenlabs: VendorKeys };
}

/** Speech on this machine, as `local/` gives it; tests hand over scripted parts. */
export interface LocalParts extends LocalEars, LocalMouth {
  turnVote: TurnVote | null;
  status(): { role: string; ready: boolean; detail: string }[];
}

/** Owns the vendors' connections, not the local parts: those are closed by who made them. */
export async function createProviders(config: ProvidersConfig, local: LocalParts): Promise<Providers> {
  const { deepgram, elevenlabs } = config.vendors;
  const minds = await createMinds(config);
  const remoteEars = isSetUp(deepgram) ? createDeepgramEars(deepgram) : null;
  const remoteMouth = isSetUp(elevenlabs) ? createElevenLabsMouth(elevenlabs) : null;
  const mouths = createMouths(remoteMouth, local);
  const hearing = (wanted: { language: string | string[] }): Choice<SpeechToText> =>
    chooseEars(remoteEars, local, wanted.language);

  function canSpeak(voice: VoiceEntry): boolean {
    return voice.provider === 'platform' || (voice.provider === 'elevenlabs' && remoteMouth !== null);
  }

  function speechStatus(
    role: 'hearing' | 'speaking',
    choice: Choice<unknown>,
    isRemote: boolean,
    key: string,
  ): ProviderStatus {
    const { provider, name } = choice;
    const change = `Set ${key} to use ${vendorOfKey[key]}.`;
    if (isRemote)
      return {
        role,
        provider,
        name,
        ready: true,
        detail: `${vendorOfKey[key]}, in the cloud`,
        change: `Unset ${key} to stay on this machine.`,
      };
    const state = local.status().find((status) => status.role === role);
    return {
      role,
      provider,
      name,
      ready: state?.ready ?? true,
      detail: `on this machine, ${state?.detail ?? 'ready'}`,
      change,
    };
  }

  return {
    hearing,
    thinking: (model) => minds.choose(model),
    speaking: (voiceId, model = null, language = []) => mouths.choose(voiceId, model, language),
    voices: () => listVoices(canSpeak),
    turnVote: local.turnVote,
    status: () => [
      speechStatus('hearing', hearing({ language: [] }), remoteEars !== null, 'DEEPGRAM_API_KEY'),
      minds.status(),
      speechStatus('speaking', mouths.usual(), remoteMouth !== null, 'ELEVENLABS_API_KEY'),
    ],
    async close() {
      await Promise.all([minds.close(), remoteMouth?.close()]);
    },
  };
}

const vendorOfKey: Record<string, string> = { DEEPGRAM_API_KEY: 'Deepgram', ELEVENLABS_API_KEY: 'ElevenLabs' };

function isSetUp(vendor: VendorKeys): boolean {
  return vendor.apiKey !== null || vendor.baseUrl !== null;
}
