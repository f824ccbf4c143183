// The editable copy of an agent, and saving it.

import { useEffect, useMemo, useState } from 'react';
import { useSaveAgent } from '../api/index.ts';
import type { Agent, AgentWithEngine, RetellLlm } from '../api/index.ts';
import { changesOf, draftOf, isChanged } from './draft.ts';

export function useDraft(stored: AgentWithEngine) {
  const agentId = stored.agent.agent_id;
  const [draft, setDraft] = useState(() => draftOf(stored));
  const save = useSaveAgent(agentId);
  const changes = useMemo(() => changesOf(draft, draftOf(stored)), [draft, stored]);
  const dirty = isChanged(changes);
  useLeaveWarning(dirty);

  const { version } = stored.agent;
  useEffect(() => {
    // A publish made a new version: its fields are those just stored, under other ids of version.
    setDraft((current) => (current.agent.version === version ? current : draftOf(stored)));
  }, [version, stored]);

  return {
    draft,
    dirty,
    saving: save.isPending,
    error: save.error,
    dismissError: save.reset,
    setAgent: (fields: Partial<Agent>) =>
      setDraft((current) => ({ ...current, agent: { ...current.agent, ...fields } as Agent })),
    setLlm: (fields: Partial<RetellLlm>) =>
      setDraft((current) => (current.llm ? { ...current, llm: { ...current.llm, ...fields } as RetellLlm } : current)),
    discard: () => setDraft(draftOf(stored)),
    /** Resolves to false when the API refused; the words are in `error`. */
    save: async (): Promise<boolean> => {
      if (!dirty) return true;
      try {
        setDraft(draftOf(await save.mutateAsync({ changes, llmId: draft.llm?.llm_id ?? null })));
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
