// Answers of language models as bytes on the wire, and an HTTP client that delivers them as a network may.

import type { VendorFetch } from '../../../src/providers/wire/vendor-fetch.ts';
import type { LanguageModel } from '../../../src/interfaces/language-model.ts';

/** What a model says, whoever makes it. */
export interface WireAnswer {
  say?: string[];
  tools?: WireToolCall[];
}

export interface WireToolCall {
  id: string;
  name: string;
  /** The arguments as they grow; joined they are the JSON text. */
  pieces: string[];
}

/** How one vendor writes. Frames are whole events, their empty line included. */
export interface ModelWire {
  name: string;
  connect(http: VendorFetch): LanguageModel;
  /** Streams of events; the last frames end the answer. */
  frames(answer: WireAnswer): string[];
  /** Answers in which the vendor refuses; each with the words that it gives the user, if any. */
  refusals: { what: string; frames: string[]; words: string }[];
  /** Answers without any content. */
  empty: { what: string; frames: string[] }[];
  /** What the vendor sends in between and nobody asked for. */
  noise: string[];
  /** The vendor gives up in the middle. */
  errors: { what: string; frame: string }[];
  /** The same answer with usage where this vendor may put it, and what is counted then. */
  usages: {
    what: string;
    frames: string[];
    usage: { inputTokens: number; outputTokens: number; cachedInputTokens: number };
  }[];
  /** Other forms of a call of `look_up` with {"number":"7"}. */
  calls: { what: string; frames: string[] }[];
  /** The arguments that come are no JSON: what the vendor can write of them. */
  brokenArguments: { frames: string[]; arguments: string } | null;
}

/** Delivers the text in pieces of so many bytes; `cutAfter`: the connection dies behind so many of them. */
export function deliver(text: string, bytesAtOnce: number, cutAfter = Infinity): VendorFetch {
  return answerWith(() => {
    const bytes = new TextEncoder().encode(text);
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= cutAfter) return controller.error(new TypeError('terminated'));
        if (at >= bytes.length) return controller.close();
        const end = Math.min(at + bytesAtOnce, bytes.length, cutAfter);
        controller.enqueue(bytes.slice(at, end));
        at = end;
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  });
}

/** `body`: what was asked, as JSON. */
export function answerWith(respond: (body: string) => Response): VendorFetch {
  return { fetch: (_url, init) => Promise.resolve(respond(String(init?.body))), close: () => Promise.resolve() };
}
