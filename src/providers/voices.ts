// The voices that list-voices shows: well-known ids of the contract, each with the voice at its vendor, and those of this machine.

import type { CatalogueVoice } from '../interfaces/providers.ts';

/** A voice of the catalogue and how its vendor calls it. */
export interface VoiceEntry {
  voice_id: string;
  voice_name: string;
  /** As in the contract's VoiceResponse. */
  provider: 'elevenlabs' | 'openai' | 'platform';
  gender: 'male' | 'female';
  accent?: string;
  age?: string;
  vendorId: string;
  /** Set when the vendor has no such public voice and the nearest of its premade ones stands in: that one's name. */
  standIn?: string;
}

type Row = [name: string, gender: 'male' | 'female', accent: string, age: string, vendorId: string, standIn?: string];

/** ElevenLabs' premade voices, open to every account. */
const premade: readonly Row[] = [
  ['Alice', 'female', 'British', 'Middle Aged', 'Xb7hH8MSUJpSbSDYk0k2'],
  ['Aria', 'female', 'American', 'Middle Aged', '9BWtsMINqrJLrRacOmPZ'],
  ['Bill', 'male', 'American', 'Old', 'pqHfZKP75CvOlQylNhV4'],
  ['Brian', 'male', 'American', 'Middle Aged', 'nPczCjzI2devNBz1zQrb'],
  ['Callum', 'male', 'Transatlantic', 'Middle Aged', 'N2lVS1w4EtoT3dr4eOWO'],
  ['Charlie', 'male', 'Australian', 'Young', 'IKne3meq5aSn9XLyUdCD'],
  ['Charlotte', 'female', 'Swedish', 'Young', 'XB0fDUnXU5powFXDhCwa'],
  ['Chris', 'male', 'American', 'Middle Aged', 'iP95p4xoKVk53GoZ742B'],
  ['Daniel', 'male', 'British', 'Middle Aged', 'onwK4e9ZLuTAKqWW03F9'],
  ['Eric', 'male', 'American', 'Middle Aged', 'cjVigY5qzO86Huf0OWal'],
  ['George', 'male', 'British', 'Middle Aged', 'JBFqnCBsd6RMkjVDRZzb'],
  ['Jessica', 'female', 'American', 'Young', 'cgSgspJ2msm6clMCkdW9'],
  ['Laura', 'female', 'American', 'Young', 'FGY2WhTYpPnrIDTdsKj5'],
  ['Liam', 'male', 'American', 'Young', 'TX3LPaxmHKxFdv7VOQHJ'],
  ['Lily', 'female', 'British', 'Middle Aged', 'pFZP5JQG7iQjIQuC4Bku'],
  ['Matilda', 'female', 'American', 'Middle Aged', 'XrExE9yKIg1WjnnlVkGX'],
  ['River', 'female', 'American', 'Middle Aged', 'SAz9YHcvj6GT2YYXdXww'],
  ['Roger', 'male', 'American', 'Middle Aged', 'CwhRBWXzGAHq8TQ4Fs17'],
  ['Sarah', 'female', 'American', 'Young', 'EXAVITQu4vr4xnSDxMaL'],
  ['Will', 'male', 'American', 'Young', 'bIHbv24MWmeRgasZH58o'],
  ['Dorothy', 'female', 'British', 'Young', 'ThT5KcBeYPX3keUQqHPh'],
  ['Emily', 'female', 'American', 'Young', 'LcfcDJNUP1GQjkzn1xUU'],
  ['Grace', 'female', 'American', 'Young', 'oWAxZDx7w5VEj9dCyTzz'],
  ['Paul', 'male', 'American', 'Middle Aged', '5Q0t7uMcjvnagumLfvZi'],
  ['Rachel', 'female', 'American', 'Young', '21m00Tcm4TlvDq8ikWAM'],
  ['Ryan', 'male', 'American', 'Middle Aged', 'wViXBPUzp2ZZixB1xQuM'],
];

