// Deepgram's live recognition over its socket. Our voice activity detector decides when a stretch of speech is over and asks for its
// final by `Finalize`. https://developers.deepgram.com/docs/finalize

import type { WordTime } from '../../interfaces/audio.ts';
import { createChannel } from '../../interfaces/channel.ts';
import type { Us } from '../../interfaces/clock.ts';
import type { ProviderError } from '../../interfaces/provider-error.ts';
import type {
  Recognition,
  RecognitionEvent,
  RecognitionOptions,
  SpeechToText,
} from '../../interfaces/speech-to-text.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { defaultConnectTimeoutMs } from '../vendor-options.ts';
import { socketUrl } from '../wire/base-url.ts';
import { lostError, protocolError, redact, refusalError, timeoutError } from '../wire/failure.ts';
import type { VendorSocket } from '../wire/vendor-socket.ts';
import { openVendorSocket } from '../wire/vendor-socket.ts';
import { toDeepgramKeywords, toDeepgramLanguage } from './language.ts';
import { createStreamTime } from './stream-time.ts';
import type { DeepgramResults } from './wire.ts';
import { readMessage } from './wire.ts';

export interface DeepgramOptions extends VendorOptions {
  /** Default nova-3. */
  model?: string;
  /** After `Finalize` Deepgram may stay silent when it has little sound left: then what is known is final. Default 1,000. */
  finalizeTimeoutMs?: number;
  /** Deepgram closes a socket that is silent for 10 s. Default 4,000. */
  keepAliveMs?: number;
}

const rateHz = 16000;
/** A result that reaches this close to the end of speech covers it. */
const coverSeconds = 0.1;
const maxUnanswered = 2;

/** Ears by Deepgram; each recognition is one socket. */
export function createDeepgramEars(options: DeepgramOptions): SpeechToText {
  const model = options.model ?? 'nova-3';
  return {
    provider: 'deepgram',
    model,
    format: { rate: rateHz, codec: 'pcm16' },
    open: (recognition) => openRecognition(options, recognition, dial(options, model, recognition)),
  };
}

function dial(options: DeepgramOptions, model: string, recognition: RecognitionOptions): VendorSocket {
  const url = socketUrl(options.baseUrl ?? 'wss://api.deepgram.com', '/v1/listen', {
    model,
    language: toDeepgramLanguage(recognition.language) ?? 'multi',
    encoding: 'linear16',
    sample_rate: String(rateHz),
    channels: '1',
    interim_results: 'true',
    smart_format: 'true',
    // Formatting must not wait for what may follow: the turn is ours to end.
    no_delay: 'true',
    endpointing: '100',
    ...toDeepgramKeywords(model, recognition.keywords),
  });
  return openVendorSocket({
    provider: 'deepgram',
    url,
    headers: options.apiKey ? { authorization: `Token ${options.apiKey}` } : {},
    secret: options.apiKey,
    connectTimeoutMs: options.connectTimeoutMs ?? defaultConnectTimeoutMs,
  });
}

