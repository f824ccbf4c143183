// Questions about who keeps SIP trunks registered. All times are the database's.

import { sql, type Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import type { CallOwner } from './calls.ts';
import type { SipTrunkKey } from './sip-trunks.ts';

/**
 * Takes those that nobody has, or a server that is dead or lives on in another life; gives which of them are the owner's now. One that was
 * deleted meanwhile is nobody's.
 */
export async function holdTrunkRegistrations(
  db: Kysely<Database>,
  owner: CallOwner,
  trunks: readonly SipTrunkKey[],
  deadAfterMs: number,
): Promise<string[]> {
  const ids = trunks.map(({ sip_trunk_id }) => sip_trunk_id);
  const workspaces = trunks.map(({ workspace_id }) => workspace_id);
  // In one order on every server, so that two that take the same rows do not wait for each other.
  const { rows } = await sql<{ sip_trunk_id: string }>`
    insert into trunk_registrations as held (workspace_id, sip_trunk_id, owner_node, owner_epoch)
    select t.workspace_id, t.sip_trunk_id, ${owner.nodeId}, ${owner.epoch}::integer
    from sip_trunks t
    join unnest(${workspaces}::text[], ${ids}::text[]) as wanted (workspace_id, sip_trunk_id)
      on t.workspace_id = wanted.workspace_id and t.sip_trunk_id = wanted.sip_trunk_id
    order by t.sip_trunk_id
    on conflict (sip_trunk_id) do update set owner_node = excluded.owner_node, owner_epoch = excluded.owner_epoch
    where (held.owner_node = excluded.owner_node and held.owner_epoch = excluded.owner_epoch)
      or not exists (select 1 from nodes
        where nodes.node_id = held.owner_node and nodes.epoch = held.owner_epoch
          and nodes.heartbeat_at > now() - ${deadAfterMs} * interval '1 millisecond')
    returning sip_trunk_id`.execute(db);
  return rows.map((row) => row.sip_trunk_id);
}

/** Only what is the owner's. */
export async function releaseTrunkRegistration(
  db: Kysely<Database>,
  owner: CallOwner,
  key: SipTrunkKey,
): Promise<void> {
  await db
    .deleteFrom('trunk_registrations')
    .where('workspace_id', '=', key.workspace_id)
    .where('sip_trunk_id', '=', key.sip_trunk_id)
    .where('owner_node', '=', owner.nodeId)
    .where('owner_epoch', '=', owner.epoch)
    .execute();
}
