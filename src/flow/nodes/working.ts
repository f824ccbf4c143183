// Nodes that run a tool when they are entered. What they wait for before they are left:
// wait_for_result: the result, and that everything was heard; else: that everything was heard.

import type { FlowNode } from '../document.ts';
import { leaveSilently } from '../edges.ts';
import { instructionOf } from '../flow.ts';
import { act, finish, goOnAfterSpeech, here, type Work, type NodeKind } from '../work.ts';

export const working: NodeKind = {
  enter(work, node) {
    runTool(work, node, node.wait_for_result !== false);
  },
  heard: leaveSilently,
  leave: leaveSilently,
};

/** Begins the node's tool, with its words meanwhile if it is to speak. */
export function runTool(work: Work, node: FlowNode, wait: boolean): void {
  const { state } = work;
  const id = `tool_call_node_${++state.tools}`;
  const words = node.speak_during_execution ? instructionOf(node) : null;
  act(work, { do: 'tool', id, at: here(work), wait, words });
  if (wait) finish(work, { do: 'await' }, { is: 'tool', id });
  else goOnAfterSpeech(work);
}
