// Work that runs beside the session and ends with it: nothing floats.

export interface Background {
  /** Its failure is a fault of our own: it goes to `onFailure`. */
  add(work: Promise<void>): void;
  /** Resolves when all that was added has ended. */
  idle(): Promise<void>;
}

export function createBackground(onFailure: (error: unknown) => void): Background {
  const running = new Set<Promise<void>>();
  return {
    add(work) {
      const tracked: Promise<void> = work.catch(onFailure).finally(() => running.delete(tracked));
      running.add(tracked);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
