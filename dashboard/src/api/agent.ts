// Agents and the prompts behind them.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Agent, RetellLlm } from './contract.ts';
import { request } from './request.ts';

const pageSize = 1000;

export interface AgentRow {
  agent: Agent;
  /** Model of its prompt; null for engines that have none. */
  model: string | null;
  publishedVersion: number | null;
}

/** One row per agent (the list has one per version), last edited first. */
export function useAgents() {
  return useQuery({ queryKey: ['agents'], queryFn: ({ signal }) => listAgents(signal) });
}

async function listAgents(signal: AbortSignal): Promise<AgentRow[]> {
  const [versions, llms] = await Promise.all([
    request<Agent[]>(`/list-agents?limit=${pageSize}`, { signal }),
    request<RetellLlm[]>(`/list-retell-llms?limit=${pageSize}`, { signal }),
  ]);
  return agentRows(versions, llms);
}

/** Folds one row per version into one row per agent: the latest version stands for it. */
export function agentRows(versions: Agent[], llms: RetellLlm[]): AgentRow[] {
  const byAgent = Map.groupBy(versions, (agent) => agent.agent_id);
  return [...byAgent.values()]
    .map((own) => {
      const agent = own.reduce((latest, other) => (other.version > latest.version ? other : latest));
      const published = own.filter((version) => version.is_published).map((version) => version.version);
      return {
        agent,
        model: modelOf(agent, llms),
        publishedVersion: published.length ? Math.max(...published) : null,
      };
    })
    .sort((a, b) => b.agent.last_modification_timestamp - a.agent.last_modification_timestamp);
}

function modelOf({ response_engine: engine, version }: Agent, llms: RetellLlm[]): string | null {
  if (engine.type !== 'retell-llm') return null;
  const own = llms.filter((llm) => llm.llm_id === engine.llm_id);
  const same = own.find((llm) => llm.version === (engine.version ?? version)) ?? own[0];
  return same?.model ?? null;
}

export interface AgentWithEngine {
  agent: Agent;
  /** Null when the agent's engine is not a Retell LLM. */
  llm: RetellLlm | null;
  versions: Agent[];
}

export function useAgent(agentId: string) {
  return useQuery({ queryKey: ['agent', agentId], queryFn: ({ signal }) => getAgent(agentId, signal) });
}

async function getAgent(agentId: string, signal?: AbortSignal): Promise<AgentWithEngine> {
  const id = encodeURIComponent(agentId);
  const [agent, versions] = await Promise.all([
    request<Agent>(`/get-agent/${id}`, { signal }),
    request<Agent[]>(`/get-agent-versions/${id}`, { signal }),
  ]);
  const engine = agent.response_engine;
  if (engine.type !== 'retell-llm') return { agent, llm: null, versions };
  const version = engine.version ?? agent.version;
  const llm = await request<RetellLlm>(`/get-retell-llm/${encodeURIComponent(engine.llm_id)}?version=${version}`, {
    signal,
  });
  return { agent, llm, versions };
}

export interface NewAgent {
  agent: { agent_name: string; voice_id: string } & Record<string, unknown>;
  llm: Record<string, unknown>;
}

export function useCreateAgent() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ agent, llm }: NewAgent) => {
      const { llm_id } = await request<RetellLlm>('/create-retell-llm', { method: 'POST', body: llm });
      const body = { ...agent, response_engine: { type: 'retell-llm', llm_id } };
      return request<Agent>('/create-agent', { method: 'POST', body }).catch(async (error: unknown) => {
        await deleteLlm(llm_id);
        throw error;
      });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['agents'] }),
  });
}

/** Changed fields only; either part may be empty. */
export interface AgentChanges {
  agent: Record<string, unknown>;
  llm: Record<string, unknown>;
}

export function useSaveAgent(agentId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ changes, llmId }: { changes: AgentChanges; llmId: string | null }) => {
      if (llmId !== null && Object.keys(changes.llm).length > 0)
        await request(`/update-retell-llm/${encodeURIComponent(llmId)}`, { method: 'PATCH', body: changes.llm });
      if (Object.keys(changes.agent).length > 0)
        await request(`/update-agent/${encodeURIComponent(agentId)}`, { method: 'PATCH', body: changes.agent });
      return getAgent(agentId);
    },
    onSuccess: (saved) => {
      queries.setQueryData(['agent', agentId], saved);
      return queries.invalidateQueries({ queryKey: ['agents'] });
    },
    // One of the two parts may be stored.
    onError: () => queries.invalidateQueries({ queryKey: ['agent', agentId] }),
  });
}

export function usePublishAgent(agentId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => request(`/publish-agent/${encodeURIComponent(agentId)}`, { method: 'POST', body: {} }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['agent', agentId] }),
        queries.invalidateQueries({ queryKey: ['agents'] }),
      ]),
  });
}

/** Deletes the agent, then its prompt: one that another agent still uses stays, which is no error here. */
export function useDeleteAgent() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ agent_id, response_engine: engine }: Agent) => {
      await request(`/delete-agent/${encodeURIComponent(agent_id)}`, { method: 'DELETE' });
      if (engine.type !== 'retell-llm') return;
      await deleteLlm(engine.llm_id);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['agents'] }),
  });
}

/** A prompt that the API does not give up stays. */
async function deleteLlm(llmId: string): Promise<void> {
  await request(`/delete-retell-llm/${encodeURIComponent(llmId)}`, { method: 'DELETE' }).catch(() => {});
}
