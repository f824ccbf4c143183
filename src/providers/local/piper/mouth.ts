// TextToSpeech by a Piper voice in a child process. Loses no word when the child dies: it is said again from the first word that was
// not delivered.

import { createChannel, type Channel } from '../../../interfaces/channel.ts';
import { ProviderError } from '../../../interfaces/provider-error.ts';
import type { Synthesis, SynthesisChunk, SynthesisOptions, TextToSpeech } from '../../../interfaces/text-to-speech.ts';
import type { ModelChild } from '../child/model-child.ts';
import type { Log } from '../log.ts';
import type { PiperJob, PiperPart } from './job.ts';

/** A clause is at most some 20 s of sound, made 15 times faster than it is heard; the rest is queue, and a model still arriving. */
const DEADLINE_MS = 20_000;
/** Deaths of the child that one text survives. */
const MAX_RESUMES = 2;

/** The voice reads English. Other languages come out as an English reader would say them. `tag`: BCP 47. */
export function speaksLanguage(tag: string): boolean {
  return /^en\b/i.test(tag);
}

export function createMouth(child: ModelChild, log: Log): TextToSpeech {
  return {
    provider: 'local',
    open: (options) => openSynthesis(child, log, options),
  };
}

function openSynthesis(child: ModelChild, log: Log, options: SynthesisOptions): Synthesis {
  const stopped = new AbortController();
  const signal = AbortSignal.any([options.signal, stopped.signal]);
  const chunks = createChannel<SynthesisChunk>(() => stopped.abort(new Error('nobody listens')));
  const texts = createChannel<string>();

  async function run(): Promise<void> {
    let clock = 0;
    try {
      for await (const text of texts) clock = await say(text, clock);
      chunks.close();
    } catch (error) {
      if (signal.aborted) chunks.close();
      else chunks.fail(error);
    } finally {
      options.signal.removeEventListener('abort', onAbort);
    }
  }

  /** Says one text from `start` seconds of this speech on; gives the time at its end. */
  async function say(text: string, start: number): Promise<number> {
    let rest = text;
    let clock = start;
    for (let resumes = 0; ; resumes++) {
      const progress = createProgress(clock, chunks);
      try {
        const { speed, pronunciations } = options;
        const job: PiperJob = { text: rest, speed, liveliness: options.temperature ?? 1, pronunciations };
        await child.request(job, {
          deadlineMs: DEADLINE_MS,
          signal,
          onPart: (part) => progress.add(part as PiperPart),
        });
        return progress.clock();
      } catch (error) {
        const died = error instanceof ProviderError && error.category === 'unavailable';
        if (!died || resumes === MAX_RESUMES || signal.aborted) throw error;
        clock = progress.clock();
        rest = rest.trim().split(/\s+/).slice(progress.wordsDelivered()).join(' ');
        log.warn({ resumes: resumes + 1 }, 'the local voice goes on after its process died');
      }
    }
  }

  const onAbort = () => texts.close();
  options.signal.addEventListener('abort', onAbort, { once: true });
  if (options.signal.aborted) onAbort();
  void run();
  return {
    write: (text) => {
      if (text.trim() !== '') texts.push(text);
    },
    end: () => texts.close(),
    chunks,
  };
}

/** Hands on what arrives, timed from the start of the speech, and knows how many words are out. */
function createProgress(start: number, chunks: Channel<SynthesisChunk>) {
  const ends: number[] = [];
  let clock = start;
  return {
    add({ pcm, rateHz, words }: PiperPart): void {
      const placed = words?.map((word) => ({ word: word.word, start: word.start + start, end: word.end + start }));
      for (const word of placed ?? []) ends.push(word.end);
      // IPC hands out views into its own buffers: a copy lets them go.
      const sound = pcm.slice();
      if (sound.length > 0 || placed) chunks.push({ pcm: sound, rateHz, words: placed });
      clock += sound.length / rateHz;
    },
    clock: () => clock,
    wordsDelivered: () => ends.filter((end) => end <= clock + 0.001).length,
  };
}
