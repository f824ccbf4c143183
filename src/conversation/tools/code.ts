// The code tool and the code node: a program of the agent's author, run where it can harm nobody.

import type { CodeRequest, ConsoleLine } from '../../interfaces/code-runner.ts';
import type { ToolContext } from '../engine.ts';
import type { ToolConfig } from '../retell-llm-config.ts';
import type { VariableLookup } from '../variables.ts';
import { cutResult } from './cut-result.ts';
import { readResponseVariables } from './response-path.ts';
import { outcome, type ToolKind } from './tool-kind.ts';

export interface CodeToolConfig extends ToolConfig {
  type: 'code';
  /** The body of an async JavaScript function. */
  code: string;
  /** 5,000..60,000; default 30,000. */
  timeout_ms?: number | null;
  /** Name of a variable -> path in the returned object. */
  response_variables?: Record<string, string> | null;
}

const TIMEOUT_MS = { usual: 30_000, least: 5_000, most: 60_000 };

export const code: ToolKind<CodeToolConfig> = {
  speaksAfter: (tool) => tool.speak_after_execution ?? true,
  // Programs get variables; the model has nothing to fill in.
  parameters: () => null,
  async run({ code: runner, egress }, { tool, lookup, context }) {
    if (!runner) return outcome(false, 'Code cannot be run here. Tell the user that this is not possible.');
    const program = String(tool.code ?? '');
    const done = await runner.run({
      code: program,
      dv: variablesFor(program, lookup),
      metadata: metadataOf(context),
      timeoutMs: Math.min(TIMEOUT_MS.most, Math.max(TIMEOUT_MS.least, tool.timeout_ms ?? TIMEOUT_MS.usual)),
      send: (request) => egress.send(request),
      console: consoleOf(tool, context),
      signal: context.signal,
    });
    if (!done.successful) return outcome(false, cutResult(done.message));
    const variables = readResponseVariables(done.result, tool.response_variables ?? {});
    return outcome(true, cutResult(done.result), variables);
  },
};

/** Names that no list can hold: the time in any zone. A program has those that it mentions. */
const ZONED_NAMES = /\bcurrent_(?:time|hour|calendar)_[\w+/-]+/g;

/** `dv`: everything that has a value now. */
function variablesFor(program: string, lookup: VariableLookup): CodeRequest['dv'] {
  const names = new Set([...(lookup.names?.() ?? []), ...(program.match(ZONED_NAMES) ?? [])]);
  const known = [...names].map((name) => [name, lookup(name)] as const);
  return Object.fromEntries(known.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function metadataOf({ subject }: ToolContext): object {
  const { metadata } = subject() as { metadata?: unknown };
  return typeof metadata === 'object' && metadata !== null ? metadata : {};
}

/** What the program writes are its author's own words: they belong in the log of the conversation, a line each. */
function consoleOf(tool: CodeToolConfig, { note }: ToolContext): (line: ConsoleLine) => void {
  return ({ level, text }) => note?.(level, `${tool.name}: ${text.replace(/\s*[\r\n]+\s*/g, ' ')}`);
}
