// Knowledge bases that a document names must be there when they are named; one that is deleted later does not spoil the document.

import { invalidRequest, quoted } from '../../contract/index.ts';
import { findKnowledgeBaseIds } from '../../storage/tables/index.ts';
import type { ResourceDeps } from '../deps.ts';

/** A list of ids, and where it stands. */
export interface NamedKnowledgeBases {
  path: string;
  ids: readonly string[];
}

/** Throws 400 for the first id that the workspace does not have. `before`: what the document named until now, which may stay. */
export async function checkNamedKnowledgeBases(
  db: ResourceDeps['db'],
  workspaceId: string,
  lists: readonly NamedKnowledgeBases[],
  before: readonly NamedKnowledgeBases[] = [],
): Promise<void> {
  const old = new Set(before.flatMap(({ ids }) => ids));
  const fresh = [...new Set(lists.flatMap(({ ids }) => ids))].filter((id) => !old.has(id));
  if (fresh.length === 0) return;
  const known = await findKnowledgeBaseIds(db, workspaceId, fresh);
  for (const { path, ids } of lists) {
    const missing = ids.findIndex((id) => !old.has(id) && !known.has(id));
    if (missing === -1) continue;
    throw invalidRequest(`${path}[${missing}]: there is no knowledge base ${quoted(ids[missing])}.`);
  }
}
