// Gives the conversation to another agent. The driver takes the swap up when it has what the new agent needs; then that one speaks.

import type { AgentSwap } from '../../interfaces/agent-swap.ts';
import type { ToolConfig } from '../retell-llm-config.ts';
import { lineFailure } from './no-line.ts';
import { outcome, type ToolKind } from './tool-kind.ts';

/** As in the contract; nodes have the same fields. */
export interface AgentSwapConfig extends ToolConfig {
  type: 'agent_swap';
  agent_id?: string;
  /** A number, `latest` or a tag; nothing = the latest. */
  agent_version?: number | string | null;
  webhook_setting?: AgentSwap['webhook_setting'] | null;
  post_call_analysis_setting?: AgentSwap['post_call_analysis_setting'] | null;
  keep_current_voice?: boolean | null;
  keep_current_language?: boolean | null;
}

/** Makes the agent ready. `move`: what the driver takes when the swap counts; `settings`: the agent's, in effect from then on. */
export type SwapAgent = (
  wish: AgentSwapConfig,
) => Promise<
  { ok: true; move: string; swap: AgentSwap; settings: Record<string, unknown> } | { ok: false; why: string }
>;

export const agentSwap: ToolKind<AgentSwapConfig> = {
  description: 'Let another agent go on with the conversation.',
  parameters: () => null,
  runsInTrials: true,
  async run({ swapAgent }, { tool }) {
    if (!swapAgent) return lineFailure('No other agent can take over here.');
    const ready = await swapAgent(tool);
    if (!ready.ok) return lineFailure(`No other agent took over: ${ready.why}`);
    const { move, swap, settings } = ready;
    const content = `${swap.agent_name ?? swap.agent_id} goes on with the conversation from here.`;
    return { ...outcome(true, content), directive: { do: 'swap', move, swap, settings } };
  },
};