/** Names that agents made for Retell carry; their voices belong to Retell's own account. */
const standIns: readonly Row[] = [
  ['Adrian', 'male', 'American', 'Young', 'cjVigY5qzO86Huf0OWal', 'Eric'],
  ['Anna', 'female', 'American', 'Young', 'EXAVITQu4vr4xnSDxMaL', 'Sarah'],
  ['Anthony', 'male', 'British', 'Middle Aged', 'onwK4e9ZLuTAKqWW03F9', 'Daniel'],
  ['Billy', 'male', 'American', 'Young', 'TX3LPaxmHKxFdv7VOQHJ', 'Liam'],
  ['Cimo', 'female', 'American', 'Middle Aged', 'XrExE9yKIg1WjnnlVkGX', 'Matilda'],
  ['Jason', 'male', 'American', 'Middle Aged', 'nPczCjzI2devNBz1zQrb', 'Brian'],
  ['Jenny', 'female', 'American', 'Young', 'cgSgspJ2msm6clMCkdW9', 'Jessica'],
  ['Joe', 'male', 'American', 'Young', 'iP95p4xoKVk53GoZ742B', 'Chris'],
  ['Kate', 'female', 'American', 'Middle Aged', 'XrExE9yKIg1WjnnlVkGX', 'Matilda'],
  ['Marissa', 'female', 'American', 'Young', '9BWtsMINqrJLrRacOmPZ', 'Aria'],
  ['Max', 'male', 'American', 'Middle Aged', 'CwhRBWXzGAHq8TQ4Fs17', 'Roger'],
  ['Myra', 'female', 'American', 'Young', 'FGY2WhTYpPnrIDTdsKj5', 'Laura'],
  ['Nia', 'female', 'American', 'Young', 'EXAVITQu4vr4xnSDxMaL', 'Sarah'],
  ['Steve', 'male', 'American', 'Middle Aged', 'CwhRBWXzGAHq8TQ4Fs17', 'Roger'],
];

/** OpenAI's speech voices. https://platform.openai.com/docs/guides/text-to-speech */
const openAiVoices: readonly Row[] = [
  ['Alloy', 'female', 'American', 'Young', 'alloy'],
  ['Ash', 'male', 'American', 'Young', 'ash'],
  ['Coral', 'female', 'American', 'Young', 'coral'],
  ['Echo', 'male', 'American', 'Young', 'echo'],
  ['Fable', 'male', 'British', 'Young', 'fable'],
  ['Nova', 'female', 'American', 'Young', 'nova'],
  ['Onyx', 'male', 'American', 'Middle Aged', 'onyx'],
  ['Sage', 'female', 'American', 'Young', 'sage'],
  ['Shimmer', 'female', 'American', 'Young', 'shimmer'],
];

/** The voice of this machine; works without any key. */
export const localVoice: VoiceEntry = {
  voice_id: 'local-Joe',
  voice_name: 'Joe (on this machine)',
  provider: 'platform',
  gender: 'male',
  accent: 'American',
  age: 'Middle Aged',
  vendorId: 'joe',
};

export const voiceCatalogue: readonly VoiceEntry[] = [
  localVoice,
  ...[...standIns, ...premade].map((row) => entry('11labs', 'elevenlabs', row)),
  ...openAiVoices.map((row) => entry('openai', 'openai', row)),
];

function entry(prefix: string, provider: VoiceEntry['provider'], row: Row): VoiceEntry {
  const [voice_name, gender, accent, age, vendorId, standIn] = row;
  const voice = { voice_id: `${prefix}-${voice_name}`, voice_name, provider, gender, accent, age, vendorId };
  return standIn === undefined ? voice : { ...voice, standIn };
}

/** Where a voice id leads: a vendor and its own name for the voice. */
export interface VoiceRoute {
  vendor: 'elevenlabs' | 'openai' | 'local' | 'other';
  /** The vendor's own id. */
  vendorId: string;
  gender: 'male' | 'female' | null;
  standIn: string | null;
}

/** The catalogue first, capitals aside; else the prefix tells the vendor and the rest is its own id. */
export function routeVoice(voiceId: string): VoiceRoute {
  const known = voiceCatalogue.find((voice) => voice.voice_id.toLowerCase() === voiceId.toLowerCase());
  if (known) {
    const vendor = known.provider === 'platform' ? 'local' : known.provider;
    return { vendor, vendorId: known.vendorId, gender: known.gender, standIn: known.standIn ?? null };
  }
  const [, prefix, rest] = /^(11labs|elevenlabs|openai|local)-(.+)$/i.exec(voiceId) ?? [];
  const vendor = prefix === undefined ? 'other' : (vendorsByPrefix[prefix.toLowerCase()] ?? 'other');
  return { vendor, vendorId: rest ?? voiceId, gender: null, standIn: null };
}

const vendorsByPrefix: Record<string, VoiceRoute['vendor']> = {
  '11labs': 'elevenlabs',
  elevenlabs: 'elevenlabs',
  openai: 'openai',
  local: 'local',
};

/** The catalogue in the contract's form. */
export function listVoices(isAvailable: (voice: VoiceEntry) => boolean): CatalogueVoice[] {
  return voiceCatalogue.map((voice) => {
    const { vendorId: _, standIn: __, ...shown } = voice;
    return { ...shown, available: isAvailable(voice) };
  });
}
