// Agents in versions, their tags, and what calls and chats ran with.

import type { Generated, JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface AgentsTables {
  agents: AgentTable;
  agent_tags: AgentTagTable;
  agent_version_floors: AgentVersionFloorTable;
  configurations: ConfigurationTable;
  deleted_places: DeletedPlaceTable;
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
  /** The version that this one was made from; null for the first, and where it is not known. */
  base_version: Generated<number | null>;
  /** Tags that name this version, the one set last first; `agent_tags` has what they carry. */
  assigned_tags: Generated<string[]>;
  config: JSONColumnType<Record<string, unknown>>;
  created_at: Ms;
  modified_at: Ms;
}

/** A name for a version of an agent, like `prod`. */
export interface AgentTagTable {
  workspace_id: string;
  agent_id: string;
  tag: string;
  /** null: whichever is the latest. */
  version: number | null;
  /** Dynamic variables of calls that come by this tag. */
  variables: JSONColumnType<Record<string, string>>;
  modified_at: Ms;
}

/** Written when the highest version of an agent is deleted: no number is given twice, as calls and phone numbers remember it. */
export interface AgentVersionFloorTable {
  workspace_id: string;
  agent_id: string;
  next_version: number;
}

/** Agent and engine as some calls and chats ran with them, kept once for all of them. Rows never change. */
export interface ConfigurationTable {
  workspace_id: string;
  /** SHA-256 of `config` as text, hex. */
  hash: string;
  config: JSONColumnType<Record<string, unknown>>;
  created_at: Ms;
}

/** Where a deleted agent or engine stood in its list. */
export interface DeletedPlaceTable {
  workspace_id: string;
  id: string;
  created_at: Ms;
  deleted_at: Ms;
}
