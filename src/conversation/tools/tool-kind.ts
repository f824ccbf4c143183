// What a type of tool is, what it gets to run, and what comes of it.

import type { CodeRunner } from '../../interfaces/code-runner.ts';
import type { Egress } from '../../interfaces/egress.ts';
import type { PhoneLine, Texting } from '../../interfaces/phone-line.ts';
import type { ToolContext, ToolDirective, ToolResult } from '../engine.ts';
import type { ToolConfig, ToolParameters } from '../retell-llm-config.ts';
import type { VariableLookup } from '../variables.ts';
import type { SwapAgent } from './agent-swap.ts';
import type { McpToolbox, McpWorld } from './mcp/toolbox.ts';
import type { Pause } from './pause.ts';
import type { Trial } from './tool-mocks.ts';

export interface ToolDeps {
  egress: Egress;
  /** The `X-Retell-Signature` of a request body. */
  sign: (body: string) => string;
  /** Runs the programs of code tools. */
  code?: CodeRunner;
  /** Waits between repeats of a failed custom function, and before keys are pressed. */
  pause?: Pause;
  /** Of a call on the telephone. */
  line?: PhoneLine | null;
  /** Where the user can be written to. */
  texting?: Texting | null;
  /** The agent's `ring_duration_ms`. */
  ringMs?: number;
  /** Where another agent can take over. */
  swapAgent?: SwapAgent;
  trial?: Trial;
  /** The agent's IANA zone; null = America/Los_Angeles. */
  timezone?: string | null;
  /** Where Cal.com is, when it is another than its makers'. */
  calBaseUrl?: string | undefined;
  /** For MCP servers; without it their tools fail. */
  mcp?: McpWorld;
  /** Of this conversation, by its engine. */
  mcpToolbox?: McpToolbox | null;
}

export interface ToolRun<T extends ToolConfig = ToolConfig> {
  tool: T;
  /** As the model gave them, parsed. */
  args: Record<string, unknown>;
  lookup: VariableLookup;
  context: ToolContext;
}

export interface ToolOutcome {
  successful: boolean;
  content: string;
  /** To be collected. */
  variables: Record<string, string>;
  directive: ToolDirective | null;
  /** Must the agent take the floor again, whatever its kind does as a rule? */
  speaksAfter?: boolean;
}

export interface ToolKind<T extends ToolConfig = ToolConfig> {
  /** For the model, where the agent's author wrote none. */
  description?: string;
  /** What the model fills in; without it the tool's own `parameters`. */
  parameters?(tool: T): ToolParameters | null;
  /** Must the agent take the floor again when the result is there? Without it: yes. */
  speaksAfter?(tool: T): boolean;
  /** Has no effect outside the conversation, so that trials run it as well. */
  runsInTrials?: boolean;
  /** What comes of it when a mock says that it went well. */
  afterMock?: ToolDirective;
  /** What the other side does wrong is an outcome, not an error. Rejects only when the conversation's signal fires. */
  run(deps: ToolDeps, run: ToolRun<T>): Promise<ToolOutcome>;
}

export function outcome(successful: boolean, content: string, variables: Record<string, string> = {}): ToolOutcome {
  return { successful, content, variables, directive: null };
}

/** As the driver gets it. */
export function resultOf({ successful, content, directive, speaksAfter }: ToolOutcome): Omit<ToolResult, 'tookMs'> {
  return { successful, content, directive, ...(speaksAfter === undefined ? {} : { speakAfter: speaksAfter }) };
}
