// Agents in versions.

import type { JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface AgentsTables {
  agents: AgentTable;
}

/** One row per version. `config` holds every field of the contract's agent but those that are columns. */
export interface AgentTable {
  workspace_id: string;
  agent_id: string;
  version: number;
  channel: 'voice' | 'chat';
  is_published: boolean;
  agent_name: string | null;
  /** `retell-llm`, `conversation-flow`, `custom-llm`; which engine, for "in use" questions. */
  engine_type: string;
  engine_id: string | null;
  config: JSONColumnType<Record<string, unknown>>;
  created_at: Ms;
  modified_at: Ms;
}
