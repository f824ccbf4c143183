// Entry of the ears' child process.

import { fileURLToPath } from 'node:url';
import { serve } from '../child/serve.ts';
import type { WhisperAnswer, WhisperJob, WhisperLoad } from './job.ts';
import { languages, languageToken, token } from './vocabulary.ts';
import { loadWhisper, type Decoded, type WhisperModel } from './whisper-model.ts';
import { spreadWords } from './word-times.ts';

/** Below this mean log probability a second look often finds other words. */
const DOUBTFUL_LOGP = -0.35;
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
  const pcm = Float32Array.from(job.pcm, (sample) => sample / 32_768);
  const options = {
    padMs: job.padMs,
    languages: tokensOf(job.languages),
    prompt:
      job.keywords.length > 0
        ? model.vocabulary.tokens(` ${job.keywords.join(', ')}.`).slice(0, MAX_PROMPT_TOKENS)
        : [],
    prefix: job.prefix,
    signal,
  };
  let best: Decoded = await model.decode(pcm, options);
  if (job.accurate && best.meanLogp < DOUBTFUL_LOGP) {
    const again = await model.decode(pcm, { ...options, padMs: 5_000 });
    if (again.meanLogp > best.meanLogp) best = again;
  }
  return {
    text: best.text,
    words: spreadWords(best.text, job.pcm),
    ids: best.ids,
    language: languages[best.language - token.english] ?? 'en',
    meanLogp: best.meanLogp,
  };
}

/** An unknown language leaves the choice to the model. */
function tokensOf(tags: string[]): number[] {
  return tags.map(languageToken).filter((id) => id !== undefined);
}
