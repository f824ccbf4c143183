// The form's copy of an agent and its prompt, and what of it differs from what is stored.

import type { Agent, AgentChanges, AgentWithEngine, RetellLlm } from '../api/index.ts';

export interface Draft {
  agent: Agent;
  llm: RetellLlm | null;
}

export function draftOf({ agent, llm }: AgentWithEngine): Draft {
  return { agent, llm };
}

/** Fields that differ, for the two update operations. A field that was emptied goes as null. */
export function changesOf(draft: Draft, stored: Draft): AgentChanges {
  return {
    agent: changedFields(draft.agent, stored.agent),
    llm: draft.llm && stored.llm ? changedFields(draft.llm, stored.llm) : {},
  };
}

export function isChanged({ agent, llm }: AgentChanges): boolean {
  return Object.keys(agent).length + Object.keys(llm).length > 0;
}

function changedFields(now: Record<string, unknown>, before: Record<string, unknown>): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(now)) {
    if (JSON.stringify(value ?? null) !== JSON.stringify(before[field] ?? null)) changed[field] = value ?? null;
  }
  return changed;
}
