// Whisper base on onnxruntime, straight from the unmodified CTranslate2 weights: the graphs beside this file hold only the wiring and
// point into model.bin (scripts/build-whisper-graph). Runs in the child; not re-entrant, one decode at a time.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { endOfTextFloor, isSilence, loopLength, nothingNewFloor, tokenLimit } from './guards.ts';
import { isNarrowband, logMel } from './log-mel.ts';
import { createVocabulary, token, type Vocabulary } from './vocabulary.ts';

const BANDS = 80;
const MAX_POSITIONS = 448;
/** Candidates the decoder graph gives a row. */
const TOP = 5;

export interface DecodeOptions {
  /** Silence behind the sound, ms; null = by the sound: 5 s below 1 s of speech, 2 s for telephone sound, else 1 s. */
  padMs: number | null;
  /** Tokens of languages to choose from; one = no choice, none = all. */
  languages: number[];
  /** Words to favour, as tokens. */
  prompt: number[];
  /** Text of the sound's beginning, as tokens: the text goes on behind it. No token follows when nothing new is said. */
  prefix: number[];
  /** Looked at between two decoder steps (about 3 ms); the encoder's run cannot be cut. */
  signal: AbortSignal;
}

export interface Decoded {
  /** Behind the prefix. */
  text: string;
  /** With the prefix. */
  ids: number[];
  silence: boolean;
  /** Token of the language. */
  language: number;
  noSpeech: number;
  meanLogp: number;
}

export interface WhisperModel {
  readonly vocabulary: Vocabulary;
  /** `pcm`: 16 kHz mono in -1..1, at most 30 s. */
  decode(pcm: Float32Array, options: DecodeOptions): Promise<Decoded>;
  /** Logits of the first decoder step, for comparison with reference values. */
  firstLogits(pcm: Float32Array, padMs: number): Promise<Float32Array>;
  close(): Promise<void>;
}

type Tensors = Record<string, ort.Tensor>;

interface Settings {
  suppress_ids: number[];
  suppress_ids_begin: number[];
}

