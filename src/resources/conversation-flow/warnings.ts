// What is doubtful in a flow. Retell stores such documents, so they are stored here too; a call meets the doubtful place or never does.

import {
  modelWarnings,
  promptSizeWarnings,
  warning,
  type EngineWarning,
  type PlacedTool,
} from '../engine-document/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { doubtsOf, knownVariables, type FlowDocument, type FlowPartDocument } from '../../flow/index.ts';
import { promptsOfFlow } from './checks.ts';
import { localComponentId, type ConversationFlowConfig } from './components.ts';
import { edgesOf, nodesOf, partsOf, type FlowPart, type PlacedNode, type PlacedPart } from './places.ts';

/** `sharedIds`: the shared components that the workspace has. */
export function warningsOfFlow(
  deps: Pick<ResourceDeps, 'thinking'>,
  config: ConversationFlowConfig,
  sharedIds: ReadonlySet<string>,
): EngineWarning[] {
  const local = new Set((config.components ?? []).map((component: object) => localComponentId(component)));
  const seenEdges = new Set<string>();
  const parts = partsOf(config);
  const known = knownVariables(config as FlowDocument);
  return [
    ...modelWarnings(deps, [{ path: 'model_choice.model', model: config.model_choice?.model }]),
    ...parts.flatMap((part) => [
      ...startWarnings(part),
      ...nodeIdWarnings(part),
      ...nodesOf(part).flatMap((placed) => [
        ...edgeWarnings(placed, nodeIds(part.part), seenEdges),
        ...toolWarnings(placed, part.part),
        ...componentWarnings(placed, part.path !== '', local, sharedIds),
      ]),
      ...modelWarnings(deps, nodesOf(part).map(modelOf)),
      ...doubtWarnings(part, known),
    ]),
    ...promptSizeWarnings(promptsOfFlow(config)),
  ];
}

/** All its nodes and tools, with where they stand. */
export function toolsOfFlow(config: ConversationFlowConfig): PlacedTool[] {
  return partsOf(config).flatMap((placed) => [
    ...(placed.part.tools ?? []).map((tool, i) => ({ path: `${placed.path}tools[${i}]`, tool })),
    ...nodesOf(placed).flatMap(({ path, node }) => [
      { path, tool: node, node },
      ...(node.type === 'subagent' ? (node.tools ?? []) : []).map((tool, i) => ({
        path: `${path}.tools[${i}]`,
        tool,
        node,
      })),
    ]),
  ]);
}

/** Nodes that can do nothing where there is no telephone: their edge for failure is taken. */
const PHONE_ONLY: ReadonlySet<string> = new Set(['transfer_call', 'press_digit', 'bridge_transfer', 'cancel_transfer']);

/** Of a flow that a chat agent has. */
export function phoneOnlyWarnings(config: ConversationFlowConfig): EngineWarning[] {
  const placed = partsOf(config).flatMap(nodesOf);
  return placed
    .filter(({ node }) => PHONE_ONLY.has(node.type))
    .map(({ path, node }) =>
      warning(
        'phone_only_node',
        path,
        `A chat agent has this flow, and nodes of type ${node.type} need a telephone.`,
        node,
      ),
    );
}

function doubtWarnings({ path, part }: PlacedPart, known: ReadonlySet<string>): EngineWarning[] {
  return doubtsOf(part as FlowPartDocument, known).map(({ code, index, node, message }) =>
    warning(code, `${path}nodes[${index}]`, message, { id: node.id, ...(node.name ? { name: node.name } : {}) }),
  );
}

function startWarnings({ path, part }: PlacedPart): EngineWarning[] {
  const start = part.start_node_id;
  if ((part.nodes ?? []).length === 0) return [warning('no_nodes', `${path}nodes`, 'There is no node to begin with.')];
  if (start == null)
    return [
      warning('no_start_node', `${path}start_node_id`, 'No node is named to begin with; the first one is taken.'),
    ];
  if (nodeIds(part).has(start)) return [];
  return [warning('unknown_start_node', `${path}start_node_id`, `There is no node ${quoted(start)} here.`)];
}

