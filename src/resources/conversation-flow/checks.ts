// What a conversation flow must keep to beyond its schema. Little: what editors store half-finished is kept, with warnings.

import {
  checkNamedKnowledgeBases,
  checkPromptSizes,
  type NamedKnowledgeBases,
  type PromptPart,
  type PromptPlace,
} from '../engine-document/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { checkRanges } from '../limits.ts';
import type { ConversationFlowConfig } from './components.ts';
import { nodesOf, partsOf } from './places.ts';

/** Throws an ApiError (400) that names the field. */
export function checkConversationFlow(config: ConversationFlowConfig): void {
  checkRanges(config as Record<string, unknown>, { begin_after_user_silence_ms: [0, Number.MAX_SAFE_INTEGER] });
  checkPromptSizes(promptsOfFlow(config));
}

/** What the model reads at each node; of a flow in flex mode the texts of all nodes are one prompt. */
export function promptsOfFlow(config: ConversationFlowConfig): PromptPlace[] {
  const { global_prompt, flex_mode } = config as { global_prompt?: unknown; flex_mode?: unknown };
  const nodes = partsOf(config).flatMap(nodesOf);
  const global = { path: 'global_prompt', value: global_prompt };
  if (flex_mode === true) return [{ path: 'nodes', parts: [global, ...nodes.flatMap(textOf)] }];
  const ofNodes = nodes.map((each) => ({
    path: `${each.path}.instruction`,
    parts: [global, ...textOf(each)],
    node: each.node,
  }));
  return [{ path: 'global_prompt', parts: [global] }, ...ofNodes];
}

function textOf({ path, node }: { path: string; node: object }): PromptPart[] {
  const { instruction, tools } = node as { instruction?: { text?: unknown } | null; tools?: unknown };
  const shown = (Array.isArray(tools) ? (tools as unknown[]) : []).map((tool, i) => {
    const { name, description, parameters } = (tool ?? {}) as Record<string, unknown>;
    return { path: `${path}.tools[${i}]`, value: JSON.stringify({ name, description, parameters }) };
  });
  return [{ path: `${path}.instruction.text`, value: instruction?.text }, ...shown];
}

/** Throws 400 when the document names a knowledge base that is not there. `before`: the document as it was. */
export async function checkReferences(
  db: ResourceDeps['db'],
  workspaceId: string,
  config: ConversationFlowConfig,
  before: ConversationFlowConfig = {},
): Promise<void> {
  await checkNamedKnowledgeBases(db, workspaceId, knowledgeBasesOf(config), knowledgeBasesOf(before));
}

function knowledgeBasesOf(config: ConversationFlowConfig): NamedKnowledgeBases[] {
  const nodes = partsOf(config).flatMap(nodesOf);
  return [
    { path: 'knowledge_base_ids', ids: textsOf(config.knowledge_base_ids) },
    ...nodes.map(({ path, node }) => ({
      path: `${path} (id ${JSON.stringify(node.id.slice(0, 40))}).knowledge_base_ids`,
      ids: textsOf((node as { knowledge_base_ids?: unknown }).knowledge_base_ids),
    })),
  ];
}

/** Nodes whose type knows no such field may hold anything there. */
function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
