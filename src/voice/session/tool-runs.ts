// Tools of the call: the intent is stored, then the tool runs. A barge-in does not stop it, the end of the call does.

import type { ResponseEngine, ToolCall, ToolResult } from '../../conversation/index.ts';
import type { Chronicle } from './chronicle.ts';
import type { Followed } from '../step/event.ts';
import type { Outfit, VoiceSessionDeps } from './deps.ts';
import type { Report } from './report.ts';

export interface ToolRuns {
  run(call: ToolCall): Promise<void>;
  cancel(): void;
}

export interface ToolRunsDeps extends Pick<VoiceSessionDeps, 'durable' | 'subject' | 'outfit'> {
  engine: ResponseEngine;
  chronicle: Chronicle;
  /** Keeps what the agent of this move hears and speaks with until it takes over. */
  keepOutfit(move: string, outfit: Outfit): void;
  report(event: Report): void;
}

const NOT_STORED: ToolResult = failure('The tool was not run: the call could not be stored.');
const BROKEN: ToolResult = failure('The tool failed.');
const NOT_READY: ToolResult = { ...failure('The other agent could not take over.'), speakAfter: true };

export function createToolRuns(deps: ToolRunsDeps): ToolRuns {
  const { engine, chronicle } = deps;
  const ending = new AbortController();
  let collected = '{}';

  async function result(call: ToolCall): Promise<ToolResult> {
    const { id, name, arguments: args, type } = call;
    const started = chronicle.note({ is: 'tool_started', tool_call_id: id, name, arguments: args, type });
    try {
      await deps.durable(started);
    } catch {
      return NOT_STORED;
    }
    if (ending.signal.aborted) return BROKEN;
    const context = { subject: deps.subject, signal: ending.signal, note };
    return engine.runTool(call, context).catch(() => BROKEN);
  }

  function note(level: 'info' | 'warn' | 'error', text: string): void {
    if (!ending.signal.aborted) chronicle.record({ is: 'note', level, text });
  }

  function recordVariables(): void {
    const variables = engine.collectedVariables();
    const now = JSON.stringify(variables);
    if (now === collected) return;
    collected = now;
    chronicle.record({ is: 'variables', collected: variables });
  }

  async function readied(done: ToolResult): Promise<Omit<ToolResult, 'directive'> & { directive: Followed | null }> {
    const { directive, ...rest } = done;
    if (directive?.do !== 'swap') return { ...rest, directive };
    const { move, swap, settings } = directive;
    const outfit = await deps.outfit?.(settings).catch(() => undefined);
    if (!outfit) return { ...NOT_READY, directive: null };
    deps.keepOutfit(move, outfit);
    const voice = { settings: outfit.settings, fallbackMouths: outfit.fallbackMouths.length };
    return { ...rest, directive: { do: 'swap', move, swap, voice } };
  }

  return {
    async run(call) {
      const done = await result(call);
      if (ending.signal.aborted) return;
      recordVariables();
      const ready = await readied(done);
      if (ending.signal.aborted) return;
      deps.report({ is: 'toolResult', id: call.id, ...ready });
    },
    cancel: () => ending.abort(new DOMException('the call ended', 'AbortError')),
  };
}

function failure(content: string): ToolResult {
  return { successful: false, content, tookMs: 0, directive: null };
}
