// ElevenLabs' stream-input socket: clauses go in as they are known, sound and character times come out.
// https://elevenlabs.io/docs/api-reference/text-to-speech/v-1-text-to-speech-voice-id-stream-input

import { createChannel } from '../../interfaces/channel.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import type { Synthesis, SynthesisChunk, SynthesisOptions, TextToSpeech } from '../../interfaces/text-to-speech.ts';
import type { VendorOptions } from '../vendor-options.ts';
import { defaultConnectTimeoutMs, defaultStallMs } from '../vendor-options.ts';
import { socketUrl } from '../wire/base-url.ts';
import { lostError, protocolError, refusalError, timeoutError } from '../wire/failure.ts';
import type { VendorSocket } from '../wire/vendor-socket.ts';
import { openVendorSocket } from '../wire/vendor-socket.ts';
import { defaultModel, languageCode } from './models.ts';
import type { SpareSockets } from './spare-sockets.ts';
import { createSpareSockets } from './spare-sockets.ts';
import type { ElevenLabsMessage } from './wire.ts';
import { readMessage, statusOf } from './wire.ts';
import { createWordTimes } from './word-times.ts';

export interface ElevenLabsMouth extends TextToSpeech {
  /** Closes sockets that were dialled ahead. */
  close(): Promise<void>;
}

const rateHz = 24000;
/** Longest silence between clauses that ElevenLabs allows, in seconds: a tool may run meanwhile. */
const inactivitySeconds = 180;
const spareIdleMs = 60_000;

/** A mouth by ElevenLabs; each speech is one socket. It has no use for `pronunciations`: phonemes reach it by dictionaries of the account. */
export function createElevenLabsMouth(options: VendorOptions): ElevenLabsMouth {
  const spares = createSpareSockets(
    (url) =>
      openVendorSocket({
        provider: 'elevenlabs',
        url,
        headers: options.apiKey ? { 'xi-api-key': options.apiKey } : {},
        secret: options.apiKey,
        connectTimeoutMs: options.connectTimeoutMs ?? defaultConnectTimeoutMs,
      }),
    spareIdleMs,
  );
  return {
    provider: 'elevenlabs',
    open: (speech) => openSpeech(options, speech, spares),
    close: () => spares.close(),
  };
}

function speechUrl(options: VendorOptions, speech: SynthesisOptions): string {
  const model = speech.model ?? defaultModel;
  const base = options.baseUrl ?? 'wss://api.elevenlabs.io';
  return socketUrl(base, `/v1/text-to-speech/${encodeURIComponent(speech.voice)}/stream-input`, {
    model_id: model,
    output_format: `pcm_${rateHz}`,
    // Whole clauses go in: nothing to gain from buffering them.
    auto_mode: 'true',
    sync_alignment: 'true',
    inactivity_timeout: String(inactivitySeconds),
    language_code: languageCode(model, speech.language),
  });
}

/** The contract's temperature 0..2 is the opposite of stability 1..0; speed is limited to what ElevenLabs takes. */
function voiceSettings(speech: SynthesisOptions): object {
  const stability = speech.temperature === null ? 0.5 : Math.min(1, Math.max(0, 1 - speech.temperature / 2));
  return { stability, similarity_boost: 0.8, speed: Math.min(1.2, Math.max(0.7, speech.speed)) };
}

function openSpeech(options: VendorOptions, speech: SynthesisOptions, spares: SpareSockets): Synthesis {
  const stallMs = options.stallMs ?? defaultStallMs;
  const url = speechUrl(options, speech);
  const chunks = createChannel<SynthesisChunk>(() => finish(null));
  const times = createWordTimes();
  let socket: VendorSocket | null = null;
  let stall: NodeJS.Timeout | undefined;
  let samples = 0;
  let oddByte: Buffer | null = null;
  let isEnded = false;
  let isDone = false;
  const onAbort = (): void => finish(null);
  speech.signal.addEventListener('abort', onAbort, { once: true });
  if (speech.signal.aborted) finish(null);

  /** The socket is taken with the first words: a speech that is dropped before costs nothing. */
  function connect(): VendorSocket {
    const taken = spares.take(url);
    taken.listen({
      onText(text) {
        try {
          hear(readMessage(text));
        } catch (error) {
          finish(
            error instanceof ProviderError
              ? error
              : protocolError('elevenlabs', 'a message that is none of its kind', error),
          );
        }
      },
      onEnd: (failure) => finish(failure ?? lostError('elevenlabs', 'by the vendor')),
    });
    taken.send(JSON.stringify({ text: ' ', voice_settings: voiceSettings(speech) }));
    return taken;
  }

  function hear(message: ElevenLabsMessage): void {
    if (message.error !== undefined || (message.message !== undefined && !message.audio && !message.isFinal)) {
      throw refusalError({
        provider: 'elevenlabs',
        status: statusOf(message),
        body: message.message ?? message.error ?? '',
        secret: options.apiKey,
      });
    }
    const offset = samples / rateHz;
    const words = message.alignment ? times.add(message.alignment, offset) : [];
    const pcm = message.audio ? toSamples(Buffer.from(message.audio, 'base64')) : new Int16Array(0);
    samples += pcm.length;
    if (message.isFinal) words.push(...times.end());
    if (pcm.length > 0 || words.length > 0) chunks.push({ pcm, rateHz, words });
    if (message.isFinal) {
      finish(null);
      spares.prepare(url);
    } else if (isEnded) {
      stall?.refresh();
    } else if (pcm.length > 0) {
      clearTimeout(stall);
      stall = undefined;
    }
  }

  /** A sample may be split between two messages. */
  function toSamples(bytes: Buffer): Int16Array {
    const whole = oddByte ? Buffer.concat([oddByte, bytes]) : bytes;
    oddByte = whole.length % 2 === 1 ? whole.subarray(whole.length - 1) : null;
    const pcm = new Int16Array(whole.length >> 1);
    for (let i = 0; i < pcm.length; i++) pcm[i] = whole.readInt16LE(i * 2);
    return pcm;
  }

  /** From now on the vendor owes us sound. */
  function expectSound(): void {
    stall ??= setTimeout(() => finish(timeoutError('elevenlabs', 'the sound', stallMs)), stallMs);
  }

  function finish(failure: ProviderError | null): void {
    if (isDone) return;
    isDone = true;
    clearTimeout(stall);
    speech.signal.removeEventListener('abort', onAbort);
    if (failure) chunks.fail(failure);
    else chunks.close();
    if (socket) void socket.close();
  }

  return {
    chunks,
    write(text) {
      if (isDone || isEnded || text.trim() === '') return;
      socket ??= connect();
      if (isDone) return;
      socket.send(JSON.stringify({ text: text.endsWith(' ') ? text : `${text} ` }));
      expectSound();
    },
    end() {
      if (isDone || isEnded) return;
      isEnded = true;
      if (!socket) return finish(null);
      socket.send('{"text":""}');
      expectSound();
    },
  };
}
