// Which numbers refer to one version of an agent by its number.

import type { Kysely } from 'kysely';
import type { Database } from '../../storage/index.ts';
import { listNumbersNaming } from '../../storage/tables/index.ts';

/** Locked until the transaction ends. */
export async function numbersPinnedTo(
  trx: Kysely<Database>,
  workspaceId: string,
  agentId: string,
  version: number,
): Promise<string[]> {
  const rows = await listNumbersNaming(trx, workspaceId, agentId);
  const isPinned = (config: Record<string, unknown>): boolean =>
    Object.entries(config)
      .filter(([field, list]) => field.endsWith('_agents') && Array.isArray(list))
      .flatMap(([, list]) => list as { agent_id?: string; agent_version?: unknown }[])
      .some((one) => one.agent_id === agentId && one.agent_version === version);
  return rows.filter((row) => isPinned(row.config)).map((row) => row.phone_number);
}
