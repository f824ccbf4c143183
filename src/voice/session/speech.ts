// One speech, one handle: text goes in clause by clause, sound goes to the bridge, and at any time it knows what was heard of it.

import type { WordTime } from '../../interfaces/audio.ts';
import type { UttId, Voice } from '../../interfaces/bridge.ts';
import type { Us } from '../../interfaces/clock.ts';
import { ProviderError, type ProviderErrorCategory } from '../../interfaces/provider-error.ts';
import type { Mouth } from '../../interfaces/providers.ts';
import type { Synthesis, SynthesisChunk } from '../../interfaces/text-to-speech.ts';
import { baseLanguage, type VoiceSettings } from '../settings.ts';
import type { Heard } from '../step/event.ts';
import { alignWords, spreadWords, tokensOf } from '../words.ts';

export interface SpeechHandle {
  readonly utt: UttId;
  /** Text known so far. */
  text(): string;
  say(text: string): void;
  end(): void;
  gate(open: boolean): void;
  /** Goes on with another voice from the first word that was not delivered. */
  respeak(mouth: Mouth, index: number): void;
  /** Lets its sound through to the bridge: speeches play in order, so each waits for the one before. */
  release(): void;
  /** Stops the synthesis and takes the speech off the bridge; true when the bridge knew it and will report. */
  clear(): boolean;
  /** The media host's reports, so that word times are times of the call. */
  began(at: Us): void;
  paused(playedUs: number): void;
  resumed(at: Us, playedUs: number): void;
  /** Sound since the beginning of the word at which it paused, ms; 0 after a clause that was wholly said. */
  sinceWordMs(): number;
  /** Whole words whose larger part was played. */
  heard(playedUs: number, all: boolean): Heard;
}

export interface SpeechDeps {
  voice: Voice;
  settings: VoiceSettings;
  /** Ends with the call. */
  signal: AbortSignal;
  onSound(): void;
  /** So much sound was taken from the synthesiser, seconds; resolves when more may be. */
  took(seconds: number, signal: AbortSignal): Promise<void>;
  onFailed(mouth: number, category: ProviderErrorCategory, retryable: boolean): void;
  /** All its sound is with the bridge, or it was cleared: the next speech may follow. */
  onDelivered(): void;
  background(work: Promise<void>): void;
}

/** Characters a second of natural speech, until the synthesis is complete and its length is known. */
const CHARS_PER_SECOND = 15;

/** A stretch of one voice within a speech. */
interface Stretch {
  /** Index of its first word in the speech, and where its sound starts, seconds. */
  firstWord: number;
  from: number;
  seconds: number;
  words: WordTime[];
  complete: boolean;
}

