// A media host that outlives its thread: when the thread dies, its calls are over and a new one is started for the next.

import type { Fault } from '../../interfaces/bridge.ts';
import { startMediaHost, type MediaHostOptions, type RunningMediaHost } from './start-media-host.ts';

export interface KeptMediaHost extends Omit<RunningMediaHost, 'terminate'> {
  /** False between the death of a thread and the birth of the next: take no calls. */
  readonly isUp: boolean;
}

/** Waits between tries to start a thread, ms; the last one again and again. */
const RETRY_MS = [0, 500, 2_000, 10_000];

/** Resolves when the first thread is up. Rejects when it cannot start; later ones are tried until `close`. */
export async function keepMediaHost(
  options: MediaHostOptions,
  start: (options: MediaHostOptions) => Promise<RunningMediaHost> = startMediaHost,
): Promise<KeptMediaHost> {
  const closing = new AbortController();
  const listeners: ((why: Fault) => void)[] = [];
  let vadModelFile = options.vadModelFile ?? null;
  let isUp = true;
  let restarting: Promise<void> = Promise.resolve();
  let current = await start(options);
  watch(current);

  function watch(host: RunningMediaHost): void {
    host.onExit((why) => {
      isUp = false;
      for (const listener of listeners) listener(why);
      restarting = restart(host);
    });
  }

  async function restart(dead: RunningMediaHost): Promise<void> {
    await dead.close();
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      await pause(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 0, closing.signal);
      try {
        const host = await start({ ...options, vadModelFile });
        if (closing.signal.aborted) return await host.close();
        current = host;
        isUp = true;
        watch(host);
        options.log?.('the media host was started anew', { host: host.id });
        return;
      } catch (error) {
        options.log?.('the media host could not be started', {
          reason: error instanceof Error ? error.message : String(error),
        });
      }
    }
  }

  return {
    get id() {
      return current.id;
    },
    get isUp() {
      return isUp;
    },
    createBridge: (callId, epoch) => current.createBridge(callId, epoch),
    load: () => current.load(),
    onExit: (listener) => void listeners.push(listener),
    peer: (leg, onNews) => current.peer(leg, onNews),
    phonePeer: (leg, onNews) => current.phonePeer(leg, onNews),
    dump: () => current.dump(),
    useVadModel(file) {
      vadModelFile = file;
      current.useVadModel(file);
    },
    async close() {
      closing.abort();
      await restarting;
      await current.close();
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
