// The keys of a line in use: said again, the same keys go on where they were, so that counters of wraps and of replays are kept.

import type { RtpSession, SrtpKeys } from './rtp-protocol.ts';
import { createSrtpReceiver, createSrtpSender, type SrtpReceiver, type SrtpSender } from './srtp.ts';

type KeyPair = NonNullable<RtpSession['srtp']>;

export interface SrtpLink extends SrtpSender, SrtpReceiver {
  readonly keys: KeyPair;
  readonly sender: SrtpSender;
  readonly receiver: SrtpReceiver;
}

/** Throws when a key has the wrong length. */
export function createSrtpLink(keys: KeyPair, before: SrtpLink | null): SrtpLink {
  const sender = before && isSame(before.keys.send, keys.send) ? before.sender : createSrtpSender(keys.send);
  const receiver =
    before && isSame(before.keys.receive, keys.receive) ? before.receiver : createSrtpReceiver(keys.receive);
  return { keys, sender, receiver, ...sender, ...receiver };
}

function isSame(a: SrtpKeys, b: SrtpKeys): boolean {
  return a.suite === b.suite && Buffer.compare(a.keyAndSalt, b.keyAndSalt) === 0;
}
