// What is doubtful in a flow though every edge and tool is there: nodes that nothing leads to, nodes that nothing leads out of, equations
// on variables that nothing sets.

import type { FlowDocument, FlowEdge, FlowNode, FlowPartDocument, NodeType } from './document.ts';
import { namesIn } from './equation.ts';
import { listOf } from './flow.ts';

export interface Doubt {
  code: 'unreachable_node' | 'dead_end' | 'unset_variable';
  /** Position in the part's list of nodes. */
  index: number;
  node: FlowNode;
  message: string;
}

/** Nodes that are left by their edges alone, with nothing that the user could say. */
const SILENT: ReadonlySet<NodeType> = new Set([
  'function',
  'code',
  'mcp',
  'branch',
  'extract_dynamic_variables',
  'component',
]);
const SINGLE = ['else_edge', 'always_edge', 'skip_response_edge', 'edge', 'success_edge', 'failed_edge'] as const;
/** Names that every conversation has. */
const SYSTEM =
  /^(current_(time|hour|calendar)(_.+)?|session_(type|duration|duration_ms)|(current|previous)_(node|agent_state)|direction|user_number|agent_number|call_id|call_type|chat_id|call\..+)$/;

/** `known`: the names of `knownVariables`, of the whole flow. */
export function doubtsOf(part: FlowPartDocument, known: ReadonlySet<string>): Doubt[] {
  const nodes = listOf(part.nodes);
  const reached = reachedNodes(part);
  return nodes.flatMap((node, index): Doubt[] => [
    ...(reached.has(node.id)
      ? []
      : [{ code: 'unreachable_node' as const, index, node, message: 'No edge leads to this node.' }]),
    ...(SILENT.has(node.type) && edgesOf(node).length === 0
      ? [
          {
            code: 'dead_end' as const,
            index,
            node,
            message: 'No edge leads out of this node, and nobody speaks in it.',
          },
        ]
      : []),
    ...unsetNames(node, known).map((name) => ({
      code: 'unset_variable' as const,
      index,
      node,
      message: `An equation reads ${JSON.stringify(name)}, which nothing in the flow sets: it must come with the call or chat.`,
    })),
  ]);
}

/** What defaults, extractions and tools' answers set. */
export function knownVariables(document: FlowDocument): Set<string> {
  const known = new Set(Object.keys(document.default_dynamic_variables ?? {}));
  for (const part of [document, ...listOf(document.components)]) {
    const tools = [...listOf(part.tools), ...listOf(part.nodes)] as { response_variables?: object | null }[];
    for (const { response_variables } of tools)
      for (const name of Object.keys(response_variables ?? {})) known.add(name);
    for (const { variables } of listOf(part.nodes)) for (const { name } of listOf(variables)) known.add(name);
  }
  return known;
}

/** All of them when it is not known where the part begins: that is told elsewhere. */
function reachedNodes(part: FlowPartDocument): Set<string> {
  const nodes = new Map(listOf(part.nodes).map((node) => [node.id, node]));
  const start = part.start_node_id ?? listOf(part.nodes)[0]?.id;
  if (start === undefined || !nodes.has(start)) return new Set(nodes.keys());
  const open = [...nodes.values()].filter(
    ({ id, global_node_setting }) => id === start || global_node_setting?.condition,
  );
  const reached = new Set(open.map(({ id }) => id));
  for (let node = open.pop(); node; node = open.pop()) {
    for (const { destination_node_id: to } of edgesOf(node)) {
      const next = to == null || reached.has(to) ? undefined : nodes.get(to);
      if (!next) continue;
      reached.add(next.id);
      open.push(next);
    }
  }
  return reached;
}

function edgesOf(node: FlowNode): FlowEdge[] {
  const single = SINGLE.map((field) => node[field]).filter((edge) => edge != null);
  return [...listOf(node.edges), ...single];
}

function unsetNames(node: FlowNode, known: ReadonlySet<string>): string[] {
  const equations = edgesOf(node).flatMap(({ transition_condition: condition }) =>
    condition?.type === 'equation' ? listOf(condition.equations) : [],
  );
  const names = equations
    .filter(({ operator }) => operator !== 'exists' && operator !== 'not_exist')
    .flatMap(({ left, right }) => [...namesIn(left), ...namesIn(right ?? '')]);
  return [...new Set(names)].filter((name) => !known.has(name) && !SYSTEM.test(name));
}
