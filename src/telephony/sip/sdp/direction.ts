// Who may send on a stream: `sendrecv`, `sendonly`, `recvonly`, `inactive` (RFC 3264 section 5.1).

import { isUnspecified, type Sdp, type SdpMedia } from './sdp.ts';

/** From the point of view of whoever describes the stream. */
export interface Direction {
  send: boolean;
  receive: boolean;
}

const WORDS: Record<string, Direction> = {
  sendrecv: { send: true, receive: true },
  sendonly: { send: true, receive: false },
  recvonly: { send: false, receive: true },
  inactive: { send: false, receive: false },
};

/** Of the stream, else of the session, else both ways; an address of zeros wants no sound (RFC 2543's hold). */
export function readDirection(media: SdpMedia, session: Sdp): Direction {
  const word = [...media.attributes, ...session.attributes].find(({ name }) => Object.hasOwn(WORDS, name))?.name;
  const direction = WORDS[word ?? 'sendrecv']!;
  const address = media.connection ?? session.connection;
  return address !== null && isUnspecified(address) ? { ...direction, receive: false } : direction;
}

export function wordOf({ send, receive }: Direction): string {
  if (send) return receive ? 'sendrecv' : 'sendonly';
  return receive ? 'recvonly' : 'inactive';
}
