// Tools of the call: the intent is stored, then the tool runs. A barge-in does not stop it, the end of the call does.

import type { ResponseEngine, ToolCall, ToolResult } from '../../conversation/index.ts';
import type { Chronicle } from './chronicle.ts';
import type { VoiceSessionDeps } from './deps.ts';
import type { Report } from './report.ts';

export interface ToolRuns {
  run(call: ToolCall): Promise<void>;
  cancel(): void;
}

export interface ToolRunsDeps extends Pick<VoiceSessionDeps, 'durable' | 'subject'> {
  engine: ResponseEngine;
  chronicle: Chronicle;
  report(event: Report): void;
}

const NOT_STORED: ToolResult = failure('The tool was not run: the call could not be stored.');
const BROKEN: ToolResult = failure('The tool failed.');

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

  return {
    async run(call) {
      const done = await result(call);
      if (ending.signal.aborted) return;
      recordVariables();
      deps.report({ is: 'toolResult', id: call.id, ...done });
    },
    cancel: () => ending.abort(new DOMException('the call ended', 'AbortError')),
  };
}

function failure(content: string): ToolResult {
  return { successful: false, content, tookMs: 0, directive: null };
}
