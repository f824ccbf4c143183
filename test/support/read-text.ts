import type { Readable } from 'node:stream';

/** Hands over the whole text of a stream: the body of a request in a server of a test. */
export function readText(stream: Readable, then: (text: string) => void): void {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (part: string) => (text += part));
  stream.on('end', () => then(text));
}
