// The editable copy of an agent, and saving it.

import { useEffect, useMemo, useState } from 'react';
import { useBlocker } from 'react-router';
import { useSaveAgent } from '../api/index.ts';
import type { Agent, AgentChanges, AgentWithEngine, RetellLlm } from '../api/index.ts';
import { changesOf, draftOf, editsAfter, isChanged, noEdits } from './draft.ts';

export function useDraft(stored: AgentWithEngine) {
  const [edits, setEdits] = useState<AgentChanges>(noEdits);
  const save = useSaveAgent(stored.agent.agent_id);
  const draft = useMemo(() => draftOf(stored, edits), [stored, edits]);
  const changes = useMemo(() => changesOf(edits, stored), [edits, stored]);
  const dirty = isChanged(changes);
  useLeaveWarning(dirty);

  return {
    draft,
    dirty,
    saving: save.isPending,
    error: save.error,
    dismissError: save.reset,
    /** Asks to leave the page with unsaved changes, within the dashboard. */
    leaving: useBlocker(
      ({ currentLocation, nextLocation }) => dirty && currentLocation.pathname !== nextLocation.pathname,
    ),
    setAgent: (fields: Partial<Agent>) => setEdits(({ agent, llm }) => ({ agent: { ...agent, ...fields }, llm })),
    setLlm: (fields: Partial<RetellLlm>) => setEdits(({ agent, llm }) => ({ agent, llm: { ...llm, ...fields } })),
    discard: () => setEdits(noEdits),
    /** Resolves to false when the API refused; the words are in `error`. What is typed while it runs stays as unsaved. */
    save: async (): Promise<boolean> => {
      if (!dirty) return true;
      try {
        await save.mutateAsync({ changes, llmId: stored.llm?.llm_id ?? null });
        setEdits((current) => editsAfter(edits, current));
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** The browser asks before a tab with unsaved changes is closed. */
function useLeaveWarning(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [on]);
}
