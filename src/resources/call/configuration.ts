// What one call runs with: the configuration kept when it was made; for calls older than that, their agent as it stands.

import type { Kysely } from 'kysely';
import { findAgent, type Database, type Row } from '../../storage/index.ts';
import { currentConfiguration, readSnapshot, type Configuration } from '../agent/snapshot.ts';

/** Without the call's own overrides. Undefined when the agent of a call without one was deleted. */
export async function configurationOfCall(
  db: Kysely<Database>,
  call: Row<'calls'>,
): Promise<Configuration | undefined> {
  const { workspace_id, agent_id, agent_version, configuration_hash } = call;
  if (configuration_hash !== null) return readSnapshot(db, workspace_id, configuration_hash);
  const agent = await findAgent(db, { workspace_id, agent_id, channel: 'voice' }, agent_version);
  return agent && currentConfiguration(db, agent);
}
