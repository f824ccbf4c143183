// What the tools and the knowledge of agents work with, wherever they talk: calls, chats, the playground, simulations.

import type { CodeRunner } from '../interfaces/code-runner.ts';
import type { GuardedEgress } from '../interfaces/egress.ts';
import type { Knowledge } from '../interfaces/knowledge.ts';
import type { McpListingCache } from '../conversation/index.ts';

export interface EngineTools {
  egress: GuardedEgress;
  /** What MCP servers offer, of conversations before; without it each asks for itself. */
  mcpListings?: McpListingCache | undefined;
  /** Where Cal.com is, when it is another than its makers'. */
  calBaseUrl?: string | undefined;
  /** Runs the programs of code tools; without it they fail. */
  code?: CodeRunner | undefined;
  /** Knowledge bases of a workspace; without it nothing is looked up. */
  knowledge?: ((workspaceId: string) => Knowledge) | undefined;
  /** The key that signs a workspace's webhooks and tool requests. */
  webhookKey(workspaceId: string): Promise<string>;
}
