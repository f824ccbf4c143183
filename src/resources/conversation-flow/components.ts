// Components inside a flow's document: which shared ones it refers to, and how a shared one becomes the flow's own.

import type { Transaction } from 'kysely';
import type { Schema } from '../../contract/index.ts';
import type { Database, Row } from '../../storage/index.ts';
import { findComponents, lockComponentsShared } from '../../storage/tables/index.ts';

export type ConversationFlowConfig = Schema<'ConversationFlow'>;
type ComponentConfig = Schema<'ConversationFlowComponent'>;
type FlowNode = NonNullable<ConversationFlowConfig['nodes']>[number];

/** Shared components that nodes of this document refer to, each once; those inside its local components as well. */
export function sharedComponentIds(config: ConversationFlowConfig): string[] {
  const ids = [config, ...(config.components ?? [])].flatMap((part) => part.nodes ?? []).flatMap(sharedIdOf);
  return [...new Set(ids)];
}

/**
 * The document with its own copies of the workspace's shared components instead of references to them: what a published version keeps, so
 * that later edits of the library do not reach it. References to components that are not there stay.
 */
export async function copySharedComponents(
  tx: Transaction<Database>,
  workspaceId: string,
  config: ConversationFlowConfig,
): Promise<ConversationFlowConfig> {
  await lockComponentsShared(tx, workspaceId);
  const copied = new Set<string>();
  let whole = config;
  // A component may refer to others in turn, and in a circle.
  for (;;) {
    const missing = sharedComponentIds(whole).filter((id) => !copied.has(id));
    const found = missing.length === 0 ? [] : await findComponents(tx, workspaceId, missing);
    if (found.length === 0) return whole;
    for (const component of found) {
      copied.add(component.conversation_flow_component_id);
      whole = withLocalCopy(whole, component);
    }
  }
}

/** The document with this component as its own, and every node that referred to the shared one referring to the copy. */
export function withLocalCopy(
  config: ConversationFlowConfig,
  component: Row<'conversation_flow_components'>,
): ConversationFlowConfig {
  const id = component.conversation_flow_component_id;
  const local: ComponentConfig[] = config.components ?? [];
  const isThere = local.some((each) => localComponentId(each) === id);
  const copy = { ...(component.config as ComponentConfig), conversation_flow_component_id: id };
  const components = (isThere ? local : [...local, copy]).map((each) => withLocalNodes(each, id));
  return { ...withLocalNodes(config, id), components: components as NonNullable<ConversationFlowConfig['components']> };
}

/** What component nodes call a local component by; the contract gives it no field of its own, copies carry the one of the shared object. */
export function localComponentId(component: object): unknown {
  const { conversation_flow_component_id, component_id, id } = component as Record<string, unknown>;
  return conversation_flow_component_id ?? component_id ?? id;
}

function sharedIdOf(node: FlowNode): string[] {
  return node.type === 'component' && node.component_type === 'shared' ? [node.component_id] : [];
}

function withLocalNodes<T extends { nodes?: FlowNode[] }>(part: T, id: string): T {
  return part.nodes ? { ...part, nodes: part.nodes.map((node) => localised(node, id)) } : part;
}

function localised(node: FlowNode, id: string): FlowNode {
  const isMeant = node.type === 'component' && node.component_type === 'shared' && node.component_id === id;
  return isMeant ? { ...node, component_type: 'local' } : node;
}
