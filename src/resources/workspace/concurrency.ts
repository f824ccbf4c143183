// How many calls a workspace may hold at once, and how many it does.

import type { Kysely } from 'kysely';
import { ApiError } from '../../contract/index.ts';
import type { Database, Row } from '../../storage/index.ts';
import { countOpenCalls, findWorkspace, lockWorkspaceCalls, type JoinableSince } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';

/** A web call that nobody joins for this long is over. */
export const JOIN_WINDOW_MS = 30_000;
/** The same of a phone call that was registered for somebody's own switch, or waits for its turn to be dialled. */
export const PHONE_JOIN_WINDOW_MS = 300_000;

/** What wants a slot. Outbound calls leave the slots alone that are reserved for inbound ones. */
export type SlotUse = 'web' | 'inbound' | 'outbound';

type Limits = Pick<
  Row<'workspaces'>,
  'concurrency_limit' | 'concurrency_burst_enabled' | 'reserved_inbound_concurrency'
>;

const BURST_FACTOR = 3;
const MAX_BURST = 300;

/** get-concurrency. There is nothing to buy, so those figures are 0. */
export async function getConcurrency(deps: Pick<ResourceDeps, 'db' | 'now'>, workspaceId: string): Promise<object> {
  const workspace = await findWorkspace(deps.db, workspaceId);
  const limit = workspace?.concurrency_limit ?? 0;
  return {
    current_concurrency: await countOpenCalls(deps.db, workspaceId, joinable(deps.now())),
    concurrency_limit: limit,
    base_concurrency: limit,
    purchased_concurrency: 0,
    concurrency_purchase_limit: 0,
    remaining_purchase_limit: 0,
    concurrency_burst_enabled: workspace?.concurrency_burst_enabled ?? false,
    concurrency_burst_limit: workspace?.concurrency_burst_enabled ? burstLimit(limit) : 0,
  };
}

/**
 * Throws 429 when no slot is free. Call it in the transaction that inserts the call: nobody else of the workspace takes a slot until
 * that ends, on any node.
 */
export async function takeSlot(
  trx: Kysely<Database>,
  workspaceId: string,
  now: number,
  use: SlotUse = 'web',
): Promise<void> {
  const free = await lockFreeSlots(trx, workspaceId, now, use);
  if (free.slots > 0) return;
  throw new ApiError('concurrency', `${free.open} of ${free.limit} concurrent calls are in use.`, { retryAfterS: 5 });
}

/** The same for many calls at once: how many slots are free, and nobody else takes one until the transaction ends. */
export async function lockFreeSlots(
  trx: Kysely<Database>,
  workspaceId: string,
  now: number,
  use: SlotUse,
): Promise<{ slots: number; open: number; limit: number }> {
  return freeSlots(trx, await lockWorkspaceCalls(trx, workspaceId), workspaceId, now, use);
}

/** The same at a glance, which keeps nobody waiting: by the time that it is known somebody else may have taken them. */
export async function seesFreeSlot(
  db: Kysely<Database>,
  workspaceId: string,
  now: number,
  use: SlotUse,
): Promise<boolean> {
  const { slots } = await freeSlots(db, await findWorkspace(db, workspaceId), workspaceId, now, use);
  return slots > 0;
}

/** How many calls out there may be at once. */
export async function outboundLimit(db: Kysely<Database>, workspaceId: string): Promise<number> {
  const workspace = await findWorkspace(db, workspaceId);
  return workspace ? limitFor(workspace, 'outbound') : 0;
}

async function freeSlots(
  db: Kysely<Database>,
  workspace: Limits | undefined,
  workspaceId: string,
  now: number,
  use: SlotUse,
): Promise<{ slots: number; open: number; limit: number }> {
  const limit = workspace ? limitFor(workspace, use) : 0;
  const open = await countOpenCalls(db, workspaceId, joinable(now));
  return { slots: Math.max(0, limit - open), open, limit };
}

/** Calls at once for this use, burst included. */
function limitFor(workspace: Limits, use: SlotUse): number {
  const { concurrency_limit: limit, concurrency_burst_enabled: isBurst, reserved_inbound_concurrency } = workspace;
  const all = isBurst ? burstLimit(limit) : limit;
  return use === 'outbound' ? Math.max(0, all - reserved_inbound_concurrency) : all;
}

function burstLimit(limit: number): number {
  return Math.min(limit * BURST_FACTOR, limit + MAX_BURST);
}

function joinable(now: number): JoinableSince {
  return { webCall: now - JOIN_WINDOW_MS, phoneCall: now - PHONE_JOIN_WINDOW_MS };
}
