// Keys as they are looked up with every request: remembered for a second, and when each was last used.

import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { WallClock } from '../../interfaces/clock.ts';
import type { Log } from '../../interfaces/log.ts';
import { touchApiKeys, type Database } from '../../storage/index.ts';
import type { Access } from './access.ts';
import { accessByKey } from './api-keys.ts';

export interface KeyRing {
  /** Null for a key that is unknown or revoked. */
  access(key: string): Promise<Access | null>;
  /** After a change of keys: they are looked up anew. */
  forget(): void;
  /** Writes down which keys were used. */
  close(): Promise<void>;
}

/** A key that was revoked on another server works here for so long at most. */
export const REMEMBERED_MS = 1_000;
/** More keys than one process ever sees in a second. */
const MAX_REMEMBERED = 10_000;
const WRITTEN_EACH_MS = 30_000;

interface Remembered {
  access: Promise<Access | null>;
  until: number;
}

export function createKeyRing(deps: { db: Kysely<Database>; now: WallClock; log: Log }): KeyRing {
  const remembered = new Map<string, Remembered>();
  const used = new Map<string, number>();
  let writing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function look(key: string): Promise<Access | null> {
    // The process' own time: it is about how old an answer is, not about when.
    const at = performance.now();
    const id = createHash('sha256').update(key).digest('base64');
    const found = remembered.get(id);
    if (found && found.until > at) return found.access;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    const access = accessByKey(deps.db, key);
    remembered.set(id, { access, until: at + REMEMBERED_MS });
    // A look-up that failed says nothing about the key.
    access.catch(() => remembered.delete(id));
    return access;
  }

  async function write(): Promise<void> {
    const batch = Array.from(used, ([api_key_id, at]) => ({ api_key_id, at }));
    used.clear();
    if (batch.length === 0) return;
    try {
      await touchApiKeys(deps.db, batch);
    } catch (error) {
      deps.log.warn({ error: (error as Error).message }, 'when keys were last used could not be written');
    }
  }

  function note(apiKeyId: string): void {
    used.set(apiKeyId, deps.now());
    timer ??= setTimeout(() => {
      timer = undefined;
      writing = write();
    }, WRITTEN_EACH_MS).unref();
  }

  return {
    async access(key) {
      const access = await look(key);
      if (access?.apiKeyId) note(access.apiKeyId);
      return access;
    },
    forget: () => remembered.clear(),
    async close() {
      clearTimeout(timer);
      await writing;
      await write();
    },
  };
}
