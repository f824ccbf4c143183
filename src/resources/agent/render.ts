// An agent as the API shows it.

import type { Schema } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';

export type Agent = Schema<'AgentResponse'>;
export type ChatAgent = Schema<'ChatAgentResponse'>;

/** A chat agent for a row of channel `chat`. */
export function renderAgent<T extends Agent | ChatAgent = Agent>(row: Row<'agents'>): T {
  return {
    agent_id: row.agent_id,
    version: row.version,
    is_published: row.is_published,
    base_version: row.base_version,
    assigned_tags: row.assigned_tags,
    agent_name: row.agent_name,
    ...row.config,
    last_modification_timestamp: row.modified_at,
  } as unknown as T;
}
