// Conversation flows: create, get, list, update, delete. They are published with the agent that uses them.

import { notFound, refused, type RequestBody, type Schema } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import {
  deleteConversationFlowRows,
  findAgentsByEngine,
  findComponents,
  findConversationFlow,
  insertConversationFlow,
  isEngineOfChats,
  listConversationFlowRows,
  listLatestConversationFlowRows,
  lockComponentsShared,
  lockVersions,
  updateConversationFlowRow,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { enginePageStart, swapWarnings, type EngineListQuery, type EngineWarning } from '../engine-document/index.ts';
import { pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { pageOf, type Page } from '../page-key.ts';
import { checkConversationFlow, checkReferences } from './checks.ts';
import { sharedComponentIds, type ConversationFlowConfig } from './components.ts';
import { phoneOnlyWarnings, toolsOfFlow, warningsOfFlow } from './warnings.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;
type ConversationFlow = Schema<'ConversationFlowResponse'>;

/** `version` undefined = the latest. */
export interface FlowPlace {
  workspaceId: string;
  flowId: string;
  version?: number | undefined;
}

export async function createConversationFlow(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'createConversationFlow'>,
): Promise<ConversationFlow> {
  const config = ownFields(body);
  checkConversationFlow(config);
  return deps.db.transaction().execute(async (tx) => {
    await lockComponentsShared(tx, workspaceId);
    await checkReferences(tx, workspaceId, config);
    const now = deps.now();
    const row = await insertConversationFlow(tx, {
      workspace_id: workspaceId,
      conversation_flow_id: newId('conversation_flow'),
      version: 0,
      is_published: false,
      ...documentColumns(config),
      created_at: now,
      modified_at: now,
    });
    return renderConversationFlow(row);
  });
}

export async function getConversationFlow(deps: Pick<Deps, 'db'>, place: FlowPlace): Promise<ConversationFlow> {
  return renderConversationFlow(await existingFlow(deps.db, place));
}

/** One entry per version. `pagination_key` and its version name the last entry of the page before. */
export async function listConversationFlows(
  deps: Pick<Deps, 'db'>,
  workspaceId: string,
  query: { limit?: number; pagination_key?: string; pagination_key_version?: number },
): Promise<ConversationFlow[]> {
  const { pagination_key: conversation_flow_id, pagination_key_version: version } = query;
  const rows = await listConversationFlowRows(deps.db, workspaceId, {
    limit: pageLimit(query.limit, 1000),
    ...(conversation_flow_id === undefined
      ? {}
      : { after: { conversation_flow_id, ...(version === undefined ? {} : { version }) } }),
  });
  return rows.map(renderConversationFlow);
}

/** One entry per flow, in its latest version. */
export async function listConversationFlowsV2(
  deps: Pick<Deps, 'db'>,
  workspaceId: string,
  query: EngineListQuery,
): Promise<Page<ConversationFlow>> {
  const { list, limit, ...start } = enginePageStart('conversation flows', query);
  const rows = await listLatestConversationFlowRows(deps.db, workspaceId, { ...start, limit: limit + 1 });
  return pageOf(rows, limit, list, (row) => [row.created_at, row.conversation_flow_id], renderConversationFlow);
}

/** What is doubtful in one version. */
export async function listConversationFlowWarnings(
  deps: Pick<ResourceDeps, 'db' | 'thinking'>,
  place: FlowPlace,
): Promise<{ items: EngineWarning[] }> {
  const row = await existingFlow(deps.db, place);
  const shared = await findComponents(deps.db, place.workspaceId, row.linked_component_ids);
  const sharedIds = new Set(shared.map((component) => component.conversation_flow_component_id));
  const config = row.config as ConversationFlowConfig;
  const isOfChats = await isEngineOfChats(deps.db, place.workspaceId, row.conversation_flow_id);
  const ofSwaps = await swapWarnings(deps.db, place.workspaceId, toolsOfFlow(config));
  return {
    items: [...warningsOfFlow(deps, config, sharedIds), ...ofSwaps, ...(isOfChats ? phoneOnlyWarnings(config) : [])],
  };
}

/** Changes the latest draft, or the version that is named, field by field. A published one cannot be changed. */
export async function updateConversationFlow(
  deps: Deps,
  place: FlowPlace,
  change: RequestBody<'updateConversationFlow'>,
): Promise<ConversationFlow> {
  return deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.flowId);
    await lockComponentsShared(tx, place.workspaceId);
    const row = await flowToUpdate(tx, place);
    const config = { ...(row.config as ConversationFlowConfig), ...ownFields(change) };
    checkConversationFlow(config);
    await checkReferences(tx, place.workspaceId, config, row.config as ConversationFlowConfig);
    const updated = await updateConversationFlowRow(
      tx,
      { ...keyOf(place), version: row.version },
      { ...documentColumns(config), modified_at: deps.now() },
    );
    return renderConversationFlow(updated ?? row);
  });
}

/** All versions. Refused while an agent uses it, because that agent's calls could not run any more; `force` does it all the same. */
export async function deleteConversationFlow(deps: Deps, place: FlowPlace, force = false): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.flowId);
    const users = force ? [] : await findAgentsByEngine(tx, place.workspaceId, place.flowId);
    if (users.length > 0)
      throw refused(
        `Cannot delete a conversation flow that agents use: ${users.slice(0, 5).join(', ')}. Delete those first, give them another engine, or add force_delete=true.`,
      );
    if (!(await deleteConversationFlowRows(tx, keyOf(place), deps.now())))
      throw notFound('conversation flow', place.flowId);
  });
}

/** The row of a version; throws for a flow or a version that is not there. */
export async function existingFlow(db: ResourceDeps['db'], place: FlowPlace): Promise<Row<'conversation_flows'>> {
  const row = await findConversationFlow(db, keyOf(place), place.version);
  if (row) return row;
  const latest = place.version === undefined ? undefined : await findConversationFlow(db, keyOf(place));
  throw notFound(
    'conversation flow',
    place.flowId,
    latest ? `It has versions 0 to ${latest.version}, not ${place.version}.` : '',
  );
}

export function renderConversationFlow(row: Row<'conversation_flows'>): ConversationFlow {
  return {
    ...(row.config as ConversationFlowConfig),
    conversation_flow_id: row.conversation_flow_id,
    version: row.version,
    is_published: row.is_published,
    last_modification_timestamp: row.modified_at,
  } as ConversationFlow;
}

/** The columns that follow from a document. */
export function documentColumns(config: ConversationFlowConfig): { config: string; linked_component_ids: string[] } {
  return { config: JSON.stringify(config), linked_component_ids: sharedComponentIds(config) };
}

/** Published in place, a version may stand above drafts. */
async function flowToUpdate(db: ResourceDeps['db'], place: FlowPlace): Promise<Row<'conversation_flows'>> {
  const isNamed = place.version !== undefined;
  const draft = isNamed ? undefined : await findConversationFlow(db, keyOf(place), undefined, { published: false });
  const row = draft ?? (await existingFlow(db, place));
  if (row.is_published) throw refused('Cannot update published conversation flow');
  return row;
}

function keyOf(place: FlowPlace): { workspace_id: string; conversation_flow_id: string } {
  return { workspace_id: place.workspaceId, conversation_flow_id: place.flowId };
}

/** Id, version and state are the server's to say. */
function ownFields(body: object): ConversationFlowConfig {
  const {
    conversation_flow_id: _id,
    version: _version,
    is_published: _published,
    last_modification_timestamp: _time,
    ...own
  } = body as Record<string, unknown>;
  return own as ConversationFlowConfig;
}
