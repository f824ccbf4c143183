// Where things stand in a flow's document: its parts (the flow itself and each local component), their nodes, the edges of a node.

import type { Schema } from '../../contract/index.ts';
import type { ConversationFlowConfig } from './components.ts';

export type FlowPart = Schema<'ConversationFlowComponent'>;
export type FlowNode = NonNullable<FlowPart['nodes']>[number];
export type FlowEdge = Schema<'NodeEdge'>;

/** A part is a scope: its edges and tools refer to what it has itself. */
export interface PlacedPart {
  /** `''` for the flow, `components[2].` for a component. */
  path: string;
  part: FlowPart;
}

export function partsOf(config: ConversationFlowConfig): PlacedPart[] {
  const components: FlowPart[] = config.components ?? [];
  return [{ path: '', part: config }, ...components.map((part, i) => ({ path: `components[${i}].`, part }))];
}

export interface PlacedNode {
  /** `nodes[3]`. */
  path: string;
  node: FlowNode;
}

export function nodesOf({ path, part }: PlacedPart): PlacedNode[] {
  return (part.nodes ?? []).map((node, i) => ({ path: `${path}nodes[${i}]`, node }));
}

export interface PlacedEdge {
  path: string;
  edge: FlowEdge;
}

/** Fields that hold one edge. */
const SINGLE_EDGES = ['else_edge', 'always_edge', 'skip_response_edge', 'edge', 'success_edge', 'failed_edge'] as const;

/** All edges of a node, also those that its type knows nothing of: editors leave them there. */
export function edgesOf({ path, node }: PlacedNode): PlacedEdge[] {
  const fields = node as Record<string, unknown>;
  const goBack = node.global_node_setting?.go_back_conditions;
  return [
    ...listed(`${path}.edges`, fields['edges']),
    ...SINGLE_EDGES.filter((name) => isEdge(fields[name])).map((name) => ({
      path: `${path}.${name}`,
      edge: fields[name] as FlowEdge,
    })),
    ...listed(`${path}.global_node_setting.go_back_conditions`, goBack),
  ];
}

function listed(path: string, edges: unknown): PlacedEdge[] {
  if (!Array.isArray(edges)) return [];
  return edges
    .map((edge: unknown, i) => ({ path: `${path}[${i}]`, edge: edge as FlowEdge }))
    .filter(({ edge }) => isEdge(edge));
}

function isEdge(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