export function openSpeechHandle(utt: UttId, mouth: Mouth, index: number, deps: SpeechDeps): SpeechHandle {
  let text = '';
  let textComplete = false;
  let open = false;
  let released = false;
  let onBridge = false;
  let over = false;
  let waiting: { pcm: Int16Array; rateHz: number; words?: WordTime[] }[] = [];
  const stretches: Stretch[] = [];
  const played: { at: Us; from: number }[] = [];
  let pausedAtUs = 0;
  let synthesis: Synthesis;
  let abort: AbortController;

  function start(by: Mouth, byIndex: number, firstWord: number): void {
    const before = stretches.at(-1);
    const from = before ? before.from + before.seconds : 0;
    const stretch: Stretch = { firstWord, from, seconds: 0, words: [], complete: false };
    stretches.push(stretch);
    abort = new AbortController();
    const { settings } = deps;
    const signal = AbortSignal.any([abort.signal, deps.signal]);
    const own = by.synthesiser.open({
      voice: by.voice,
      model: by.model,
      speed: settings.voiceSpeed,
      temperature: settings.voiceTemperature,
      language: baseLanguage(settings.language) === settings.language ? settings.language : spokenLanguage(settings),
      pronunciations: settings.pronunciations,
      signal,
    });
    synthesis = own;
    deps.background(read(own, stretch, byIndex, signal));
  }

  async function read(own: Synthesis, stretch: Stretch, byIndex: number, signal: AbortSignal): Promise<void> {
    try {
      for await (const chunk of own.chunks) {
        if (over || signal.aborted) return;
        take(chunk, stretch);
        await deps.took(chunk.pcm.length / chunk.rateHz, signal);
      }
      if (over || signal.aborted) return;
      if (!textComplete) throw new ProviderError('speech ended early', { provider: 'voice', category: 'unavailable' });
      stretch.complete = true;
      finish();
    } catch (error) {
      if (over || signal.aborted) return;
      const known = error instanceof ProviderError;
      deps.onFailed(byIndex, known ? error.category : 'protocol', known ? error.retryable : true);
    }
  }

  function take(chunk: SynthesisChunk, stretch: Stretch): void {
    if (stretch.seconds === 0 && stretches.length === 1 && chunk.pcm.length > 0) deps.onSound();
    const words = chunk.words?.map((word) => ({
      ...word,
      start: word.start + stretch.from,
      end: word.end + stretch.from,
    }));
    if (words) stretch.words.push(...words);
    stretch.seconds += chunk.pcm.length / chunk.rateHz;
    const piece = { pcm: chunk.pcm, rateHz: chunk.rateHz, ...(words && { words }) };
    if (released) write(piece);
    else waiting.push(piece);
  }

  function write(piece: (typeof waiting)[number]): void {
    deps.voice.write(utt, piece.pcm, piece.rateHz, piece.words);
    if (!onBridge) {
      onBridge = true;
      if (open) deps.voice.gate(utt, true);
    }
  }

  function finish(): void {
    if (!released) return;
    // A speech without any sound still has to be reported as done: an empty write makes it known.
    if (!onBridge) write({ pcm: new Int16Array(0), rateHz: 24000 });
    deps.voice.end(utt);
    deps.onDelivered();
  }

  /** Times of all words as far as they are known, seconds of this speech. */
  function wordTimes(): WordTime[] {
    const tokens = tokensOf(text);
    return stretches.flatMap((stretch, at) => {
      const next = stretches[at + 1];
      const own = tokens.slice(stretch.firstWord, next?.firstWord ?? tokens.length).join(' ');
      return timesOf(own, stretch, next !== undefined);
    });
  }

  /** Words of a stretch that are wholly in the sound it delivered. */
  function deliveredWords(stretch: Stretch): number {
    const own = tokensOf(text).slice(stretch.firstWord).join(' ');
    return timesOf(own, stretch, false).filter((word) => word.end <= stretch.from + stretch.seconds + 0.001).length;
  }

  start(mouth, index, 0);
  return {
    utt,
    text: () => text,
    say(piece) {
      if (over) return;
      text += piece;
      synthesis.write(piece);
    },
    end() {
      if (textComplete || over) return;
      textComplete = true;
      synthesis.end();
    },
    gate(wanted) {
      open = wanted;
      if (onBridge && !over) deps.voice.gate(utt, wanted);
    },
    respeak(by, byIndex) {
      if (over) return;
      const last = stretches.at(-1) as Stretch;
      const firstWord = last.firstWord + (last.seconds > 0 ? deliveredWords(last) : 0);
      abort.abort();
      start(by, byIndex, firstWord);
      const rest = tokensOf(text).slice(firstWord).join(' ');
      if (rest !== '') synthesis.write(`${rest} `);
      if (textComplete) synthesis.end();
    },
    release() {
      if (released || over) return;
      released = true;
      for (const piece of waiting) write(piece);
      waiting = [];
      if (stretches.at(-1)?.complete) finish();
    },
    clear() {
      if (over) return onBridge;
      over = true;
      abort.abort();
      waiting = [];
      if (onBridge) deps.voice.clear(utt);
      deps.onDelivered();
      return onBridge;
    },
    began: (at) => void played.push({ at, from: 0 }),
    paused: (playedUs) => void (pausedAtUs = playedUs),
    resumed: (at, playedUs) => void played.push({ at, from: playedUs / 1e6 }),
    sinceWordMs() {
      const seconds = pausedAtUs / 1e6;
      const word = wordTimes().findLast((each) => each.start <= seconds);
      if (!word || (word.end <= seconds && /[\p{P}]\s*$/u.test(word.word))) return 0;
      return Math.round((seconds - word.start) * 1000);
    },
    heard(playedUs, all) {
      const seconds = playedUs / 1e6;
      const times = wordTimes();
      const heard = all ? times : times.filter((word) => (word.start + word.end) / 2 <= seconds);
      const words = heard.map((word, at) => ({
        word: at < heard.length - 1 ? `${word.word.trim()} ` : word.word.trim(),
        start: callTime(word.start),
        end: callTime(word.end),
      }));
      return { text: words.map((word) => word.word).join(''), words };
    },
  };

  /** Place in the speech -> place in the call: pauses lie between. */
  function callTime(seconds: number): number {
    const stretch = played.findLast((each) => each.from <= seconds) ?? played[0];
    return stretch ? stretch.at / 1e6 + seconds - stretch.from : seconds;
  }
}

/** `closed`: another voice took over, so the words end with its sound. */
function timesOf(own: string, stretch: Stretch, closed: boolean): WordTime[] {
  if (stretch.words.length > 0) return placed(own, stretch);
  const guess = (own.length + 1) / CHARS_PER_SECOND;
  const seconds = stretch.complete || closed ? stretch.seconds : Math.max(stretch.seconds, guess);
  return spreadWords(own, stretch.from, stretch.from + seconds);
}

/** The synthesiser's own times; words it has not reached yet follow at a natural pace. */
function placed(own: string, stretch: Stretch): WordTime[] {
  const tokens = tokensOf(own);
  if (stretch.complete || stretch.words.length >= tokens.length) return alignWords(own, stretch.words);
  const known = alignWords(tokens.slice(0, stretch.words.length).join(' '), stretch.words);
  const rest = tokens.slice(stretch.words.length).join(' ');
  const from = stretch.words.at(-1)?.end ?? stretch.from;
  return [...known, ...spreadWords(rest, from, from + (rest.length + 1) / CHARS_PER_SECOND)];
}

function spokenLanguage(settings: VoiceSettings): string {
  const { language } = settings;
  const first = typeof language === 'string' ? language : (language[0] ?? 'en-US');
  return first === 'multi' ? 'en-US' : first;
}
