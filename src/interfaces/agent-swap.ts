// One agent that took another's place in a conversation, as the conversation's record keeps it.

export interface AgentSwap {
  agent_id: string;
  agent_version: number;
  agent_name: string | null;
  /** Of the configuration that was kept for it; null where nothing is kept. */
  configuration_hash: string | null;
  /** Whose webhooks hear of what happens from now on. As in the contract. */
  webhook_setting: 'both_agents' | 'only_destination_agent' | 'only_source_agent';
  /** Whose fields are found out when the conversation is over. As in the contract. */
  post_call_analysis_setting: 'both_agents' | 'only_destination_agent';
  /** Settings of the agent before that stay: its voice, its language. null: it had none. */
  kept: Record<string, unknown>;
}
