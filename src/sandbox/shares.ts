// How many places each may hold at a time who shares them with others, so that nobody's endless programs keep everybody's waiting.

export interface Shares {
  /** Resolves when `whose` holds fewer than its share, in the order of asking, with what gives the place back. Rejects with the signal's reason. */
  take(whose: string, signal: AbortSignal): Promise<() => void>;
}

interface Share {
  held: number;
  waiting: Set<() => void>;
}

/** `most`: of one, at a time. */
export function createShares(most: number): Shares {
  const shares = new Map<string, Share>();

  function giveBack(whose: string, share: Share): void {
    const [next] = share.waiting;
    // The place goes from hand to hand.
    if (next) {
      share.waiting.delete(next);
      next();
    } else if (--share.held === 0) shares.delete(whose);
  }

  async function wait({ waiting }: Share, signal: AbortSignal): Promise<void> {
    const turn = Promise.withResolvers<void>();
    const onAbort = (): void => {
      if (waiting.delete(turn.resolve)) turn.reject(signal.reason);
    };
    waiting.add(turn.resolve);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await turn.promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  return {
    async take(whose, signal) {
      signal.throwIfAborted();
      const share = shares.get(whose) ?? { held: 0, waiting: new Set() };
      shares.set(whose, share);
      if (share.held < most) share.held++;
      else await wait(share, signal);
      let isHeld = true;
      return () => {
        if (isHeld) giveBack(whose, share);
        isHeld = false;
      };
    },
  };
}
