// Deepgram's /v1/listen on the wire. Speech is whatever is louder than a whisper; it always says the same words.

import type { WebSocket } from 'ws';
import type { FakeVendor, Fault, VendorRequest } from './vendor-server.ts';
import { goodKey, startVendor } from './vendor-server.ts';
import type { Scope } from '../scope.ts';

export interface FakeDeepgramOptions {
  /** What each stretch of speech says, in turn; the last one again and again. Default "hello there". */
  hears?: string[];
  models?: string[];
  /** Leaves `Finalize` unanswered, as Deepgram may when little sound is left. */
  ignoresFinalize?: boolean;
}

const noSuchModel =
  '{"err_code":"Bad Request","err_msg":"Bad Request: No such model/language/tier combination found.","request_id":"fake"}';
/** Some of those that it takes; regions only where it tells them apart. */
const languages = /^(multi|en(-(US|GB|AU|IN|NZ))?|es(-419)?|fr(-CA)?|de(-CH)?|pt(-(BR|PT))?|nl(-BE)?|it|ja|tl)$/;

/** Starts it. Interim results come with each 200 ms of speech, finals with `Finalize` only. */
export async function startFakeDeepgram(t: Scope, options: FakeDeepgramOptions = {}): Promise<FakeVendor> {
  let stretches = 0;
  const lines = options.hears ?? ['hello there'];
  const nextLine = (): string => lines[Math.min(stretches++, lines.length - 1)] ?? '';
  return startVendor(t, {
    refuse(request) {
      if (request.headers.authorization !== `Token ${goodKey}`) {
        return { status: 401, body: '{"err_code":"INVALID_AUTH","err_msg":"Invalid credentials."}' };
      }
      const model = request.query.get('model') ?? '';
      const models = options.models ?? ['nova-3', 'nova-2'];
      if (!models.includes(model)) return { status: 400, body: noSuchModel };
      if (!languages.test(request.query.get('language') ?? 'en')) return { status: 400, body: noSuchModel };
      return null;
    },
    socket: (request, socket, fault) => listen(request, socket, fault, nextLine, options.ignoresFinalize ?? false),
  });
}

function listen(
  request: VendorRequest,
  socket: WebSocket,
  fault: Fault | null,
  nextLine: () => string,
  ignoresFinalize: boolean,
): void {
  const rateHz = Number(request.query.get('sample_rate'));
  let samples = 0;
  let speech: { words: string[]; start: number; shownAt: number } | null = null;
  let lastLoud = 0;

  function results(text: string[], start: number, end: number, flags: object): void {
    const step = text.length > 0 ? (end - start) / text.length : 0;
    const words = text.map((word, i) => ({
      word: word.toLowerCase(),
      punctuated_word: word,
      start: start + i * step,
      end: start + (i + 1) * step,
      confidence: 0.99,
    }));
    const channel = { alternatives: [{ transcript: text.join(' '), confidence: 0.99, words }] };
    socket.send(
      JSON.stringify({ type: 'Results', channel_index: [0, 1], start, duration: end - start, channel, ...flags }),
    );
  }

  socket.send(JSON.stringify({ type: 'Metadata', request_id: 'fake' }));
  socket.on('message', (data, isBinary) => {
    if (!isBinary) return command(JSON.parse(String(data)) as { type: string });
    const pcm = data as Buffer;
    for (let at = 0; at + 1 < pcm.length; at += 2) {
      samples++;
      if (Math.abs(pcm.readInt16LE(at)) < 500) continue;
      lastLoud = samples / rateHz;
      speech ??= { words: nextLine().split(' '), start: lastLoud, shownAt: lastLoud };
    }
    if (speech && lastLoud - speech.shownAt >= 0.2) {
      speech.shownAt = lastLoud;
      if (fault === 'garbage') return socket.send('{"type":"Results","channel":');
      results(speech.words.slice(0, 1), speech.start, lastLoud, { is_final: false, speech_final: false });
      if (fault === 'cut') socket.terminate();
    }
  });

  function command(message: { type: string }): void {
    if (message.type === 'Finalize' && !ignoresFinalize) {
      const flags = { is_final: true, speech_final: false, from_finalize: true };
      if (speech) results(speech.words, speech.start, lastLoud, flags);
      else results([], samples / rateHz, samples / rateHz, flags);
      speech = null;
    }
    if (message.type === 'CloseStream') socket.close(1000);
  }
}
