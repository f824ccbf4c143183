// What the tools of an agent's engine may use in one conversation.

import type { RetellLlmEngineDeps } from '../../conversation/index.ts';
import type { CodeRunner } from '../../interfaces/code-runner.ts';
import type { LanguageModel } from '../../interfaces/language-model.ts';
import { sign } from '../webhook/index.ts';
import type { EngineDeps, EngineSettings } from './create-engine.ts';

/** `key`: signs the workspace's requests; `timezone`: the agent's IANA zone. */
export function toolsOfEngine(
  deps: EngineDeps,
  { workspaceId, agent, trial, line, texting, swapAgent }: EngineSettings,
  { model, key, timezone }: { model: LanguageModel; key: string; timezone: string | null },
): RetellLlmEngineDeps {
  return {
    model,
    egress: deps.egress,
    mcp: { egress: deps.egress, ...(deps.mcpListings ? { cache: deps.mcpListings } : {}) },
    ...(deps.code ? { code: codeOf(deps.code, workspaceId) } : {}),
    ...(deps.knowledge ? { knowledge: deps.knowledge(workspaceId) } : {}),
    sign: (body: string) => sign(body, key, deps.wallClock()),
    wallClock: deps.wallClock,
    calBaseUrl: deps.calBaseUrl,
    timezone,
    ...(trial ? { trial } : {}),
    line: line ?? null,
    texting: texting ?? null,
    ...(typeof agent['ring_duration_ms'] === 'number' ? { ringMs: agent['ring_duration_ms'] } : {}),
    ...(swapAgent ? { swapAgent } : {}),
  };
}

/** The workspace's share of the places where code runs. */
function codeOf(code: CodeRunner, workspaceId: string): CodeRunner {
  return { run: (request) => code.run({ ...request, workspaceId }), warm: () => code.warm() };
}
