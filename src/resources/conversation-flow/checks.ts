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
import { nodesOf, partsOf, type PlacedNode, type PlacedPart } from './places.ts';

/** Throws an ApiError (400) that names the field. */
export function checkConversationFlow(config: ConversationFlowConfig): void {
  checkRanges(config as Record<string, unknown>, { begin_after_user_silence_ms: [0, Number.MAX_SAFE_INTEGER] });
  checkPromptSizes(promptsOfFlow(config));
}

/** What the model reads at each node; of a flow in flex mode the texts of all nodes, and each tool once, are one prompt. */
export function promptsOfFlow(config: ConversationFlowConfig): PromptPlace[] {
  const { global_prompt, flex_mode } = config as { global_prompt?: unknown; flex_mode?: unknown };
  const global = { path: 'global_prompt', value: global_prompt };
  const nodes = partsOf(config).flatMap((part) =>
    nodesOf(part).map((placed) => ({ ...placed, text: textOf(placed), tools: toolsOf(placed, scopeOf(part, config)) })),
  );
  if (flex_mode === true) {
    const tools = new Map(nodes.flatMap((node) => node.tools).map((tool) => [tool.value, tool]));
    return [{ path: 'nodes', parts: [global, ...nodes.map(({ text }) => text), ...tools.values()] }];
  }
  const ofNodes = nodes.map(({ path, node, text, tools }) => ({
    path: `${path}.instruction`,
    // The model gives a function its arguments without the words that the node says meanwhile.
    parts: node.type === 'function' ? [global, ...tools] : [global, text, ...tools],
    node,
  }));
  return [{ path: 'global_prompt', parts: [global] }, ...ofNodes];
}

function textOf({ path, node }: PlacedNode): PromptPart {
  const { instruction } = node as { instruction?: { text?: unknown } | null };
  return { path: `${path}.instruction.text`, value: instruction?.text };
}

/** What the model is shown of the tools that a node offers it or has it fill in. `scope`: the tools that nodes there name. */
function toolsOf({ path, node }: PlacedNode, scope: ReadonlyMap<unknown, PromptPart>): PromptPart[] {
  const named = (ids: unknown[]): PromptPart[] => [...new Set(ids)].flatMap((id) => scope.get(id) ?? []);
  if (node.type === 'function') return named([node.tool_id]);
  if (node.type !== 'subagent' && node.type !== 'conversation') return [];
  const { tool_ids, tools } = node as { tool_ids?: unknown; tools?: unknown };
  const own = listOf(tools).map((tool, i) => shownTool(tool, `${path}.tools[${i}]`));
  return [...named(listOf(tool_ids)), ...own];
}

/** A component's tools are seen inside it; what it does not have may be the flow's. */
function scopeOf({ path, part }: PlacedPart, config: ConversationFlowConfig): Map<unknown, PromptPart> {
  const scope = new Map<unknown, PromptPart>();
  for (const [at, tools] of [
    [path, part.tools],
    ['', config.tools],
  ] as const)
    for (const [i, tool] of (tools ?? []).entries())
      if (!scope.has(tool.tool_id)) scope.set(tool.tool_id, shownTool(tool, `${at}tools[${i}]`));
  return scope;
}

function shownTool(tool: unknown, path: string): PromptPart {
  const { name, description, parameters } = (tool ?? {}) as Record<string, unknown>;
  return { path, value: JSON.stringify({ name, description, parameters }) };
}

/** Nodes whose type knows no such field may hold anything there. */
function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
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

function textsOf(value: unknown): string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}