function nodeIdWarnings(part: PlacedPart): EngineWarning[] {
  const seen = new Set<string>();
  return nodesOf(part).flatMap(({ path, node }) => {
    if (isFirst(seen, node.id)) return [];
    return [
      warning(
        'duplicate_node_id',
        `${path}.id`,
        `There is another node ${quoted(node.id)}; edges lead to the first.`,
        node,
      ),
    ];
  });
}

/** `seen` grows: ids of edges are meant to be unique over the whole flow. */
function edgeWarnings(placed: PlacedNode, ids: ReadonlySet<string>, seen: Set<string>): EngineWarning[] {
  const { node } = placed;
  return edgesOf(placed).flatMap(({ path, edge }) => {
    const found: EngineWarning[] = [];
    const to = edge.destination_node_id;
    if (to == null || to === '')
      found.push(warning('edge_without_destination', `${path}.destination_node_id`, 'This edge leads nowhere.', node));
    else if (!ids.has(to))
      found.push(
        warning('unknown_destination', `${path}.destination_node_id`, `There is no node ${quoted(to)} here.`, node),
      );
    if (!isFirst(seen, edge.id))
      found.push(
        warning('duplicate_edge_id', `${path}.id`, `There is another edge ${quoted(edge.id)} in this flow.`, node),
      );
    return found;
  });
}

function toolWarnings({ path, node }: PlacedNode, part: FlowPart): EngineWarning[] {
  const tools = new Map((part.tools ?? []).map((tool) => [tool.tool_id, tool.name]));
  if (node.type === 'function')
    return node.tool_type === 'shared' || tools.has(node.tool_id)
      ? []
      : [warning('unknown_tool', `${path}.tool_id`, `There is no tool ${quoted(node.tool_id)} here.`, node)];
  const named = (node as { tool_ids?: unknown }).tool_ids;
  const ids: unknown[] = Array.isArray(named) ? named : [];
  const unknown = ids.flatMap((id, i) =>
    tools.has(id as string)
      ? []
      : [warning('unknown_tool', `${path}.tool_ids[${i}]`, `There is no tool ${quoted(id)} here.`, node)],
  );
  return [
    ...unknown,
    ...duplicateToolNames(
      { path, node },
      ids.map((id) => tools.get(id as string)),
    ),
  ];
}

/** A subagent offers its model the flow's tools that it names, and its own. */
function duplicateToolNames({ path, node }: PlacedNode, named: (string | undefined)[]): EngineWarning[] {
  if (node.type !== 'subagent') return [];
  const seen = new Set(named);
  return (node.tools ?? []).flatMap((tool, i) => {
    if (isFirst(seen, tool.name)) return [];
    return [
      warning(
        'duplicate_tool_name',
        `${path}.tools[${i}].name`,
        `There is another tool ${quoted(tool.name)} in this node; the first is taken.`,
        node,
      ),
    ];
  });
}

function componentWarnings(
  { path, node }: PlacedNode,
  isInComponent: boolean,
  local: ReadonlySet<unknown>,
  shared: ReadonlySet<string>,
): EngineWarning[] {
  if (node.type !== 'component') return [];
  const isThere = node.component_type === 'local' ? local.has(node.component_id) : shared.has(node.component_id);
  return [
    ...(isInComponent
      ? [warning('nested_component', path, 'A component stands inside a component; Retell does not run these.', node)]
      : []),
    ...(isThere
      ? []
      : [
          warning(
            'unknown_component',
            `${path}.component_id`,
            `There is no ${node.component_type} component ${quoted(node.component_id)}.`,
            node,
          ),
        ]),
  ];
}

function modelOf({ path, node }: PlacedNode): Parameters<typeof modelWarnings>[1][number] {
  const choice = (node as { model_choice?: { model?: unknown } }).model_choice;
  return { path: `${path}.model_choice.model`, model: choice?.model, node };
}

function nodeIds(part: FlowPart): Set<string> {
  return new Set((part.nodes ?? []).map((node) => node.id));
}

/** Adds it. */
function isFirst<T>(seen: Set<T>, value: T): boolean {
  return seen.size < seen.add(value).size;
}

function quoted(text: unknown): string {
  return JSON.stringify(String(text).slice(0, 80));
}
