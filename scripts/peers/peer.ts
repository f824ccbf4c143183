// A peer is a program or file that tests meet and that the repository does not hold: a browser, a Python, a database, models.

export interface Peer {
  /** As a person calls it. */
  name: string;
  /**
   * Finds or fetches it and gives the environment variables that lead tests to it. Throws PeerMissing when it cannot be had.
   * `say` reports what takes long.
   */
  provide(say: (text: string) => void): Promise<ProvidedPeer>;
}

export interface ProvidedPeer {
  env: Record<string, string>;
  /** What it is and where, in a few words. */
  detail: string;
  close?: () => Promise<void>;
}

/** `message` says what was tried and what a person can do. */
export class PeerMissing extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'PeerMissing';
  }
}
