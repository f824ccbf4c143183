// A mouth that hums: a tone as long as the text, with exact word times. No model, no clock; the same text is the same sound.

import type { WordTime } from '../../interfaces/audio.ts';
import { createChannel } from '../../interfaces/channel.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import type { Synthesis, SynthesisChunk, SynthesisOptions, TextToSpeech } from '../../interfaces/text-to-speech.ts';

export interface ScriptedMouthOptions {
  /** Length of one character of a word; a blank between words is as long. Divided by the speed asked for. Default 60 ms. */
  msPerCharacter?: number;
  rateHz?: SynthesisChunk['rateHz'];
  /** Name that this mouth goes by; several of them make a list of fallbacks. */
  provider?: string;
  /** Is lost before it speaks this word (0 = first) of each speech. */
  lostAtWord?: number;
}

export interface ScriptedMouth extends TextToSpeech {
  /** What was asked of it, oldest first; `text` grows as it is written. */
  readonly speeches: readonly { options: SynthesisOptions; text: string }[];
}

const toneHz = 220;
/** About -12 dB: clearly sound, comfortable in a demo. */
const toneLevel = 8000;

/** Makes a mouth for tests, demos and reproductions. Sound comes synchronously with `write`, one chunk a word. */
export function createScriptedMouth(options: ScriptedMouthOptions = {}): ScriptedMouth {
  const rateHz = options.rateHz ?? 24000;
  const provider = options.provider ?? 'scripted';
  const speeches: { options: SynthesisOptions; text: string }[] = [];

  function open(speech: SynthesisOptions): Synthesis {
    const record = { options: speech, text: '' };
    speeches.push(record);
    const chunks = createChannel<SynthesisChunk>();
    const samplesPerCharacter = Math.round((((options.msPerCharacter ?? 60) / 1000) * rateHz) / speech.speed);
    let samples = 0;
    let wordCount = 0;
    speech.signal.addEventListener('abort', () => chunks.close(), { once: true });

    function speakWord(word: string): void {
      if (wordCount++ === options.lostAtWord) {
        chunks.fail(new ProviderError('the scripted mouth was told to fail', { provider, category: 'unavailable' }));
        return;
      }
      const soundSamples = word.length * samplesPerCharacter;
      const pcm = new Int16Array(soundSamples + samplesPerCharacter);
      for (let i = 0; i < soundSamples; i++)
        pcm[i] = toneLevel * Math.sin((2 * Math.PI * toneHz * (samples + i)) / rateHz);
      const times: WordTime = { word, start: samples / rateHz, end: (samples + soundSamples) / rateHz };
      samples += pcm.length;
      chunks.push({ pcm, rateHz, words: [times] });
    }

    return {
      chunks,
      write(text) {
        record.text += text;
        for (const word of text.split(/\s+/)) if (word !== '') speakWord(word);
      },
      end: () => chunks.close(),
    };
  }

  return { provider, speeches, open };
}
