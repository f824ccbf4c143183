// Response engines in versions, and the components that flows share.

import type { JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface EnginesTables {
  retell_llms: RetellLlmTable;
  conversation_flows: ConversationFlowTable;
  conversation_flow_components: ConversationFlowComponentTable;
}

/** One row per version; an LLM shares its version number with the agent that uses it. */
export interface RetellLlmTable {
  workspace_id: string;
  llm_id: string;
  version: number;
  is_published: boolean;
  config: JSONColumnType<Record<string, unknown>>;
  created_at: Ms;
  modified_at: Ms;
}

/** One row per version, numbered as the agent that uses it. `config` is the document as it was sent. */
export interface ConversationFlowTable {
  workspace_id: string;
  conversation_flow_id: string;
  version: number;
  is_published: boolean;
  /** Shared components that nodes of this version refer to. */
  linked_component_ids: string[];
  config: JSONColumnType<Record<string, unknown>>;
  created_at: Ms;
  modified_at: Ms;
}

/** A sub-flow of the workspace's library. It has no versions. */
export interface ConversationFlowComponentTable {
  workspace_id: string;
  conversation_flow_component_id: string;
  config: JSONColumnType<Record<string, unknown>>;
  created_at: Ms;
  modified_at: Ms;
}
