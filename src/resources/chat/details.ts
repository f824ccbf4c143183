// What a chat's `details` hold.

import type { Schema } from '../../contract/index.ts';
import type { EngineStanding, VariableValues } from '../../conversation/index.ts';

export interface ChatDetails {
  /** As the contract shows them, bookkeeping included. */
  collected_dynamic_variables?: Record<string, string>;
  /** From update-chat; stronger than all other variables. null: taken back. */
  override_dynamic_variables?: VariableValues | null;
  chat_analysis?: Schema<'ChatAnalysis'>;
  chat_cost?: Schema<'ChatResponse'>['chat_cost'];
  /** By text message: who wrote first. Left out: the agent. */
  direction?: 'inbound';
  /** What the inbound webhook laid over the agent. */
  agent_override?: { agent?: object; retell_llm?: object; conversation_flow?: object };
  /** Where the engine goes on. */
  standing?: EngineStanding;
}
