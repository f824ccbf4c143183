// Reads and answers what one person has texted to a number of ours.

import type { Kysely } from 'kysely';
import type { GuardedEgress } from '../interfaces/egress.ts';
import type { Log } from '../interfaces/log.ts';
import type { Providers } from '../interfaces/providers.ts';
import type { Telephony } from '../interfaces/telephony.ts';
import type { EngineDeps } from '../resources/agent/index.ts';
import { tellTextToCall } from '../resources/call/index.ts';
import { readTexts as read, type ReadTextsDeps as Given } from '../resources/chat/index.ts';
import type { ResourceDeps } from '../resources/index.ts';
import type { Database, JobPayloads } from '../storage/index.ts';

type Calls = Pick<ResourceDeps, 'liveCall' | 'callLine'>;

export interface ReadTextsDeps extends Omit<EngineDeps, 'thinking' | 'egress'> {
  db: Kysely<Database>;
  egress: GuardedEgress;
  providers: Pick<Providers, 'thinking'>;
  telephony: Telephony | null;
  log: Log;
  texts: Pick<Given, 'voices' | 'overrideFault'> & {
    /** To running calls; null when there are none yet. */
    calls(): Calls | null;
  };
}

/** One at a time for a pair of numbers, by its queue. Safe to be cut off anywhere. */
export function readTexts(deps: ReadTextsDeps, pair: JobPayloads['read-texts'], signal: AbortSignal): Promise<void> {
  const { providers, texts, wallClock } = deps;
  const given: Given = {
    ...deps,
    ...texts,
    now: wallClock,
    thinking: (name) => providers.thinking(name),
    random: Math.random,
    async tellCall(told, text) {
      const calls = texts.calls();
      return calls && tellTextToCall({ ...calls, db: deps.db }, told, text);
    },
  };
  return read(given, pair, signal);
}
