// Retell LLMs: create, get, list, update, delete. They have no publishing of their own: agent/publish.ts carries them along.

import { notFound, refused, type RequestBody, type Schema } from '../../contract/index.ts';
import type { Row } from '../../storage/index.ts';
import {
  deleteRetellLlmRows,
  findAgentsByEngine,
  findRetellLlm,
  insertRetellLlm,
  listLatestRetellLlmRows,
  listRetellLlmRows,
  lockVersions,
  updateRetellLlmRow,
} from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';
import {
  checkNamedKnowledgeBases,
  enginePageStart,
  swapWarnings,
  type EngineListQuery,
  type EngineWarning,
  type NamedKnowledgeBases,
} from '../engine-document/index.ts';
import { pageLimit } from '../limits.ts';
import { newId } from '../new-id.ts';
import { pageOf, type Page } from '../page-key.ts';
import { checkRetellLlm, type RetellLlmConfig } from './checks.ts';
import { toolsOfRetellLlm, warningsOfRetellLlm } from './warnings.ts';

type Deps = Pick<ResourceDeps, 'db' | 'now'>;
type RetellLlm = Schema<'RetellLLMResponse'>;

/** `version` undefined = the latest. */
export interface LlmPlace {
  workspaceId: string;
  llmId: string;
  version?: number | undefined;
}

export async function createRetellLlm(
  deps: Deps,
  workspaceId: string,
  body: RequestBody<'createRetellLLM'>,
): Promise<RetellLlm> {
  const config = ownFields(body);
  checkRetellLlm(config);
  await checkNamedKnowledgeBases(deps.db, workspaceId, knowledgeBasesOf(config));
  const now = deps.now();
  const row = await insertRetellLlm(deps.db, {
    workspace_id: workspaceId,
    llm_id: newId('llm'),
    version: 0,
    is_published: false,
    config: JSON.stringify(config),
    created_at: now,
    modified_at: now,
  });
  return render(row);
}

export async function getRetellLlm(deps: Deps, place: LlmPlace): Promise<RetellLlm> {
  return render(await existing(deps.db, place));
}

/** One entry per version. `pagination_key` and its version name the last entry of the page before. */
export async function listRetellLlms(
  deps: Deps,
  workspaceId: string,
  query: { limit?: number; pagination_key?: string; pagination_key_version?: number },
): Promise<RetellLlm[]> {
  const { pagination_key: llm_id, pagination_key_version: version } = query;
  const rows = await listRetellLlmRows(deps.db, workspaceId, {
    limit: pageLimit(query.limit, 1000),
    ...(llm_id === undefined ? {} : { after: { llm_id, ...(version === undefined ? {} : { version }) } }),
  });
  return rows.map(render);
}

/** One entry per LLM, in its latest version. */
export async function listRetellLlmsV2(
  deps: Pick<Deps, 'db'>,
  workspaceId: string,
  query: EngineListQuery,
): Promise<Page<RetellLlm>> {
  const { list, limit, ...start } = enginePageStart('retell llms', query);
  const rows = await listLatestRetellLlmRows(deps.db, workspaceId, { ...start, limit: limit + 1 });
  return pageOf(rows, limit, list, (row) => [row.created_at, row.llm_id], render);
}

/** What is doubtful in one version. */
export async function listRetellLlmWarnings(
  deps: Pick<ResourceDeps, 'db' | 'thinking'>,
  place: LlmPlace,
): Promise<{ items: EngineWarning[] }> {
  const row = await existing(deps.db, place);
  const config = row.config as RetellLlmConfig;
  const ofSwaps = await swapWarnings(deps.db, place.workspaceId, toolsOfRetellLlm(config));
  return { items: [...warningsOfRetellLlm(deps, config), ...ofSwaps] };
}

/** Changes the latest draft, or the version that is named. A published one cannot be changed. */
export async function updateRetellLlm(
  deps: Deps,
  place: LlmPlace,
  change: RequestBody<'updateRetellLLM'>,
): Promise<RetellLlm> {
  return deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.llmId);
    const row = await llmToUpdate(tx, place);
    const config = { ...(row.config as RetellLlmConfig), ...ownFields(change) };
    checkRetellLlm(config);
    const before = knowledgeBasesOf(row.config as RetellLlmConfig);
    await checkNamedKnowledgeBases(tx, place.workspaceId, knowledgeBasesOf(config), before);
    const key = { workspace_id: row.workspace_id, llm_id: row.llm_id, version: row.version };
    const updated = await updateRetellLlmRow(tx, key, { config: JSON.stringify(config), modified_at: deps.now() });
    return render(updated ?? row);
  });
}

/** All versions. Refused while an agent uses it, because that agent's calls could not run any more; `force` does it all the same. */
export async function deleteRetellLlm(deps: Deps, place: LlmPlace, force = false): Promise<void> {
  const key = { workspace_id: place.workspaceId, llm_id: place.llmId };
  await deps.db.transaction().execute(async (tx) => {
    await lockVersions(tx, place.llmId);
    const users = force ? [] : await findAgentsByEngine(tx, place.workspaceId, place.llmId);
    if (users.length > 0)
      throw refused(
        `Cannot delete an LLM that agents use: ${users.slice(0, 5).join(', ')}. Delete those first, give them another engine, or add force_delete=true.`,
      );
    if (!(await deleteRetellLlmRows(tx, key, deps.now()))) throw notFound('retell llm', place.llmId);
  });
}

function knowledgeBasesOf(config: RetellLlmConfig): NamedKnowledgeBases[] {
  return [{ path: 'knowledge_base_ids', ids: config.knowledge_base_ids ?? [] }];
}

/** Published in place, a version may stand above drafts. */
async function llmToUpdate(db: ResourceDeps['db'], place: LlmPlace): Promise<Row<'retell_llms'>> {
  const key = { workspace_id: place.workspaceId, llm_id: place.llmId };
  const draft = place.version === undefined ? await findRetellLlm(db, key, undefined, { published: false }) : undefined;
  const row = draft ?? (await existing(db, place));
  if (row.is_published) throw refused('Cannot update published LLM');
  return row;
}

async function existing(db: ResourceDeps['db'], place: LlmPlace): Promise<Row<'retell_llms'>> {
  const key = { workspace_id: place.workspaceId, llm_id: place.llmId };
  const row = await findRetellLlm(db, key, place.version);
  if (row) return row;
  const latest = place.version === undefined ? undefined : await findRetellLlm(db, key);
  throw notFound(
    'retell llm',
    place.llmId,
    latest ? `It has versions 0 to ${latest.version}, not ${place.version}.` : '',
  );
}

/** The version is the server's to say, as are the fields that only answers have. */
function ownFields(body: object): RetellLlmConfig {
  const {
    llm_id: _id,
    version: _version,
    is_published: _published,
    last_modification_timestamp: _time,
    ...own
  } = body as Record<string, unknown>;
  return own as RetellLlmConfig;
}

function render(row: Row<'retell_llms'>): RetellLlm {
  return {
    ...(row.config as RetellLlmConfig),
    llm_id: row.llm_id,
    version: row.version,
    is_published: row.is_published,
    last_modification_timestamp: row.modified_at,
  } as RetellLlm;
}
