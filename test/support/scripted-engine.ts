// A response engine whose turns are written in the test.

import type {
  EngineEvent,
  Opening,
  RespondRequest,
  ResponseEngine,
  ToolCall,
  ToolContext,
  ToolResult,
} from '../../src/conversation/engine.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** A piece of a turn: text, a tool, a wait in ms, a failure. `done` comes by itself. */
export type Piece = string | number | ToolCall | Error;

export interface TestEngineOptions {
  opening?: Opening;
  /** What a turn consists of; `turn` counts from 0 over all requests, drafts included. */
  reply: (request: RespondRequest, turn: number) => Piece[];
  runTool?: (call: ToolCall, context: ToolContext) => Promise<ToolResult>;
}

export interface TestEngine extends ResponseEngine {
  requests: RespondRequest[];
  tools: ToolCall[];
}

export function createTestEngine(clock: VirtualClock, options: TestEngineOptions): TestEngine {
  const requests: RespondRequest[] = [];
  const tools: ToolCall[] = [];

  async function* respond(request: RespondRequest): AsyncGenerator<EngineEvent> {
    const pieces = options.reply(request, requests.push(request) - 1);
    let finish: 'stop' | 'tools' | 'silent' = pieces.length === 0 ? 'silent' : 'stop';
    for (const piece of pieces) {
      request.signal.throwIfAborted();
      if (piece instanceof Error) throw piece;
      if (typeof piece === 'number') await clock.wait(piece);
      else if (typeof piece === 'string') yield { is: 'text', text: piece };
      else {
        finish = 'tools';
        yield { is: 'tool', call: piece };
      }
    }
    request.signal.throwIfAborted();
    yield { is: 'done', finish, tokens: 10, provider: 'scripted', model: 'test' };
  }

  return {
    requests,
    tools,
    opening: () => options.opening ?? { who: 'agent', text: 'Hello there, this is the agent.', delayMs: 0 },
    respond,
    async runTool(call, context) {
      tools.push(call);
      if (options.runTool) return options.runTool(call, context);
      const directive = call.type === 'end_call' ? ({ do: 'end', text: null } as const) : null;
      return { successful: true, content: 'ok', tookMs: 1, directive };
    },
    collectedVariables: () => ({}),
    overrideVariables() {},
  };
}

/** A tool call with sensible rest. */
export function toolCall(name: string, more: Partial<ToolCall> = {}): ToolCall {
  return { id: `call_${name}`, name, arguments: '{}', type: 'custom', speakDuring: null, speakAfter: true, ...more };
}
