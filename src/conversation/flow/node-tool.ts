// The tool that a node runs by itself, and the tools that it offers its model.

import { listOf, MAIN, nameOf, type Flow, type FlowNode, type Place } from '../../flow/index.ts';
import type { ToolConfig } from '../retell-llm-config.ts';

/** What the node runs on entry; null when it names a tool that is not there. */
export function nodeTool(flow: Flow, place: Place, node: FlowNode): ToolConfig | null {
  switch (node.type) {
    case 'function':
      return toolWithId(flow, place, node.tool_id);
    case 'code':
      return { ...node, type: 'code', name: toolName(nameOf(node)) };
    case 'mcp':
      return withServers(flow, place, {
        ...node,
        type: 'mcp',
        name: String(node['mcp_tool_name'] ?? ''),
        mcp_id: node['mcp_id'],
      });
    case 'sms':
      return { ...node, type: 'send_sms', name: 'send_sms', sms_content: smsContent(node) };
    case 'transfer_call':
    case 'agent_swap':
    case 'bridge_transfer':
    case 'cancel_transfer':
      return { ...node, type: node.type, name: node.type };
    default:
      return null;
  }
}

/** What the model of this node may call, as a state's tools. */
export function offeredTools(flow: Flow, place: Place, node: FlowNode): ToolConfig[] {
  if (node.type === 'press_digit') return [{ type: 'press_digit', name: 'press_digit', delay_ms: node['delay_ms'] }];
  // Older documents keep ids of tools on conversation nodes.
  if (node.type !== 'subagent' && node.type !== 'conversation') return [];
  const named = listOf(node.tool_ids).map((id) => toolWithId(flow, place, id));
  const tools = [...named, ...listOf(node.tools)].filter((tool) => tool !== null) as ToolConfig[];
  return tools.map((tool) => (tool.type === 'mcp' ? withServers(flow, place, tool) : tool));
}

/** A component's servers come before the flow's. */
function withServers(flow: Flow, { part }: Place, tool: ToolConfig): ToolConfig {
  const parts = part === MAIN ? [MAIN] : [part, MAIN];
  return { ...tool, mcps: parts.flatMap((key) => listOf(flow.parts.get(key)?.document.mcps)) };
}

/** All that nodes run or offer. */
export function allNodeTools(flow: Flow): ToolConfig[] {
  return [...flow.parts.values()].flatMap((part) =>
    [...part.nodes.values()].flatMap((node) => {
      const place = { part: part.key, node: node.id };
      const own = nodeTool(flow, place, node);
      return own ? [own, ...offeredTools(flow, place, node)] : offeredTools(flow, place, node);
    }),
  );
}

/** A component's tools are seen inside it; what it does not have may be the flow's. */
function toolWithId(flow: Flow, place: Place, id: unknown): ToolConfig | null {
  for (const key of [place.part, MAIN]) {
    const tools = listOf(flow.parts.get(key)?.document.tools) as ToolConfig[];
    const tool = tools.find((each) => each['tool_id'] === id);
    if (tool) return { ...tool, type: tool.type ?? 'custom' };
  }
  return null;
}

/** An instruction in the form that the send_sms tool has its content in. */
function smsContent(node: FlowNode): object {
  const { type, text } = node.instruction ?? {};
  return type === 'static_text'
    ? { type: 'predefined', content: text ?? '' }
    : { type: 'inferred', prompt: text ?? '' };
}

/** Vendors allow only these characters. */
function toolName(name: string): string {
  return name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64) || 'code';
}