/** `folder`: model.bin, vocabulary.txt, config.json. `graphs`: folder of the two graphs. Takes about 0.8 s. */
export async function loadWhisper(folder: string, graphs: string): Promise<WhisperModel> {
  const encoder = await createSession(join(graphs, 'whisper-encoder-nb8.onnx'), folder);
  const decoder = await createSession(join(graphs, 'whisper-decoder-nb8.onnx'), folder);
  const settings = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Settings;
  const vocabulary = createVocabulary(await readFile(join(folder, 'vocabulary.txt'), 'utf8'));
  const [, slots, width] = shapeOf(decoder, 'past') as [number, number, number];
  const [vocabularySize] = shapeOf(decoder, 'mask') as [number];
  const masks = createMasks(settings, vocabularySize);
  const position = slots * width;
  const past = new Float32Array(MAX_POSITIONS * position);

  async function encode(pcm: Float32Array, padMs: number | null) {
    let spectrogram = logMel(pcm, padMs ?? 1_000);
    const wanted = padMs ?? (pcm.length < 16_000 ? 5_000 : isNarrowband(spectrogram) ? 2_000 : 1_000);
    if (wanted !== (padMs ?? 1_000)) spectrogram = logMel(pcm, wanted);
    return encoder.run({ mel: new ort.Tensor('float32', spectrogram.data, [BANDS, spectrogram.frames]) });
  }

  /** Feeds tokens at position `at`; their keys and values are kept in `past`. `rows`: positions whose candidates are wanted. */
  async function step(
    sound: Tensors,
    ids: number[],
    at: number,
    rows: number[],
    mask: ort.Tensor,
    logits = false,
  ): Promise<Step> {
    const feeds = {
      ...sound,
      ids: integers(ids),
      rows: integers(rows),
      mask,
      past: new ort.Tensor('float32', past.subarray(0, at * position), [at, slots, width]),
    };
    const out = await decoder.run(feeds, ['kv', 'top_id', 'top_logp', ...(logits ? ['logits'] : [])]);
    past.set(out.kv!.data as Float32Array, at * position);
    return {
      ids: out.top_id!.data as BigInt64Array,
      logps: out.top_logp!.data as Float32Array,
      logits: (out.logits?.data as Float32Array | undefined) ?? new Float32Array(0),
    };
  }

  async function chooseLanguage(sound: Tensors, candidates: number[]): Promise<number> {
    if (candidates.length === 1) return candidates[0] as number;
    const { logits } = await step(sound, [token.startOfTranscript], 0, [0], masks.open, true);
    const all = candidates.length > 0 ? candidates : Array.from({ length: 99 }, (_, i) => token.english + i);
    return all.reduce((best, id) => (logits[id]! > logits[best]! ? id : best));
  }

  async function decode(pcm: Float32Array, options: DecodeOptions): Promise<Decoded> {
    const { prompt, prefix, signal } = options;
    const sound = await encode(pcm, options.padMs);
    signal.throwIfAborted();
    const language = await chooseLanguage(sound, options.languages);
    const begin = [token.startOfTranscript, language, token.transcribe, token.noTimestamps, ...prefix];
    const head = [...(prompt.length > 0 ? [token.startOfPrevious, ...prompt] : []), ...begin];
    const startRow = head.length - begin.length;
    const limit = Math.min(tokenLimit(pcm.length), MAX_POSITIONS - head.length - 1);
    const ids = [...prefix];
    const logps: number[] = [];

    const firstMask = prefix.length > 0 ? masks.rest : masks.begin;
    let out = await step(sound, head, 0, [startRow, head.length - 1], firstMask, true);
    const noSpeech = probability(out.logits.subarray(0, vocabularySize), token.noSpeech);
    for (let row = 1, at = head.length; ; row = 0, at++) {
      const choice = choose(
        out,
        row,
        ids.length > prefix.length ? endOfTextFloor : prefix.length > 0 ? nothingNewFloor : Infinity,
      );
      logps.push(choice.logp);
      if (choice.id === token.endOfText) break;
      ids.push(choice.id);
      const loop = loopLength(ids);
      if (loop > 0) {
        ids.length -= loop;
        break;
      }
      if (ids.length >= limit) break;
      signal.throwIfAborted();
      out = await step(sound, [choice.id], at, [0], masks.rest);
    }
    const meanLogp = logps.reduce((sum, logp) => sum + logp, 0) / logps.length;
    const silence = prefix.length === 0 && isSilence(noSpeech, meanLogp, logps[0] ?? 0);
    return {
      text: silence ? '' : vocabulary.text(ids.slice(prefix.length)).trim(),
      ids,
      silence,
      language,
      noSpeech,
      meanLogp,
    };
  }

  return {
    vocabulary,
    decode,
    async firstLogits(pcm, padMs) {
      const head = [token.startOfTranscript, token.english, token.transcribe, token.noTimestamps];
      const out = await step(await encode(pcm, padMs), head, 0, [head.length - 1], masks.open, true);
      return out.logits.slice();
    },
    async close() {
      await encoder.release();
      await decoder.release();
    },
  };
}

interface Step {
  ids: BigInt64Array;
  logps: Float32Array;
  logits: Float32Array;
}

/** `endFloor`: from this probability on the end is taken even if another token is likelier. */
function choose(out: Step, row: number, endFloor: number): { id: number; logp: number } {
  const first = row * TOP;
  for (let i = first; i < first + TOP; i++) {
    const logp = out.logps[i]!;
    if (Number(out.ids[i]) === token.endOfText && Math.exp(logp) >= endFloor) return { id: token.endOfText, logp };
  }
  return { id: Number(out.ids[first]), logp: out.logps[first]! };
}

/** Added to the logits: what must not be said, at the first token and after it. */
function createMasks(settings: Settings, size: number) {
  const rest = new Float32Array(size);
  for (const id of settings.suppress_ids) rest[id] = -1e9;
  rest.fill(-1e9, token.endOfText + 1);
  const begin = rest.slice();
  for (const id of settings.suppress_ids_begin) begin[id] = -1e9;
  const tensor = (values: Float32Array) => new ort.Tensor('float32', values, [size]);
  return { rest: tensor(rest), begin: tensor(begin), open: tensor(new Float32Array(size)) };
}

function probability(logits: Float32Array, id: number): number {
  let top = -Infinity;
  for (const logit of logits) if (logit > top) top = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - top);
  return Math.exp(logits[id]! - top) / sum;
}

function integers(values: number[]): ort.Tensor {
  return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
}

function shapeOf(session: ort.InferenceSession, input: string): readonly (number | string)[] {
  const found = session.inputMetadata.find((metadata) => metadata.name === input);
  if (!found?.isTensor) throw new Error(`the graph has no input ${input}`);
  return found.shape;
}

async function createSession(graph: string, weightFolder: string): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(await readFile(graph), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    extra: {
      session: { model_external_initializers_file_folder_path: weightFolder, intra_op: { allow_spinning: '0' } },
    },
  });
}