function openRecognition(options: DeepgramOptions, recognition: RecognitionOptions, socket: VendorSocket): Recognition {
  const events = createChannel<RecognitionEvent>(() => void close());
  const time = createStreamTime(rateHz);
  /** Words of stretches that are settled but not yet given as a final; and the newest guess behind them. */
  let settled: { text: string[]; words: WordTime[] } = { text: [], words: [] };
  let guess = '';
  let rev = 0;
  /** Finals in a row that were given for want of any word from the vendor. */
  let unanswered = 0;
  /** A pause began and its final is still owed. */
  let owed: { edge: Us; endSecond: number; sinceMs: number; timer: NodeJS.Timeout } | null = null;
  const keepAlive = setTimeout(() => {
    socket.send('{"type":"KeepAlive"}');
    keepAlive.refresh();
  }, options.keepAliveMs ?? 4_000);
  let closed: Promise<void> | undefined;
  recognition.signal.addEventListener('abort', onAbort, { once: true });
  if (recognition.signal.aborted) onAbort();

  socket.listen({
    onText(text) {
      unanswered = 0;
      try {
        const message = readMessage(text);
        if (message?.type === 'Results') hear(message);
        if (message?.type === 'Error') fail(protocolError('deepgram', redact(message.description, options.apiKey)));
      } catch (error) {
        fail(protocolError('deepgram', 'a message that is none of its kind', error));
      }
    },
    onEnd(failure, { code, reason }) {
      stop();
      if (closed) events.close();
      else events.fail(failureOf(failure, code, reason));
    },
  });

  function failureOf(failure: ProviderError | null, code: number, reason: string): ProviderError {
    // 1008: Deepgram cannot read the sound or the request; 1011 and the rest: its own trouble.
    if (code === 1008) return refusalError({ provider: 'deepgram', status: 400, body: reason, secret: options.apiKey });
    return failure ?? lostError('deepgram', 'by the vendor');
  }

  function hear(results: DeepgramResults): void {
    const best = results.channel.alternatives[0];
    const text = best?.transcript.trim() ?? '';
    if (results.is_final) {
      guess = '';
      if (text !== '') settled.text.push(text);
      for (const word of best?.words ?? []) {
        settled.words.push({
          word: word.punctuated_word ?? word.word,
          start: time.toMediaUs(word.start) / 1e6,
          end: time.toMediaUs(word.end) / 1e6,
        });
      }
    } else {
      guess = text;
    }
    if (owed && results.is_final && answers(results, owed.endSecond)) return giveFinal();
    if (text !== '') events.push({ is: 'partial', rev: ++rev, text: wholeText(), stable: results.is_final });
  }

  /** Does this settled stretch reach the end of the speech that a final is owed for? */
  function answers(results: DeepgramResults, endSecond: number): boolean {
    if (results.from_finalize) return true;
    if (recognition.mode === 'accurate' || !results.speech_final) return false;
    return results.start + results.duration >= endSecond - coverSeconds;
  }

  /** A vendor that has not said a thing for two stretches of speech is gone, though its socket stands. */
  function onFinalizeTimeout(waitedMs: number): void {
    if (++unanswered < maxUnanswered) giveFinal();
    else fail(timeoutError('deepgram', 'the words', waitedMs));
  }

  function giveFinal(): void {
    if (!owed) return;
    clearTimeout(owed.timer);
    const { edge, sinceMs } = owed;
    owed = null;
    const { words } = settled;
    const text = wholeText();
    settled = { text: [], words: [] };
    guess = '';
    events.push({ is: 'final', rev: ++rev, text, words, until: edge, tookMs: performance.now() - sinceMs });
  }

  function wholeText(): string {
    return [...settled.text, guess].filter((part) => part !== '').join(' ');
  }

  function fail(error: ProviderError): void {
    events.fail(error);
    void close();
  }

  function stop(): void {
    clearTimeout(keepAlive);
    if (owed) clearTimeout(owed.timer);
    owed = null;
    recognition.signal.removeEventListener('abort', onAbort);
  }

  function onAbort(): void {
    void close();
  }

  function close(): Promise<void> {
    closed ??= (async () => {
      stop();
      events.close();
      socket.send('{"type":"CloseStream"}');
      await socket.close();
    })();
    return closed;
  }

  return {
    events,
    write(pcm, at) {
      time.sent(at, pcm.length);
      socket.send(new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength).slice());
      if (!closed && !socket.isGone) keepAlive.refresh();
    },
    speech(on, edge) {
      if (on || closed || socket.isGone) return;
      if (owed) clearTimeout(owed.timer);
      const waitMs = options.finalizeTimeoutMs ?? 1_000;
      owed = {
        edge,
        endSecond: time.seconds,
        sinceMs: performance.now(),
        timer: setTimeout(onFinalizeTimeout, waitMs, waitMs),
      };
      socket.send('{"type":"Finalize"}');
    },
    close,
  };
}
