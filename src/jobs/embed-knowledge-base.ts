// Makes the vectors of a knowledge base anew that another model has made; it is found in meanwhile as far as the new ones go. Reading its
// sources makes the first ones.

import { embedChunks, type EmbedChunksDeps } from '../resources/knowledge-base/index.ts';
import type { JobPayloads } from '../storage/index.ts';

/** Safe to run twice; an interrupted run goes on where it stopped. */
export function embedKnowledgeBase(
  deps: EmbedChunksDeps,
  payload: JobPayloads['embed-knowledge-base'],
  signal: AbortSignal,
): Promise<void> {
  const place = { workspaceId: payload.workspace_id, knowledgeBaseId: payload.knowledge_base_id };
  return embedChunks(deps, place, signal);
}
