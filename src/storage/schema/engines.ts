// Response engines in versions.

import type { JSONColumnType } from 'kysely';
import type { Ms } from './ms.ts';

export interface EnginesTables {
  retell_llms: RetellLlmTable;
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
