// Shared components: sub-flows of the workspace's library that conversation flows refer to. They have no versions.

import { notFound, type RequestBody, type Schema } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import {
  deleteComponentRow,
  findComponent,
  findComponents,
  findLinkedFlowIds,
  findLinkedFlows,
  insertComponent,
  listComponentRows,
  lockComponent,
  lockComponentsAlone,
  updateComponentRow,
  updateConversationFlowRow,
  type ComponentPage,
} from '../../storage/tables/index.ts';
import {
  checkReferences,
  documentColumns,
  sharedComponentIds,
  warningsOfFlow,
  withLocalCopy,
  type ConversationFlowConfig,
} from '../conversation-flow/index.ts';
import type { EngineWarning } from '../engine-document/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { decodePageKey, pageOf, type Page } from '../page-key.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;
type Component = Schema<'ConversationFlowComponentResponse'>;
type ComponentConfig = Schema<'ConversationFlowComponent'>;
type ComponentRow = Row<'conversation_flow_components'>;

export interface ComponentPlace {
  workspaceId: string;
  componentId: string;
}

/** Most entries of the list without pages. */
const MAX_UNPAGED = 1000;

export async function createConversationFlowComponent(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'createConversationFlowComponent'>,
): Promise<Component> {
  const config = ownFields(body);
  await checkReferences(deps.db, workspaceId, config);
  const now = deps.now();
  const row = await insertComponent(deps.db, {
    workspace_id: workspaceId,
    conversation_flow_component_id: newId('conversation_flow_component'),
    config: JSON.stringify(config),
    created_at: now,
    modified_at: now,
  });
  return render(row, []);
}

export async function getConversationFlowComponent(deps: Pick<Deps, 'db'>, place: ComponentPlace): Promise<Component> {
  const row = await findComponent(deps.db, keyOf(place));
  if (!row) throw unknown(place);
  return renderLinked(deps, row);
}

/** The newest, without pages. */
export async function listConversationFlowComponents(
  deps: Pick<Deps, 'db'>,
  workspaceId: string,
): Promise<Component[]> {
  const rows = await listComponentRows(deps.db, workspaceId, { order: 'descending', limit: MAX_UNPAGED });
  const links = await linksOf(deps, workspaceId, rows);
  return rows.map((row) => render(row, links.get(row.conversation_flow_component_id)));
}

export async function listConversationFlowComponentsV2(
  deps: Pick<Deps, 'db'>,
  workspaceId: string,
  query: { limit?: number; sort_order?: 'ascending' | 'descending'; pagination_key?: string },
): Promise<Page<Component>> {
  const order = query.sort_order ?? 'descending';
  const list = `components ${order}`;
  const limit = pageLimit(query.limit, 50);
  const rows = await listComponentRows(deps.db, workspaceId, {
    order,
    limit: limit + 1,
    ...afterOf(list, query.pagination_key),
  });
  const links = await linksOf(deps, workspaceId, rows);
  return pageOf(
    rows,
    limit,
    list,
    (row) => [row.created_at, row.conversation_flow_component_id],
    (row) => render(row, links.get(row.conversation_flow_component_id)),
  );
}

/** What is doubtful in it. */
export async function listConversationFlowComponentWarnings(
  deps: Pick<ResourceDeps, 'db' | 'thinking'>,
  place: ComponentPlace,
): Promise<{ items: EngineWarning[] }> {
  const row = await findComponent(deps.db, keyOf(place));
  if (!row) throw unknown(place);
  const config = row.config as ComponentConfig;
  const shared = await findComponents(deps.db, place.workspaceId, sharedComponentIds(config));
  const sharedIds = new Set(shared.map((component) => component.conversation_flow_component_id));
  return { items: warningsOfFlow(deps, config, sharedIds) };
}

/** Reaches every draft that refers to it; published versions have copies of their own. */
export async function updateConversationFlowComponent(
  deps: Deps,
  place: ComponentPlace,
  change: RequestBody<'updateConversationFlowComponent'>,
): Promise<Component> {
  const updated = await deps.db.transaction().execute(async (tx) => {
    const row = await lockComponent(tx, keyOf(place));
    if (!row) throw unknown(place);
    const config = { ...(row.config as ComponentConfig), ...ownFields(change) };
    await checkReferences(tx, place.workspaceId, config, row.config as ComponentConfig);
    const fields = { config: JSON.stringify(config), modified_at: deps.now() };
    return (await updateComponentRow(tx, keyOf(place), fields)) ?? row;
  });
  return renderLinked(deps, updated);
}

/** Flows that refer to it go on with copies of their own. */
export async function deleteConversationFlowComponent(deps: Deps, place: ComponentPlace): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    await lockComponentsAlone(tx, place.workspaceId);
    const component = await lockComponent(tx, keyOf(place));
    if (!component) throw unknown(place);
    for (const { workspace_id, conversation_flow_id, version, config } of await findLinkedFlows(tx, keyOf(place))) {
      const own = withLocalCopy(config as ConversationFlowConfig, component);
      await updateConversationFlowRow(tx, { workspace_id, conversation_flow_id, version }, documentColumns(own));
    }
    await deleteComponentRow(tx, keyOf(place));
  });
}

/** The operation lists no 400: a key that cannot be read means the first page. */
function afterOf(list: string, key: string | undefined): Pick<ComponentPage, 'after'> {
  if (key === undefined) return {};
  try {
    const [created_at, id] = decodePageKey(list, key, ['number', 'string']) as [number, string];
    return { after: { created_at, conversation_flow_component_id: id } };
  } catch {
    return {};
  }
}

function linksOf(
  deps: Pick<Deps, 'db'>,
  workspaceId: string,
  rows: readonly ComponentRow[],
): Promise<Map<string, string[]>> {
  const ids = rows.map((row) => row.conversation_flow_component_id);
  return findLinkedFlowIds(deps.db, workspaceId, ids);
}

async function renderLinked(deps: Pick<Deps, 'db'>, row: ComponentRow): Promise<Component> {
  const links = await linksOf(deps, row.workspace_id, [row]);
  return render(row, links.get(row.conversation_flow_component_id));
}

function render(row: ComponentRow, linkedFlowIds: string[] = []): Component {
  return {
    ...(row.config as ComponentConfig),
    conversation_flow_component_id: row.conversation_flow_component_id,
    user_modified_timestamp: row.modified_at,
    linked_conversation_flow_ids: linkedFlowIds,
  } as Component;
}

/** Id and state are the server's to say. */
function ownFields(body: object): ComponentConfig {
  const {
    conversation_flow_component_id: _id,
    user_modified_timestamp: _time,
    linked_conversation_flow_ids: _links,
    ...own
  } = body as Record<string, unknown>;
  return own as ComponentConfig;
}

function keyOf(place: ComponentPlace): { workspace_id: string; conversation_flow_component_id: string } {
  return { workspace_id: place.workspaceId, conversation_flow_component_id: place.componentId };
}

function unknown(place: ComponentPlace): Error {
  return notFound('conversation flow component', place.componentId);
}
