// Streams of server-sent events without those that a client would stumble over. https://html.spec.whatwg.org/multipage/server-sent-events.html

import type { VendorFetch } from './vendor-fetch.ts';

/** `event` is its name, empty without one; `data` what it carries. */
export type KeepEvent = (event: string, data: string) => boolean;

const END_OF_EVENT = /\r\n\r\n|\n\n|\r\r/g;

/** Events without data say nothing, and nobody is to read them as JSON. */
export function filterEvents(http: VendorFetch, keep: KeepEvent = () => true): VendorFetch['fetch'] {
  return async (input, init) => {
    const response = await http.fetch(input, init);
    const isStream = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
    if (!response.ok || !isStream || !response.body) return response;
    return new Response(filtered(response.body, keep), { status: response.status, headers: response.headers });
  };
}

/** One stream that reads from the other: a chain of streams, one for each step, costs more than all that is done with an answer. */
function filtered(body: ReadableStream<Uint8Array>, keep: KeepEvent): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let held = '';

  /** The events that are whole and wanted, together. */
  function take(piece: string): string {
    held += piece;
    let wanted = '';
    let from = 0;
    for (const end of held.matchAll(END_OF_EVENT)) {
      const to = end.index + end[0].length;
      const event = held.slice(from, to);
      if (isWanted(event, keep)) wanted += event;
      from = to;
    }
    held = held.slice(from);
    return wanted;
  }

  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const { done, value } = await reader.read();
        const wanted = done ? take(decoder.decode()) + held : take(decoder.decode(value, { stream: true }));
        if (wanted !== '') controller.enqueue(encoder.encode(wanted));
        if (done) return controller.close();
        if (wanted !== '') return;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

function isWanted(event: string, keep: KeepEvent): boolean {
  const lines = event.split(/\r\n|\n|\r/);
  const values = (field: string): string[] =>
    lines.filter((line) => line.startsWith(`${field}:`)).map((line) => line.slice(field.length + 1).trim());
  const data = values('data').join('\n');
  return data !== '' && keep(values('event').at(-1) ?? '', data);
}
