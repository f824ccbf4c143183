// Takes out of a draft and its engine what refers to things that are not there any more. Nothing to repair changes nothing.

import type { Transaction } from 'kysely';
import { invalidRequest, refused, type RequestBody } from '../../contract/index.ts';
import type { Database, Row } from '../../storage/index.ts';
import {
  findComponents,
  findConversationFlow,
  findKnowledgeBaseIds,
  findRetellLlm,
  lockComponentsShared,
  lockVersions,
  updateAgentRow,
  updateConversationFlowRow,
  updateRetellLlmRow,
} from '../../storage/tables/index.ts';
import { sharedComponentIds, type ConversationFlowConfig } from '../conversation-flow/components.ts';
import { documentColumns } from '../conversation-flow/flows.ts';
import type { ResourceDeps } from '../deps.ts';
import { checkVoice, withOwnVoices } from '../voice/index.ts';
import { existingAgent, type AgentPlace } from './place.ts';
import { renderAgent, type Agent, type ChatAgent } from './render.ts';
import { namedKnowledgeBases, withoutReferences, type Missing } from './repair-document.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now' | 'voices'>;
type Document = Record<string, unknown>;

/** Without a version the latest. A published one is refused. */
export async function repairAgent(
  deps: Deps,
  place: AgentPlace,
  { version }: RequestBody<'repairAgent'> = {},
): Promise<Agent | ChatAgent> {
  return deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.agentId);
    const row = await existingAgent(tx, { ...place, version });
    if (row.is_published) throw refused(`Version ${row.version} is published and cannot be repaired.`);
    await repairEngine(tx, row, deps.now());
    const known = await withOwnVoices({ ...deps, db: tx }, place.workspaceId);
    const config = row.channel === 'voice' ? withKnownVoices(known.voices(), row.config) : row.config;
    if (JSON.stringify(config) === JSON.stringify(row.config)) return renderAgent(row);
    const change = { config: JSON.stringify(config), modified_at: deps.now() };
    return renderAgent((await updateAgentRow(tx, row, change)) ?? row);
  });
}

function withKnownVoices(voices: ReturnType<ResourceDeps['voices']>, config: Document): Document {
  const { voice_id, fallback_voice_ids: fallbacks } = config as {
    voice_id: string;
    fallback_voice_ids?: string[] | null;
  };
  const isKnown = (id: string): boolean => {
    try {
      checkVoice(voices, id);
      return true;
    } catch {
      return false;
    }
  };
  const usual = (voices.find((voice) => voice.available) ?? voices[0])?.voice_id;
  if (!isKnown(voice_id) && usual === undefined)
    throw invalidRequest('voice_id: it is not known, and there is no voice here to put in its place.');
  return {
    ...config,
    voice_id: isKnown(voice_id) ? voice_id : usual,
    ...(fallbacks ? { fallback_voice_ids: fallbacks.filter(isKnown) } : {}),
  };
}

async function repairEngine(tx: Transaction<Database>, agent: Row<'agents'>, now: number): Promise<void> {
  const { workspace_id, engine_type, engine_id: id, version } = agent;
  if (id === null) return;
  await lockVersions(tx, id);
  if (engine_type === 'retell-llm') {
    const key = { workspace_id, llm_id: id, version };
    const llm = await findRetellLlm(tx, key, version);
    const config = llm && !llm.is_published ? await repaired(tx, workspace_id, llm.config) : undefined;
    if (config) await updateRetellLlmRow(tx, key, { config: JSON.stringify(config), modified_at: now });
    return;
  }
  await lockComponentsShared(tx, workspace_id);
  const key = { workspace_id, conversation_flow_id: id, version };
  const flow = await findConversationFlow(tx, key, version);
  const config = flow && !flow.is_published ? await repaired(tx, workspace_id, flow.config) : undefined;
  if (!config) return;
  const columns = documentColumns(config as unknown as ConversationFlowConfig);
  await updateConversationFlowRow(tx, key, { ...columns, modified_at: now });
}

/** Undefined when there is nothing to repair. */
async function repaired(
  tx: Transaction<Database>,
  workspaceId: string,
  config: Document,
): Promise<Document | undefined> {
  const document = withoutReferences(config, await missingFrom(tx, workspaceId, config));
  return JSON.stringify(document) === JSON.stringify(config) ? undefined : document;
}

async function missingFrom(tx: Transaction<Database>, workspaceId: string, config: Document): Promise<Missing> {
  const bases = namedKnowledgeBases(config);
  const components = sharedComponentIds(config as unknown as ConversationFlowConfig);
  const knownBases = bases.length === 0 ? new Set() : await findKnowledgeBaseIds(tx, workspaceId, bases);
  const known = await findComponents(tx, workspaceId, components);
  const knownComponents = new Set(known.map((component) => component.conversation_flow_component_id));
  return {
    knowledgeBases: new Set(bases.filter((id) => !knownBases.has(id))),
    components: new Set(components.filter((id) => !knownComponents.has(id))),
  };
}
