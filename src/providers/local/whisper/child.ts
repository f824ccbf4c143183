// Entry of the ears' child process.

import { fileURLToPath } from 'node:url';
import { serve } from '../child/serve.ts';
import type { WhisperAnswer, WhisperJob, WhisperLoad } from './job.ts';
import { languages, languageToken, token } from './vocabulary.ts';
import { loadWhisper, type Decoded, type WhisperModel } from './whisper-model.ts';
import { spreadWords } from './word-times.ts';

/** Leaves room for what is said. */
const MAX_PROMPT_TOKENS = 100;

const graphs = fileURLToPath(new URL('graphs', import.meta.url));

serve<WhisperLoad, WhisperJob>(async ({ folder }) => {
  const model = await loadWhisper(folder, graphs);
  // The first run allocates; nobody should wait for that.
  await model.decode(new Float32Array(16_000), {
    padMs: 1_000,
    languages: [token.english],
    prompt: [],
    prefix: [],
    signal: AbortSignal.timeout(60_000),
  });
  return { run: (job, { signal }) => run(model, job, signal) };
}, 1);

async function run(model: WhisperModel, job: WhisperJob, signal: AbortSignal): Promise<WhisperAnswer> {
  const context = job.context ?? { samples: 0, ids: [] };
  const sound = job.pcm.subarray(context.samples);
  const options = {
    padMs: job.padMs,
    languages: tokensOf(job.languages),
    prompt: promptOf(model, job.keywords),
    prefix: context.ids,
    signal,
  };
  let decoded: Decoded = await model.decode(toFloats(job.pcm), options);
  let ids = decoded.ids.slice(context.ids.length);
  if (context.ids.length > 0 && ids.length === 0) {
    // Nothing new, says the context; but a short word can hide behind it.
    decoded = await model.decode(toFloats(sound), { ...options, prefix: [] });
    ids = decoded.ids;
  }
  return {
    text: decoded.text,
    words: spreadWords(decoded.text, sound),
    ids: decoded.silence ? [] : ids,
    language: languages[decoded.language - token.english] ?? 'en',
    meanLogp: decoded.meanLogp,
  };
}

function promptOf(model: WhisperModel, keywords: string[]): number[] {
  if (keywords.length === 0) return [];
  return model.vocabulary.tokens(` ${keywords.join(', ')}.`).slice(0, MAX_PROMPT_TOKENS);
}

function toFloats(pcm: Int16Array): Float32Array {
  return Float32Array.from(pcm, (sample) => sample / 32_768);
}

/** An unknown language leaves the choice to the model. */
function tokensOf(tags: string[]): number[] {
  return tags.map(languageToken).filter((id) => id !== undefined);
}
