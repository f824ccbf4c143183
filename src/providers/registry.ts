// The providers of this installation: what an agent asks for, mapped to what is set up here.

import type { Choice, Mouth, Providers, ProviderStatus } from '../interfaces/providers.ts';
import type { SpeechToText } from '../interfaces/speech-to-text.ts';
import type { TextToSpeech } from '../interfaces/text-to-speech.ts';
import type { TurnVote } from '../interfaces/turn-vote.ts';
import { createDeepgramEars } from './deepgram/index.ts';
import { createElevenLabsMouth } from './elevenlabs/index.ts';
import type { MindsConfig } from './minds.ts';
import { createMinds } from './minds.ts';
import type { VoiceEntry, VoiceRoute } from './voices.ts';
import { listVoices, localVoice, routeVoice } from './voices.ts';

type VendorKeys = { apiKey: string | null; baseUrl: string | null };

export interface ProvidersConfig extends MindsConfig {
  vendors: MindsConfig['vendors'] & { deepgram: VendorKeys; elevenlabs: VendorKeys };
}

/** Speech on this machine, as `local/` gives it; tests hand over scripted parts. */
export interface LocalParts {
  ears: SpeechToText;
  mouth: TextToSpeech;
  turnVote: TurnVote | null;
  status(): { role: string; ready: boolean; detail: string }[];
}

/** ElevenLabs' voices that stand in for those of vendors that cannot speak here. */
const elevenLabsDefaults = { male: 'nPczCjzI2devNBz1zQrb', female: 'EXAVITQu4vr4xnSDxMaL' };

/** Owns the vendors' connections, not the local parts: those are closed by who made them. */
export async function createProviders(config: ProvidersConfig, local: LocalParts): Promise<Providers> {
  const { deepgram, elevenlabs } = config.vendors;
  const minds = await createMinds(config);
  const remoteEars = isSetUp(deepgram) ? createDeepgramEars(deepgram) : null;
  const remoteMouth = isSetUp(elevenlabs) ? createElevenLabsMouth(elevenlabs) : null;

  function hearing(): Choice<SpeechToText> {
    const use = remoteEars ?? local.ears;
    return { use, provider: use.provider, name: use.model, substituted: null };
  }

  function speaking(voiceId: string | null, model: string | null = null): Choice<Mouth> {
    // The voice that no vendor can take away: also what speaks on when a vendor fails.
    if (voiceId === null) return here();
    const route = routeVoice(voiceId);
    if (route.vendor === 'local') return { ...here(), substituted: localSubstitution(voiceId, route) };
    if (!remoteMouth) return { ...here(), substituted: { wanted: voiceId, why: whyNot(route) } };
    if (route.vendor !== 'elevenlabs') {
      const stand = elevenLabsDefaults[route.gender ?? 'female'];
      return { ...atElevenLabs(stand, model), substituted: { wanted: voiceId, why: whyNot(route) } };
    }
    const why = `this voice is not open to other accounts; ElevenLabs' ${route.standIn} is near it`;
    return { ...atElevenLabs(route.vendorId, model), substituted: route.standIn ? { wanted: voiceId, why } : null };
  }

  function atElevenLabs(voice: string, model: string | null): Choice<Mouth> {
    const synthesiser = remoteMouth as TextToSpeech;
    return {
      use: { synthesiser, voice, model: elevenLabsModel(model) },
      provider: synthesiser.provider,
      name: voice,
      substituted: null,
    };
  }

  function here(): Choice<Mouth> {
    const use = { synthesiser: local.mouth, voice: localVoice.vendorId, model: null };
    return { use, provider: local.mouth.provider, name: localVoice.voice_id, substituted: null };
  }

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
    speaking,
    voices: () => listVoices(canSpeak),
    turnVote: local.turnVote,
    status: () => [
      speechStatus('hearing', hearing(), remoteEars !== null, 'DEEPGRAM_API_KEY'),
      minds.status(),
      speechStatus(
        'speaking',
        remoteMouth ? atElevenLabs(elevenLabsDefaults.female, null) : here(),
        remoteMouth !== null,
        'ELEVENLABS_API_KEY',
      ),
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

/** The contract's voice_model may be another vendor's; eleven_v3 does not stream over a socket. */
function elevenLabsModel(model: string | null): string | null {
  return model?.startsWith('eleven_') && model !== 'eleven_v3' ? model : null;
}

function localSubstitution(wanted: string, route: VoiceRoute): Choice<Mouth>['substituted'] {
  return route.vendorId === localVoice.vendorId ? null : { wanted, why: 'this machine has no such voice' };
}

function whyNot(route: VoiceRoute): string {
  if (route.vendor === 'elevenlabs') return 'no key for ElevenLabs: set ELEVENLABS_API_KEY';
  return route.vendor === 'openai'
    ? "OpenAI's voices cannot be used here yet"
    : 'the vendor of this voice cannot be used here yet';
}
