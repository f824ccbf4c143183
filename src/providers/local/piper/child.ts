// Entry of the mouth's child process.

import { dictionary } from 'cmu-pronouncing-dictionary';
import { serve } from '../child/serve.ts';
import type { PiperJob, PiperLoad } from './job.ts';
import { createPronouncer, loadLetterToSound } from './phonemes/index.ts';
import { loadPiper } from './piper-model.ts';
import { createRota } from './rota.ts';
import { speak } from './speak.ts';
import { voiceFiles } from './voice-files.ts';

/** Texts between their windows at the same time: more callers than a core can serve. */
const PARALLEL = 32;

serve<PiperLoad, PiperJob>(async ({ folder, voice }) => {
  const guess = await loadLetterToSound(new URL('phonemes/letter-to-sound.json.gz', import.meta.url));
  const pronouncer = createPronouncer(dictionary, guess);
  const model = await loadPiper(await voiceFiles(folder, voice));
  const rota = createRota();
  // The first run allocates; nobody should wait for that.
  for await (const _ of speak(
    model,
    pronouncer,
    { text: 'Hello there.', speed: 1, liveliness: 1, pronunciations: [] },
    rota,
  ));
  return {
    async run(job, { signal, part }) {
      for await (const window of speak(model, pronouncer, job, (made) => rota(made, signal))) {
        signal.throwIfAborted();
        part(window);
      }
      return null;
    },
  };
}, PARALLEL);
