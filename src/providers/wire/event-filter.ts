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
    const body = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(eventFilter(keep))
      .pipeThrough(new TextEncoderStream());
    return new Response(body, { status: response.status, headers: response.headers });
  };
}

function eventFilter(keep: KeepEvent): TransformStream<string, string> {
  let held = '';
  return new TransformStream({
    transform(piece, controller) {
      held += piece;
      let from = 0;
      for (const end of held.matchAll(END_OF_EVENT)) {
        const to = end.index + end[0].length;
        const event = held.slice(from, to);
        if (isWanted(event, keep)) controller.enqueue(event);
        from = to;
      }
      held = held.slice(from);
    },
    flush(controller) {
      if (held !== '') controller.enqueue(held);
    },
  });
}

function isWanted(event: string, keep: KeepEvent): boolean {
  const lines = event.split(/\r\n|\n|\r/);
  const values = (field: string): string[] =>
    lines.filter((line) => line.startsWith(`${field}:`)).map((line) => line.slice(field.length + 1).trim());
  const data = values('data').join('\n');
  return data !== '' && keep(values('event').at(-1) ?? '', data);
}
