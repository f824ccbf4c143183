// What every part of the composition is handed.

import type { Config } from './config.ts';
import type { Log } from './interfaces/log.ts';
import type { Owner } from './owner.ts';

export interface Shared {
  /** With the port that is really listened on. */
  config: Config;
  log: Log;
  owner: Owner;
  /** To be told of what leaves this process unable to run calls. */
  fail(why: string): void;
  /** Without a slash at the end. */
  publicUrl: string;
  wallClock: () => number;
}
