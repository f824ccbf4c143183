// A Retell LLM as the engine reads it: the contract's field names, only those with effect on what is said.

import type { KnowledgeConfig } from './knowledge/look-up.ts';

import type { McpServer } from './tools/mcp/server.ts';

/** The contract's RetellLlmRequest as stored. */
export interface RetellLlmConfig {
  general_prompt?: string | null;
  begin_message?: string | null;
  start_speaker?: 'user' | 'agent' | null;
  begin_after_user_silence_ms?: number | null;
  /** 0..1; the contract's default is 0. */
  model_temperature?: number | null;
  /** Default false. */
  model_high_priority?: boolean | null;
  tool_call_strict_mode?: boolean | null;
  general_tools?: ToolConfig[] | null;
  states?: StateConfig[] | null;
  starting_state?: string | null;
  mcps?: McpServer[] | null;
  default_dynamic_variables?: Record<string, unknown> | null;
  knowledge_base_ids?: string[] | null;
  kb_config?: KnowledgeConfig | null;
}

export interface StateConfig {
  name: string;
  state_prompt?: string | null;
  tools?: ToolConfig[] | null;
  edges?: EdgeConfig[] | null;
}

export interface EdgeConfig {
  destination_state_name: string;
  description: string;
  parameters?: ToolParameters | null;
}

/** What every tool has; `tools/tool-kinds.ts` knows the types. */
export interface ToolConfig {
  /** As in the contract: `end_call`, `custom`, ... */
  type: string;
  name: string;
  description?: string | null;
  parameters?: ToolParameters | null;
  speak_during_execution?: boolean | null;
  speak_after_execution?: boolean | null;
  execution_message_type?: 'prompt' | 'static_text' | null;
  execution_message_description?: string | null;
  /** What else its type has. */
  [setting: string]: unknown;
}

export interface CustomToolConfig extends ToolConfig {
  type: 'custom';
  url: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | null;
  headers?: Record<string, string> | null;
  query_params?: Record<string, string> | null;
  args_at_root?: boolean | null;
  /** 1,000..600,000; default 120,000. */
  timeout_ms?: number | null;
  /** 0..5 repeats after a failure; default 0, because side effects double. */
  max_retry?: number | null;
  /** Name of a variable -> path in the JSON answer. */
  response_variables?: Record<string, string> | null;
}

/** JSON Schema of the arguments, top level always an object. */
export interface ToolParameters {
  type: 'object';
  properties: Record<string, unknown>;
  required?: string[];
}
