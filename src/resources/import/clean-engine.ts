// An exported flow or LLM as it is created here: everything in it is kept, but for references to what stayed behind.

import type { Document } from './bundle.ts';

const OF_THE_OTHER_PLACE = [
  'conversation_flow_id',
  'llm_id',
  'conversation_flow_component_id',
  'version',
  'is_published',
  'last_modification_timestamp',
  'user_modified_timestamp',
  'linked_conversation_flow_ids',
];

/** Ids where things come from -> ids here. */
export interface KnownIds {
  components: ReadonlyMap<string, string>;
  agents: ReadonlyMap<string, string>;
  knowledgeBases: ReadonlySet<string>;
}

export interface CleanEngine {
  document: Document;
  changes: string[];
  /** Agents that it hands calls to and that are not here. */
  unknownAgents: string[];
}

export function cleanEngine(original: Document, known: KnownIds): CleanEngine {
  const lost = new Set<string>();
  const unknownAgents = new Set<string>();
  const document = rewritten(original, (key, value) => {
    if (key === 'knowledge_base_ids' && Array.isArray(value)) {
      const kept = value.filter((id) => known.knowledgeBases.has(id as string));
      value.filter((id) => !kept.includes(id)).forEach((id) => lost.add(String(id)));
      return kept;
    }
    if (key === 'component_id' && typeof value === 'string') return known.components.get(value) ?? value;
    if (key === 'agent_id' && typeof value === 'string' && value !== '') {
      const here = known.agents.get(value);
      if (here === undefined) unknownAgents.add(value);
      return here ?? value;
    }
    return value;
  }) as Document;
  for (const name of OF_THE_OTHER_PLACE) delete document[name];
  const changes =
    lost.size === 0
      ? []
      : [`knowledge bases are not part of an import and were taken out: ${[...lost].join(', ').slice(0, 300)}`];
  return { document, changes, unknownAgents: [...unknownAgents] };
}

/** A deep copy in which `change` had a say on every field of every object. */
function rewritten(value: unknown, change: (key: string, value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, rewritten(change(key, child), change)]));
}
