// Dialogs of answered calls, kept so that a server that dies leaves nobody on the line: another life of it says BYE.

import type { Log } from '../../interfaces/log.ts';
import type { DialogKeeper, KeptDialog, TrunkDirectory } from '../../interfaces/sip-trunk.ts';
import type { SipUserAgent, StoredDialog } from '../sip/sip-call.ts';
import type { SipTimers } from '../sip/sip-timers.ts';
import { routeTo } from '../trunk/target.ts';

export interface KeptDialogsDeps {
  keeper: DialogKeeper;
  agent: Pick<SipUserAgent, 'bye'>;
  directory: Pick<TrunkDirectory, 'all'>;
  timers: Pick<SipTimers, 'after'>;
  log: Log;
}

export interface KeptDialogs {
  /** Null forgets it. Writes of one key happen one after the other. */
  keep(of: Omit<KeptDialog, 'dialog'>, dialog: StoredDialog | null): void;
  /** Ends those of dead servers now, not at the next look. */
  lookForOrphans(): void;
  /** Looks no more. */
  stop(): void;
  /** Resolves when what was begun is done. */
  settled(): Promise<void>;
}

/** Between two looks for dialogs of servers that died. */
const ORPHANS_MS = 15_000;

/** Looks for orphans at once. */
export function keepDialogs({ keeper, agent, directory, timers, log }: KeptDialogsDeps): KeptDialogs {
  /** By key; absent: it was never kept, or is forgotten. */
  const writing = new Map<string, Promise<void>>();
  let burying: Promise<void> = Promise.resolve();
  let stopTimer = (): void => {};
  let isStopped = false;

  function keep(of: Omit<KeptDialog, 'dialog'>, dialog: StoredDialog | null): void {
    const before = writing.get(of.key);
    if (!dialog && !before) return;
    const write = (before ?? Promise.resolve())
      .then(() => (dialog ? keeper.keep({ ...of, dialog }) : keeper.forget(of.key)))
      .catch((error: unknown) => log.warn({ err: error }, 'the SIP dialog of a call could not be kept'));
    writing.set(of.key, write);
    if (!dialog) void write.then(() => writing.get(of.key) === write && writing.delete(of.key));
  }

  async function bury(): Promise<void> {
    for (const orphan of await keeper.orphans()) {
      const trunk = directory.all().find(({ trunkId }) => trunkId === orphan.trunkId);
      const [target] = trunk?.targets ?? [];
      const route = trunk && target ? routeTo(trunk, target.uri) : null;
      log.info({ call: orphan.callId }, 'a call of a server that died is ended by SIP');
      await agent.bye(orphan.dialog as StoredDialog, route);
    }
  }

  function lookForOrphans(): void {
    if (isStopped) return;
    stopTimer();
    const look = burying
      .then(bury)
      .catch((error: unknown) => log.warn({ err: error }, 'dialogs of dead servers could not be ended'));
    burying = look;
    void look.then(() => {
      if (!isStopped && burying === look) stopTimer = timers.after(ORPHANS_MS, lookForOrphans);
    });
  }

  lookForOrphans();
  return {
    keep,
    lookForOrphans,
    stop() {
      isStopped = true;
      stopTimer();
    },
    async settled() {
      await burying;
      await Promise.all(writing.values());
    },
  };
}
