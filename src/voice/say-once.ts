// One text said by a voice of a bridge, outside any conversation.

import type { Bridge } from '../interfaces/bridge.ts';
import type { Mouth } from '../interfaces/providers.ts';
import { baseLanguage, type VoiceSettings } from './settings.ts';

export interface SayOnce {
  /** Listened to by nobody else. Its `agent` is who speaks. */
  bridge: Pick<Bridge, 'voice' | 'onEvent'>;
  mouth: Mouth;
  settings: VoiceSettings;
}

const UTT = 'once';

/** Resolves when it was heard; false when no voice could say it. Throws the signal's reason when that fires. */
export async function sayOnce(
  { bridge, mouth, settings }: SayOnce,
  text: string,
  signal: AbortSignal,
): Promise<boolean> {
  signal.throwIfAborted();
  const voice = bridge.voice('agent');
  const heard = Promise.withResolvers<void>();
  const onAbort = (): void => heard.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  heard.promise.catch(() => undefined);
  bridge.onEvent((event) => {
    if (event.is === 'done' || event.is === 'cleared') heard.resolve();
  });
  try {
    voice.gate(UTT, true);
    if (!(await synthesise())) return false;
    voice.end(UTT);
    await heard.promise;
    return true;
  } finally {
    signal.removeEventListener('abort', onAbort);
    voice.clear(UTT);
  }

  /** False when nothing was said at all. */
  async function synthesise(): Promise<boolean> {
    const synthesis = mouth.synthesiser.open({
      voice: mouth.voice,
      model: mouth.model,
      speed: settings.voiceSpeed,
      temperature: settings.voiceTemperature,
      language: baseLanguage(settings.language),
      pronunciations: settings.pronunciations,
      signal,
    });
    synthesis.write(text);
    synthesis.end();
    let sounded = false;
    try {
      for await (const { pcm, rateHz } of synthesis.chunks) {
        sounded ||= pcm.length > 0;
        voice.write(UTT, pcm, rateHz);
      }
    } catch {
      // What was made of it is heard; the rest is lost with the vendor.
      signal.throwIfAborted();
    }
    return sounded;
  }
}
