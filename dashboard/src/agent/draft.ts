// The form's copy of an agent and its prompt: what is stored, under the fields that the person has changed.

import type { Agent, AgentChanges, AgentWithEngine, RetellLlm } from '../api/index.ts';

export interface Draft {
  agent: Agent;
  llm: RetellLlm | null;
}

/** Nothing is changed. */
export const noEdits: AgentChanges = { agent: {}, llm: {} };

/** A field that someone else changes meanwhile shows its new value, unless the person has changed it here. */
export function draftOf({ agent, llm }: Pick<AgentWithEngine, 'agent' | 'llm'>, edits: AgentChanges): Draft {
  return { agent: { ...agent, ...edits.agent } as Agent, llm: llm && ({ ...llm, ...edits.llm } as RetellLlm) };
}

/** Edited fields that differ from what is stored, for the two update operations. A field that was emptied goes as null. */
export function changesOf(edits: AgentChanges, stored: Pick<AgentWithEngine, 'agent' | 'llm'>): AgentChanges {
  return {
    agent: changedFields(edits.agent, stored.agent),
    llm: stored.llm ? changedFields(edits.llm, stored.llm) : {},
  };
}

/** The edits that were made while `saved` was on its way; the others are stored now. */
export function editsAfter(saved: AgentChanges, edits: AgentChanges): AgentChanges {
  return { agent: fieldsAfter(saved.agent, edits.agent), llm: fieldsAfter(saved.llm, edits.llm) };
}

function fieldsAfter(saved: Record<string, unknown>, edits: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(edits).filter(([field, value]) => value !== saved[field]));
}

export function isChanged({ agent, llm }: AgentChanges): boolean {
  return Object.keys(agent).length + Object.keys(llm).length > 0;
}

function changedFields(edits: Record<string, unknown>, stored: Record<string, unknown>): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(edits)) {
    if (JSON.stringify(value ?? null) !== JSON.stringify(stored[field] ?? null)) changed[field] = value ?? null;
  }
  return changed;
}
