// This server among its peers: a row with a heartbeat by the database's clock. Whoever stops beating is buried by the others, and what
// it had begun is free again.

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Cancel } from '../interfaces/clock.ts';
import type { Log } from '../interfaces/log.ts';
import { unlockJobsOf } from './jobs.ts';
import type { Database } from './schema.ts';
import { beatHeart, beginNodeLife, buryDeadNodes, endNodeLife, setWorkerPool } from './tables/nodes.ts';

export interface NodeLease {
  readonly nodeId: string;
  /** New with each start of any node, so it fences writes by itself. */
  readonly epoch: number;
  /** Tells the others which of the queue's locks are ours; call as soon as the job runner has its pool. */
  setWorkerPool(poolId: string): Promise<void>;
  /** Ends the heartbeat and removes the row. Idempotent. End all calls first: those still open count as orphans at once. */
  close(): Promise<void>;
}

export interface NodeLeaseDeps {
  db: Kysely<Database>;
  nodeId: string;
  /** Where other nodes reach us; null for a single node. */
  internalUrl?: string | null;
  log: Log;
  /** Without a heartbeat for this long a node counts as dead; 15 s. */
  deadAfterMs?: number;
  /** Others took us for dead, or a newer life of this node began: our calls are no longer ours. Called once. */
  onLost?: () => void;
  /**
   * Runs after a beat, never twice at a time, and holds up no further beat: the place to end calls that dead owners left open. `sparing`:
   * this node was silent itself, so whoever seems dead may only have been kept from the same database.
   */
  afterBeat?: (how: { sparing: boolean }) => Promise<void>;
  /** Calls `run` each `periodMs` until cancelled. Real time by default; tests hand over their own. */
  every?: (periodMs: number, run: () => void) => Cancel;
}

export const DEAD_AFTER_MS = 15_000;
const BEAT_MS = 1_000;
/** A node that was silent for this part of the time after which it counts as dead spares others for all of that time. */
const SILENT_PART = 1 / 3;

/** Begins this server's life in the database: frees the jobs of its former life, then beats once a second. */
export async function takeNodeLease(deps: NodeLeaseDeps): Promise<NodeLease> {
  const { db, nodeId, log, deadAfterMs = DEAD_AFTER_MS, every = everyRealTime } = deps;
  const epoch = await begin(db, nodeId, deps.internalUrl ?? null);
  const node = { nodeId, epoch };
  let lost = false;
  let beating: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  let away = false;
  let beatsToSpare = 0;

  async function beat(): Promise<void> {
    try {
      const silentMs = await beatHeart(db, node);
      if (silentMs === undefined) return lose();
      const wasSilent = silentMs > deadAfterMs * SILENT_PART;
      beatsToSpare = wasSilent ? Math.ceil(deadAfterMs / BEAT_MS) : Math.max(0, beatsToSpare - 1);
      if (beatsToSpare === 0) await buryOthers(db, deadAfterMs, log);
      away = false;
      following ??= follow(beatsToSpare > 0).finally(() => (following = undefined));
    } catch (error) {
      // If nobody reaches the database nobody is buried, so there is nothing to do but go on.
      if (!away) log.warn({ error: messageOf(error) }, 'the heartbeat failed');
      away = true;
    }
  }

  async function follow(sparing: boolean): Promise<void> {
    try {
      await deps.afterBeat?.({ sparing });
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'what follows the heartbeat failed');
    }
  }

  function lose(): void {
    if (lost) return;
    lost = true;
    stop();
    log.error({ node: nodeId, epoch }, 'another process has taken this node over');
    deps.onLost?.();
  }

  const stop = every(BEAT_MS, () => {
    beating ??= beat().finally(() => (beating = undefined));
  });

  let closing: Promise<void> | undefined;
  const close = async () => {
    stop();
    await beating;
    await following;
    await endNodeLife(db, node).catch(() =>
      log.warn({ node: nodeId }, 'the node could not sign off, others will bury it'),
    );
  };
  return {
    ...node,
    setWorkerPool: (poolId) => setWorkerPool(db, node, poolId),
    close: () => (closing ??= close()),
  };
}

/** The node's name lies in its data folder: a server that starts again on the same folder is the same node in a new life. */
export async function nodeIdOf(dataDir: string): Promise<string> {
  const path = join(dataDir, 'node-id');
  await mkdir(dataDir, { recursive: true });
  const fresh = `node_${randomBytes(8).toString('hex')}`;
  await writeFile(path, fresh, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(path, 'utf8')).trim() || fresh;
}

function begin(db: Kysely<Database>, nodeId: string, internalUrl: string | null): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { epoch, former } = await beginNodeLife(trx, { nodeId, internalUrl });
    if (former?.worker_pool_id) await unlockJobsOf(trx, [former.worker_pool_id]);
    return epoch;
  });
}

async function buryOthers(db: Kysely<Database>, deadAfterMs: number, log: Log): Promise<void> {
  const buried = await db.transaction().execute(async (trx) => {
    const dead = await buryDeadNodes(trx, deadAfterMs);
    await unlockJobsOf(
      trx,
      dead.flatMap((node) => node.worker_pool_id ?? []),
    );
    return dead;
  });
  for (const node of buried)
    log.warn({ node: node.node_id, epoch: node.epoch }, 'a node gave no sign of life and was buried');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function everyRealTime(periodMs: number, run: () => void): Cancel {
  const timer = setInterval(run, periodMs);
  timer.unref();
  return () => clearInterval(timer);
}
