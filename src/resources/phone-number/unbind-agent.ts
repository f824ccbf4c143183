// A deleted agent serves no number any more.

import type { Kysely } from 'kysely';
import type { Database } from '../../storage/index.ts';
import { listNumbersNaming, updatePhoneNumberRow } from '../../storage/tables/index.ts';

/** Takes the agent out of every list of the workspace's numbers; the others share its weight in proportion. */
export async function unbindAgent(
  trx: Kysely<Database>,
  workspaceId: string,
  agentId: string,
  now: number,
): Promise<void> {
  for (const row of await listNumbersNaming(trx, workspaceId, agentId)) {
    const config = Object.fromEntries(
      Object.entries(row.config).map(([field, value]) => [
        field,
        field.endsWith('_agents') && Array.isArray(value) ? without(value as Weighted[], agentId) : value,
      ]),
    );
    const key = { workspace_id: workspaceId, phone_number: row.phone_number };
    await updatePhoneNumberRow(trx, key, { config: JSON.stringify(config), modified_at: now });
  }
}

interface Weighted {
  agent_id: string;
  weight: number;
}

function without(list: Weighted[], agentId: string): Weighted[] {
  const left = list.filter((one) => one.agent_id !== agentId);
  if (left.length === list.length) return list;
  const total = left.reduce((sum, { weight }) => sum + weight, 0);
  return left.map((one) => ({ ...one, weight: one.weight / total }));
}
