// Ears, mouth and turn vote on this machine: three child processes, started when their models are there.

import { join } from 'node:path';
import type { ModelName, ModelStore } from '../../interfaces/model-store.ts';
import type { SpeechToText } from '../../interfaces/speech-to-text.ts';
import type { TextToSpeech } from '../../interfaces/text-to-speech.ts';
import type { TurnVote } from '../../interfaces/turn-vote.ts';
import { createModelChild, type ModelChild } from './child/model-child.ts';
import type { Log } from './log.ts';
import type { PiperLoad } from './piper/job.ts';
import { createMouth, speaksLanguage } from './piper/mouth.ts';
import { createTurnVote } from './smart-turn/vote.ts';
import type { WhisperLoad } from './whisper/job.ts';
import { createEars } from './whisper/ears.ts';
import { languageToken } from './whisper/vocabulary.ts';

export interface LocalSpeechOptions {
  store: ModelStore;
  log: Log;
  /** Sound between two interim texts, ms; null = none. Default 700. */
  partialEveryMs?: number | null;
}

export type LocalRole = 'hearing' | 'speaking' | 'turn vote';

export interface LocalStatus {
  role: LocalRole;
  model: ModelName;
  ready: boolean;
  /** In words: `ready`, `fetching 145.7 MB, 40 %`, or what is wrong. */
  detail: string;
  /** Process id while its child runs. */
  pid: number | undefined;
}

export interface LocalSpeech {
  ears: SpeechToText;
  mouth: TextToSpeech;
  turnVote: TurnVote;
  /** Do the ears know this language (BCP 47, `multi`)? Of one that they do not know they make a guess. */
  hearsLanguage(tag: string): boolean;
  /** Does the voice read this language? */
  speaksLanguage(tag: string): boolean;
  /** Fetches what is missing and starts the children, so that a first call need not wait. Throws when a role cannot be had. */
  warm(): Promise<void>;
  status(): LocalStatus[];
  /** Idempotent: ends the children. */
  close(): Promise<void>;
}

/** While models are still being fetched a call's first request waits up to its deadline and then fails with words that say so. */
export function createLocalSpeech({ store, log, partialEveryMs }: LocalSpeechOptions): LocalSpeech {
  const whisper = createModelChild({
    name: 'whisper',
    entry: new URL('whisper/child.ts', import.meta.url),
    load: async (): Promise<WhisperLoad> => ({ folder: await store.ensure('whisper-base') }),
    log,
  });
  const piper = createModelChild({
    name: 'piper',
    entry: new URL('piper/child.ts', import.meta.url),
    load: async (): Promise<PiperLoad> => ({ folder: await store.ensure('piper-joe'), voice: 'en_US-joe-medium' }),
    log,
  });
  const smartTurn = createModelChild({
    name: 'smart-turn',
    entry: new URL('smart-turn/child.ts', import.meta.url),
    load: async () => ({ file: join(await store.ensure('smart-turn'), 'smart-turn-v3.2-cpu.onnx') }),
    log,
  });
  const roles: { role: LocalRole; model: ModelName; child: ModelChild }[] = [
    { role: 'hearing', model: 'whisper-base', child: whisper },
    { role: 'speaking', model: 'piper-joe', child: piper },
    { role: 'turn vote', model: 'smart-turn', child: smartTurn },
  ];

  return {
    ears: createEars({ child: whisper, partialEveryMs }),
    mouth: createMouth(piper, log),
    turnVote: createTurnVote(smartTurn),
    hearsLanguage: (tag) => tag === 'multi' || languageToken(tag) !== undefined,
    speaksLanguage,
    async warm() {
      const results = await Promise.allSettled(roles.map(({ child }) => child.warm()));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    },
    status: () =>
      roles.map(({ role, model, child }) => ({
        role,
        model,
        ready: child.state === 'ready',
        detail: describe(store, model, child),
        pid: child.pid,
      })),
    async close() {
      await Promise.all(roles.map(({ child }) => child.close()));
    },
  };
}

function describe(store: ModelStore, name: ModelName, child: ModelChild): string {
  if (child.state === 'ready') return 'ready';
  const model = store.status().find((status) => status.name === name);
  if (model?.state === 'fetching') {
    return `fetching ${(model.bytes / 1e6).toFixed(1)} MB, ${Math.floor((100 * model.bytesDone) / model.bytes)} %`;
  }
  if (model?.state === 'failed') return model.detail;
  if (child.trouble !== '') return child.trouble;
  return child.state === 'starting' ? 'starting' : 'starts with the first call';
}
