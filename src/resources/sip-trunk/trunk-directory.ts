// The trunks of all workspaces in memory, for the telephone: read at the start and again after each notice of the database. While the database
// is away the last look holds.

import type { Kysely } from 'kysely';
import type { Log } from '../../interfaces/log.ts';
import type { SipTrunk, TrunkDirectory } from '../../interfaces/sip-trunk.ts';
import { openNotices, type Database } from '../../storage/index.ts';
import {
  findPhoneNumber,
  findSipTrunk,
  listAllSipTrunks,
  listNumbersWithOwnTrunk,
  SIP_TRUNKS_CHANNEL,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { trunkOfNumber, trunkOfRow } from './trunk-model.ts';

export interface TrunkDirectoryDeps extends Pick<ResourceDeps, 'envelope'> {
  db: Kysely<Database>;
  /** Of the database, for the notices. */
  url: string;
  log: Log;
  /** Pause after a look that failed, ms. Default: two seconds. */
  retryMs?: number;
}

export interface OpenTrunkDirectory extends TrunkDirectory {
  /** Idempotent. */
  close(): Promise<void>;
}

const RETRY_MS = 2_000;

/** Has looked once when it resolves, or tried to. */
export async function openTrunkDirectory(deps: TrunkDirectoryDeps): Promise<OpenTrunkDirectory> {
  const { db, url, log, retryMs = RETRY_MS } = deps;
  const listeners: (() => void)[] = [];
  let trunks: readonly SipTrunk[] = [];
  let seen = '[]';
  let looking: Promise<void> = Promise.resolve();
  let isLooking = false;
  let again = false;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    try {
      const next = await readTrunks(deps);
      const text = JSON.stringify(next);
      if (text === seen) return;
      [trunks, seen] = [next, text];
      for (const listener of listeners) listener();
    } catch (error) {
      if (closed) return;
      log.warn({ err: error }, 'SIP trunks could not be read');
      retry = setTimeout(refresh, retryMs);
      retry.unref();
    }
  }

  /** One look at a time; a notice during one asks for another, since that one may have come too early. */
  function refresh(): void {
    clearTimeout(retry);
    if (closed) return;
    if (isLooking) {
      again = true;
      return;
    }
    isLooking = true;
    looking = look().finally(() => {
      isLooking = false;
      if (!again) return;
      again = false;
      refresh();
    });
  }

  const notices = await openNotices({ url, channel: SIP_TRUNKS_CHANNEL, onNotice: refresh, log });
  refresh();
  await looking;
  return {
    all: () => trunks,
    forNumber: (workspaceId, number) => trunkForNumber({ ...deps, db }, workspaceId, number),
    onChange: (listener) => void listeners.push(listener),
    async close() {
      closed = true;
      clearTimeout(retry);
      await notices.close();
      await looking;
    },
  };
}

async function trunkForNumber(
  deps: TrunkDirectoryDeps,
  workspace_id: string,
  phone_number: string,
): Promise<SipTrunk | null> {
  const row = await findPhoneNumber(deps.db, { workspace_id, phone_number });
  if (!row || row.provider !== 'custom') return null;
  if (row.sip_trunk_id === null) return trunkOfNumber(deps, row);
  const trunk = await findSipTrunk(deps.db, { workspace_id, sip_trunk_id: row.sip_trunk_id });
  return trunk ? trunkOfRow(deps, trunk) : null;
}

/** One that cannot be opened (another envelope key) is left out and said. */
async function readTrunks(deps: TrunkDirectoryDeps): Promise<SipTrunk[]> {
  const found: SipTrunk[] = [];
  const add = (id: string, make: () => SipTrunk | null): void => {
    try {
      const trunk = make();
      if (trunk) found.push(trunk);
    } catch (error) {
      deps.log.error({ trunk: id, err: error }, 'a SIP trunk cannot be used');
    }
  };
  for (const row of await listAllSipTrunks(deps.db)) add(row.sip_trunk_id, () => trunkOfRow(deps, row));
  for (const row of await listNumbersWithOwnTrunk(deps.db)) add(row.phone_number, () => trunkOfNumber(deps, row));
  return found;
}
