// Runs of the response engine, one at a time, each under its own signal.

import type { EngineEvent, RespondRequest, ResponseEngine } from '../../conversation/index.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import type { Report } from './report.ts';

export interface Thinking {
  start(gen: number, request: Omit<RespondRequest, 'signal'>): void;
  drop(gen: number): void;
}

export interface ThinkingDeps {
  engine: ResponseEngine;
  signal: AbortSignal;
  report(event: Report): void;
  background(work: Promise<void>): void;
}

export function createThinking(deps: ThinkingDeps): Thinking {
  const running = new Map<number, AbortController>();

  async function run(gen: number, request: RespondRequest): Promise<void> {
    let done = false;
    try {
      for await (const event of deps.engine.respond(request)) {
        done ||= event.is === 'done';
        deps.report(reportOfEngine(gen, event));
      }
      if (!done && !request.signal.aborted) {
        deps.report({ is: 'genFailed', gen, category: 'protocol', retryable: true });
      }
    } catch (error) {
      if (request.signal.aborted) return;
      const known = error instanceof ProviderError;
      deps.report({
        is: 'genFailed',
        gen,
        category: known ? error.category : 'internal',
        retryable: known && error.retryable,
      });
    } finally {
      running.delete(gen);
    }
  }

  return {
    start(gen, request) {
      const controller = new AbortController();
      running.set(gen, controller);
      deps.background(run(gen, { ...request, signal: AbortSignal.any([controller.signal, deps.signal]) }));
    },
    drop(gen) {
      running.get(gen)?.abort(new DOMException('the answer is not wanted any more', 'AbortError'));
    },
  };
}

function reportOfEngine(gen: number, event: EngineEvent): Report {
  switch (event.is) {
    case 'text':
    case 'tool':
    case 'move':
    case 'knowledge':
    case 'terms':
      return { gen, ...event };
    case 'push':
      return event;
    case 'done': {
      const { finish, tokens, provider, model, goesOn = false } = event;
      return { is: 'genDone', gen, finish, tokens, provider, model, goesOn };
    }
    default:
      return event satisfies never;
  }
}
