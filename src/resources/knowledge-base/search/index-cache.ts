// Which knowledge bases are in memory.

import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../../interfaces/log.ts';
import { keyOf, type KnowledgeBasePlace } from '../knowledge-bases.ts';
import { loadIndex, type LoadDeps, type LoadedIndex } from './load-index.ts';

export interface IndexCacheDeps extends LoadDeps {
  log: Log;
  /** Of all together; one alone may take as much. */
  maxBytes: number;
  /** The vectors of some chunks are another model's. */
  onOutdated(place: KnowledgeBasePlace): void;
}

export interface IndexCache {
  /**
   * The index of this version. While a newer version is read in, the one before serves after `patienceMs`; without one before the whole
   * reading is waited for. Throws when it cannot be read.
   */
  get(place: KnowledgeBasePlace, version: number, dimensions: number, patienceMs: number): Promise<number>;
  /** The thread lost everything. */
  clear(): void;
  /** Resolves when nothing is being read in any more. */
  idle(): Promise<void>;
}

interface Entry {
  loaded: (LoadedIndex & { version: number }) | null;
  loading: { version: number; done: Promise<number> } | null;
  /** Counts up: the lowest was not used for longest. */
  used: number;
}

export function createIndexCache(deps: IndexCacheDeps): IndexCache {
  const entries = new Map<string, Entry>();
  let uses = 0;

  async function load(place: KnowledgeBasePlace, entry: Entry, version: number, dimensions: number): Promise<number> {
    try {
      const loaded = await loadIndex(deps, keyOf(place), dimensions, deps.maxBytes);
      tell(place, loaded);
      if (entries.get(place.knowledgeBaseId) !== entry) {
        deps.thread.drop(loaded.index);
        throw new Error('the search thread was started anew meanwhile');
      }
      if (entry.loaded) deps.thread.drop(entry.loaded.index);
      entry.loaded = { ...loaded, version };
      makeRoom(entry);
      return loaded.index;
    } finally {
      entry.loading = null;
    }
  }

  function tell(place: KnowledgeBasePlace, { outdated, isCut, bytes }: LoadedIndex): void {
    const { knowledgeBaseId } = place;
    if (outdated > 0) deps.onOutdated(place);
    if (isCut)
      deps.log.warn(
        { knowledgeBaseId, bytes },
        'a knowledge base is too large for the memory it may take: its end is left out',
      );
  }

  function makeRoom(newest: Entry): void {
    const idle = [...entries].filter(([, each]) => each !== newest && each.loaded && !each.loading);
    idle.sort(([, a], [, b]) => a.used - b.used);
    let bytes = [...entries.values()].reduce((sum, each) => sum + (each.loaded?.bytes ?? 0), 0);
    for (const [id, { loaded }] of idle) {
      if (bytes <= deps.maxBytes || !loaded) return;
      deps.thread.drop(loaded.index);
      entries.delete(id);
      bytes -= loaded.bytes;
    }
  }

  return {
    async get(place, version, dimensions, patienceMs) {
      const entry = entries.get(place.knowledgeBaseId) ?? { loaded: null, loading: null, used: 0 };
      entries.set(place.knowledgeBaseId, entry);
      entry.used = ++uses;
      if (entry.loaded?.version === version) return entry.loaded.index;
      entry.loading ??= { version, done: load(place, entry, version, dimensions) };
      const { done } = entry.loading;
      if (!entry.loaded) return done;
      const before = entry.loaded.index;
      const patience = new AbortController();
      const enough = pause(patienceMs, before, { signal: patience.signal, ref: false });
      try {
        return await Promise.race([done.catch(() => before), enough]);
      } finally {
        patience.abort();
        enough.catch(() => {});
      }
    },
    clear: () => entries.clear(),
    async idle() {
      await Promise.allSettled([...entries.values()].flatMap(({ loading }) => loading?.done ?? []));
    },
  };
}
