// Joins the socket of a media stream to the leg that it was opened for.

import type { CarrierLeg } from './carrier-leg.ts';
import type { MediaSocket } from './media-socket.ts';
import type { StreamStart } from './media-wire.ts';

export interface OpenStreamOptions {
  log(message: string, facts: object): void;
  /** Is the stream of the call that the address was made for? */
  isOfCall(start: StreamStart): boolean;
}

export function openStream(socket: MediaSocket, leg: CarrierLeg, { log, isOfCall }: OpenStreamOptions): void {
  let isJoined = false;
  socket.open({
    onStart(start) {
      isJoined = isOfCall(start) && leg.connect(socket);
      if (!isJoined) socket.close('this call has no place for the stream');
    },
    onSound: (sound) => leg.hear(sound),
    onDigit: (digit) => leg.digit(digit),
    onTrouble: (detail) => log('a media stream has trouble', { leg: leg.id, detail }),
    onGone(by, detail) {
      if (!isJoined) return log('a media stream did not become part of its call', { leg: leg.id, detail });
      if (by === 'lost') leg.lost(detail);
      else leg.left(detail);
    },
  });
}
