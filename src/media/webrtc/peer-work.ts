// What a peer has to do, one thing after the other; what fails is told, never thrown.

import type { PeerNews } from './peer-protocol.ts';

export interface PeerWork {
  /** Once everything before it is done. `what` names it should it fail. */
  run(what: string, step: () => Promise<void>): void;
}

export function createPeerWork(tell: (news: PeerNews) => void, isClosed: () => boolean): PeerWork {
  let last: Promise<void> = Promise.resolve();
  return {
    run(what, step) {
      last = last.then(async () => {
        if (isClosed()) return;
        try {
          await step();
        } catch (error) {
          tell(peerFault(what, error));
        }
      });
    },
  };
}

export function peerFault(what: string, error: unknown): PeerNews {
  return { is: 'fault', what, message: error instanceof Error ? error.message : String(error) };
}
