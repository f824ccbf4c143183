// Response engines: language models, conversation flows and their components.

import {
  createRetellLlm,
  deleteRetellLlm,
  getRetellLlm,
  listRetellLlms,
  updateRetellLlm,
} from '../../resources/llm/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const ENGINE_HANDLERS = {
  createRetellLLM: (deps, { workspaceId, body }) => createRetellLlm(deps, workspaceId, body),
  deleteRetellLLM: (deps, request) => deleteRetellLlm(deps, llmPlace(request), request.query.force_delete === true),
  getRetellLLM: (deps, request) => getRetellLlm(deps, llmPlace(request)),
  listRetellLLM: (deps, { workspaceId, query }) => listRetellLlms(deps, workspaceId, query),
  updateRetellLLM: (deps, request) => updateRetellLlm(deps, llmPlace(request), request.body),
} satisfies HandlerTable;

function llmPlace({ workspaceId, params, query }: Place) {
  return { workspaceId, llmId: params.llm_id ?? '', version: query.version as number | undefined };
}
