// How many calls a workspace may hold at once, and how many it does.

import type { Kysely } from 'kysely';
import { ApiError } from '../../contract/index.ts';
import type { Database } from '../../storage/index.ts';
import { countOpenCalls, findWorkspace, lockWorkspaceCalls } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';

/** A call that nobody joins for this long is over. */
export const JOIN_WINDOW_MS = 30_000;

/** get-concurrency. There is nothing to buy and no burst, so those figures are 0. */
export async function getConcurrency(deps: Pick<ResourceDeps, 'db' | 'now'>, workspaceId: string): Promise<object> {
  const workspace = await findWorkspace(deps.db, workspaceId);
  const limit = workspace?.concurrency_limit ?? 0;
  return {
    current_concurrency: await countOpenCalls(deps.db, workspaceId, deps.now() - JOIN_WINDOW_MS),
    concurrency_limit: limit,
    base_concurrency: limit,
    purchased_concurrency: 0,
    concurrency_purchase_limit: 0,
    remaining_purchase_limit: 0,
    concurrency_burst_enabled: false,
    concurrency_burst_limit: 0,
  };
}

/** Throws 429 when no slot is free. Nobody else of the workspace takes one until the transaction ends. */
export async function takeSlot(trx: Kysely<Database>, workspaceId: string, now: number): Promise<void> {
  const workspace = await lockWorkspaceCalls(trx, workspaceId);
  const limit = workspace?.concurrency_limit ?? 0;
  const open = await countOpenCalls(trx, workspaceId, now - JOIN_WINDOW_MS);
  if (open < limit) return;
  throw new ApiError('concurrency', `${open} of ${limit} concurrent calls are in use.`, { retryAfterS: 5 });
}
