// Flex mode: the whole flow as one prompt with all its tools. The model moves freely between the parts of the conversation; whether nodes
// wait or speak meanwhile, and their knowledge bases, do not count there.

import {
  instructionOf,
  listOf,
  MAIN,
  nameOf,
  type Flow,
  type FlowEdge,
  type FlowNode,
  type FlowPart,
} from '../../flow/index.ts';
import type { RetellLlmConfig, ToolConfig } from '../retell-llm-config.ts';
import { nodeTool, offeredTools } from './node-tool.ts';
import { joined } from './prompt.ts';

/** The flow as a Retell LLM. */
export function flexLlm(flow: Flow): RetellLlmConfig {
  const { document } = flow;
  const parts = [...flow.parts.values()];
  const start = startNode(flow);
  const first = start && instructionOf(start);
  return {
    general_prompt: joined([document.global_prompt ?? '', opening(start), ...parts.map(partText)]),
    general_tools: toolsOf(flow),
    begin_message: first?.type === 'static_text' ? first.text : null,
    start_speaker: start?.start_speaker ?? document.start_speaker ?? 'agent',
    begin_after_user_silence_ms: document.begin_after_user_silence_ms ?? null,
    model_temperature: document.model_temperature ?? null,
    model_high_priority: document.model_choice?.high_priority ?? null,
    tool_call_strict_mode: document.tool_call_strict_mode ?? null,
    default_dynamic_variables: document.default_dynamic_variables ?? null,
    knowledge_base_ids: document.knowledge_base_ids ?? null,
    kb_config: document.kb_config ?? null,
  };
}

function startNode(flow: Flow): FlowNode | undefined {
  const main = flow.parts.get(MAIN);
  return main?.start == null ? undefined : main.nodes.get(main.start);
}

function opening(start: FlowNode | undefined): string {
  return start
    ? `## The conversation\nIt has the parts below and begins with "${nameOf(start)}". Follow the ways between them, but move freely when the user does.`
    : '';
}

function partText(part: FlowPart): string {
  const nodes = [...part.nodes.values()].map((node) => nodeText(part, node));
  return part.key === MAIN ? joined(nodes) : joined([`## ${part.document.name ?? part.key}`, ...nodes]);
}

function nodeText(part: FlowPart, node: FlowNode): string {
  const instruction = instructionOf(node);
  const said = instruction?.type === 'static_text' ? `Say: "${instruction.text}"` : (instruction?.text ?? '');
  const ways = edgesOf(node).flatMap(({ transition_condition: condition, destination_node_id: to }) => {
    const next = to == null ? undefined : part.nodes.get(to);
    if (!next || !condition) return [];
    const when =
      condition.type === 'prompt' ? (condition.prompt ?? '') : equationText(condition.equations, condition.operator);
    return [`- ${when}: go on with "${nameOf(next)}".`];
  });
  const everywhere = node.global_node_setting?.condition;
  return [
    `### ${nameOf(node)}`,
    ...(everywhere ? [`At any time, when this holds: ${everywhere}`] : []),
    ...[doing(node), said].filter((text) => text !== ''),
    ...ways,
  ].join('\n');
}

function doing(node: FlowNode): string {
  const tasks: Partial<Record<FlowNode['type'], string>> = {
    end: 'End the conversation by the tool "end_call".',
    function: 'Call the tool of this part.',
    code: 'Call the tool of this part.',
    mcp: 'Call the tool of this part.',
    transfer_call: 'Transfer the call.',
    sms: 'Send the text message.',
    agent_swap: 'Hand over to the other agent.',
  };
  return tasks[node.type] ?? '';
}

function edgesOf(node: FlowNode): FlowEdge[] {
  const single = [
    node.always_edge,
    node.skip_response_edge,
    node.else_edge,
    node.edge,
    node.success_edge,
    node.failed_edge,
  ];
  return [...listOf(node.edges), ...single.filter((edge) => edge != null)];
}

/** Variables are put in when the prompt is read. */
function equationText(
  equations: readonly { left: string; operator: string; right?: string | null }[] | null | undefined,
  combiner: '||' | '&&' | null | undefined,
): string {
  const texts = listOf(equations).map(({ left, operator, right }) => `${left} ${operator} ${right ?? ''}`.trim());
  return `If ${texts.join(combiner === '||' ? ' or ' : ' and ')}`;
}

/** By name; the first of a name wins. */
function toolsOf(flow: Flow): ToolConfig[] {
  const tools = new Map<string, ToolConfig>();
  for (const part of flow.parts.values()) {
    for (const node of part.nodes.values()) {
      const place = { part: part.key, node: node.id };
      const own = node.type === 'end' ? { type: 'end_call', name: 'end_call' } : nodeTool(flow, place, node);
      for (const tool of [own, ...offeredTools(flow, place, node)]) {
        if (tool && !tools.has(tool.name)) tools.set(tool.name, tool);
      }
    }
  }
  return [...tools.values()];
}
