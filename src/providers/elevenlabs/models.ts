// ElevenLabs' models: which speaks which language. https://elevenlabs.io/docs/overview/models

/** Speaks when no model is named, or when the one that is cannot. */
export const defaultModel = 'eleven_flash_v2_5';

const multilingual = 'en ja zh de hi fr ko pt it es id nl tr fil pl sv bg ro ar cs el fi hr ms sk da ta uk ru'.split(
  ' ',
);
const languagesOf: Record<string, readonly string[]> = {
  eleven_flash_v2: ['en'],
  eleven_turbo_v2: ['en'],
  eleven_monolingual_v1: ['en'],
  eleven_multilingual_v2: multilingual,
  eleven_flash_v2_5: [...multilingual, 'hu', 'no', 'vi'],
  eleven_turbo_v2_5: [...multilingual, 'hu', 'no', 'vi'],
};
const otherNames: Record<string, string> = { nb: 'no', nn: 'no', tl: 'fil', cmn: 'zh' };

/** `tag`: BCP 47. A model that we do not know is believed to speak it. */
export function speaksLanguage(model: string, tag: string): boolean {
  return tag === 'multi' ? !isEnglishOnly(model) : (languagesOf[model]?.includes(baseOf(tag)) ?? true);
}

/** The `language_code` to send: only the 2.5 models take one, and refuse those that they do not speak. */
export function languageCode(model: string, tag: string): string | undefined {
  const takesOne = model.endsWith('_v2_5') && tag !== 'multi' && speaksLanguage(model, tag);
  return takesOne ? baseOf(tag) : undefined;
}

export function isEnglishOnly(model: string): boolean {
  return languagesOf[model]?.length === 1;
}

function baseOf(tag: string): string {
  const base = tag.split('-')[0] ?? tag;
  return otherNames[base] ?? base;
}
