// A stored document as a graph that can be walked: parts (the flow itself, its components), each with its nodes by id.

import { NODE_TYPES, type FlowDocument, type FlowNode, type FlowPartDocument, type Instruction } from './document.ts';

export interface Flow {
  document: FlowDocument;
  /** By key; `main` is the flow itself. */
  parts: ReadonlyMap<string, FlowPart>;
}

export interface FlowPart {
  key: string;
  document: FlowPartDocument;
  nodes: ReadonlyMap<string, FlowNode>;
  /** Where it begins; null when there is nothing to begin with. */
  start: string | null;
}

/** A node's address, as JSON. */
export interface Place {
  part: string;
  node: string;
}

export const MAIN = 'main';

/** Reads a document. `shared`: components of the workspace's library that the flow refers to, by id. */
export function readFlow(document: FlowDocument, shared: ReadonlyMap<string, FlowPartDocument> = new Map()): Flow {
  const parts = new Map([[MAIN, readPart(MAIN, document)]]);
  for (const [id, part] of shared) parts.set(partKey('shared', id), readPart(partKey('shared', id), part));
  for (const part of listOf(document.components)) {
    const key = partKey('local', String(localComponentId(part) ?? part.name ?? ''));
    if (!parts.has(key)) parts.set(key, readPart(key, part));
  }
  return { document, parts };
}

/** What component nodes call a local component by; the contract gives it no field of its own, copies carry the one of the shared object. */
export function localComponentId(component: object): unknown {
  const { conversation_flow_component_id, component_id, id } = component as Record<string, unknown>;
  return conversation_flow_component_id ?? component_id ?? id;
}

/** The node of this id, in the flow itself or in the component of that id. */
export function findPlace(flow: Flow, node: string, componentId?: string): Place | null {
  const keys = componentId === undefined ? [MAIN] : [partKey('local', componentId), partKey('shared', componentId)];
  const part = keys.find((key) => flow.parts.get(key)?.nodes.has(node));
  return part === undefined ? null : { part, node };
}

/** The part that a component node stands for, wherever it is found. */
export function componentOf(flow: Flow, node: FlowNode): FlowPart | undefined {
  const id = node.component_id ?? '';
  const kinds = node.component_type === 'shared' ? (['shared', 'local'] as const) : (['local', 'shared'] as const);
  return flow.parts.get(partKey(kinds[0], id)) ?? flow.parts.get(partKey(kinds[1], id));
}

export function nodeAt(flow: Flow, place: Place | null): FlowNode | undefined {
  return place === null ? undefined : flow.parts.get(place.part)?.nodes.get(place.node);
}

export function nameOf(node: FlowNode): string {
  return node.name || node.id;
}

/** The instruction, if it holds any text. Some programs store `[]` where nothing is meant. */
export function instructionOf(node: FlowNode): { type: 'prompt' | 'static_text'; text: string } | null {
  const { type, text } = (node.instruction ?? {}) as Instruction;
  return text?.trim() ? { type: type === 'static_text' ? 'static_text' : 'prompt', text } : null;
}

/** Stored documents have null, or an object, where a list is meant. */
export function listOf<T>(value: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(value) ? value : [];
}

/** Nodes of unknown types are left out. A flow without a named start begins at its first node; a component without one is left again at once. */
function readPart(key: string, document: FlowPartDocument): FlowPart {
  const nodes = new Map<string, FlowNode>();
  for (const node of listOf(document.nodes))
    if (!nodes.has(node.id) && NODE_TYPES.includes(node.type)) nodes.set(node.id, node);
  const named = document.start_node_id;
  const first = key === MAIN ? ([...nodes.keys()][0] ?? null) : null;
  return { key, document, nodes, start: named != null && nodes.has(named) ? named : first };
}

function partKey(kind: 'local' | 'shared', id: string): string {
  return `${kind}:${id}`;
}
