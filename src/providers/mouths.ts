// Which voice speaks a call: the one that the agent names, else the nearest that can be had here. Whatever is not as asked for is said:
// another voice, another model, or a voice that does not speak the agent's language.

import type { Choice, Mouth } from '../interfaces/providers.ts';
import type { TextToSpeech } from '../interfaces/text-to-speech.ts';
import { defaultModel, isEnglishOnly, speaksLanguage } from './elevenlabs/index.ts';
import { languageNames, tagsOf } from './languages.ts';
import type { VoiceRoute } from './voices.ts';
import { localVoice, routeVoice } from './voices.ts';

export interface LocalMouth {
  mouth: TextToSpeech;
  /** By a BCP 47 tag or `multi`. */
  speaksLanguage(tag: string): boolean;
}

export interface Mouths {
  choose(voiceId: string | null, model: string | null, language: string | string[]): Choice<Mouth>;
  /** Speaks when an agent asks for nothing in particular. */
  usual(): Choice<Mouth>;
}

/** ElevenLabs' voices that stand in for those of vendors that cannot speak here. */
const elevenLabsDefaults = { male: 'nPczCjzI2devNBz1zQrb', female: 'EXAVITQu4vr4xnSDxMaL' };

/** `remote`: ElevenLabs, when it is set up. */
export function createMouths(remote: TextToSpeech | null, local: LocalMouth): Mouths {
  function choose(voiceId: string | null, model: string | null, language: string | string[]): Choice<Mouth> {
    const tags = tagsOf(language);
    // The voice that no vendor can take away: also what speaks on when a vendor fails.
    if (voiceId === null) return here(tags, languageNames(tags), null);
    const route = routeVoice(voiceId);
    if (route.vendor === 'local') return here(tags, voiceId, whyNotLocal(route));
    if (!remote) return here(tags, voiceId, whyNot(route));
    if (route.vendor === 'elevenlabs')
      return atElevenLabs(remote, route.vendorId, model, tags, voiceId, standIn(route));
    return atElevenLabs(remote, elevenLabsDefaults[route.gender ?? 'female'], model, tags, voiceId, whyNot(route));
  }

  function here(tags: readonly string[], wanted: string, why: string | null): Choice<Mouth> {
    const unspoken = tags.filter((tag) => !local.speaksLanguage(tag));
    const whyLanguage =
      unspoken.length > 0 ? `the voice of this machine reads English, not ${languageNames(unspoken)}` : null;
    return {
      use: { synthesiser: local.mouth, voice: localVoice.vendorId, model: null },
      provider: local.mouth.provider,
      name: localVoice.voice_id,
      substituted: because(wanted, [why, whyLanguage]),
    };
  }

  return {
    choose,
    usual: () => (remote ? atElevenLabs(remote, elevenLabsDefaults.female, null, [], '', null) : here([], '', null)),
  };
}

function atElevenLabs(
  synthesiser: TextToSpeech,
  voice: string,
  wantedModel: string | null,
  tags: readonly string[],
  wanted: string,
  why: string | null,
): Choice<Mouth> {
  const named = elevenLabsModel(wantedModel);
  const isForeign = named !== null && isEnglishOnly(named) && tags.some((tag) => !speaksLanguage(named, tag));
  const model = isForeign ? null : named;
  const unspoken = tags.filter((tag) => !speaksLanguage(model ?? defaultModel, tag));
  const whys = [
    why,
    isForeign ? `${named} speaks English only, so ${defaultModel} speaks` : null,
    unspoken.length > 0 ? `${model ?? defaultModel} does not speak ${languageNames(unspoken)}` : null,
  ];
  const { provider } = synthesiser;
  return { use: { synthesiser, voice, model }, provider, name: voice, substituted: because(wanted, whys) };
}

/** The contract's voice_model may be another vendor's; eleven_v3 does not stream over a socket. */
function elevenLabsModel(model: string | null): string | null {
  return model?.startsWith('eleven_') && model !== 'eleven_v3' ? model : null;
}

function because(wanted: string, whys: readonly (string | null)[]): Choice<Mouth>['substituted'] {
  const said = whys.filter((why) => why !== null);
  return said.length > 0 ? { wanted, why: said.join('; ') } : null;
}

function whyNotLocal(route: VoiceRoute): string | null {
  return route.vendorId === localVoice.vendorId ? null : 'this machine has no such voice';
}

function standIn(route: VoiceRoute): string | null {
  return route.standIn && `this voice is not open to other accounts; ElevenLabs' ${route.standIn} is near it`;
}

function whyNot(route: VoiceRoute): string {
  if (route.vendor === 'elevenlabs') return 'no key for ElevenLabs: set ELEVENLABS_API_KEY';
  return route.vendor === 'openai'
    ? "OpenAI's voices cannot be used here yet"
    : 'the vendor of this voice cannot be used here yet';
}
