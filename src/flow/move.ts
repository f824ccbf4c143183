// Going from node to node: along an edge, to a global node and back, into a component and out of it.

import type { FlowEdge, FlowNode } from './document.ts';
import { componentOf, nameOf, nodeAt, type FlowPart, type Place } from './flow.ts';
import type { EdgeTarget, Entry, Jump, Option } from './state.ts';
import { act, here, placeKey, stuck, type Work } from './work.ts';

/** Nodes entered without a word of the user: more than any sensible flow chains, few enough for a caller to wait for. */
export const MAX_HOPS = 40;
/** Components inside components. */
const MAX_DEPTH = 8;

/** Enters a node that is there. */
export function enter(work: Work, to: Place, why: Entry, edge: string | null = null): void {
  const { state } = work;
  const node = nodeAt(work.flow, to);
  if (!node) return stuck(work, `There is no node ${JSON.stringify(to.node)}.`);
  if (state.hops >= MAX_HOPS)
    return stuck(work, `The flow went through ${MAX_HOPS} nodes without a word of the user: it goes in circles.`);
  act(work, { do: 'enter', from: state.at, to, why, edge });
  state.previous = state.at;
  state.at = to;
  state.steps += 1;
  state.hops += 1;
  if (why === 'return') return work.kinds.component.leave(work, node, null);
  const kind = work.kinds[node.type];
  if (why === 'back' && kind.comeBack) return kind.comeBack(work, node);
  kind.enter(work, node);
}

export function targetOf(edge: FlowEdge): EdgeTarget {
  return { edge: edge.id, to: edge.destination_node_id || null };
}

/** Goes along an edge of the node it stands in. Jumps to global nodes are forgotten: the conversation has moved on. */
export function follow(work: Work, { edge, to }: EdgeTarget): void {
  const { part, node } = here(work);
  const from = nodeAt(work.flow, { part, node });
  const name = JSON.stringify(from ? nameOf(from) : node);
  if (to === null) return stuck(work, `Edge ${JSON.stringify(edge)} of node ${name} leads nowhere.`);
  if (!work.flow.parts.get(part)?.nodes.has(to))
    return stuck(
      work,
      `Edge ${JSON.stringify(edge)} of node ${name} leads to ${JSON.stringify(to)}, which is not there.`,
    );
  work.state.jumps = [];
  enter(work, { part, node: to }, 'edge', edge);
}

/** To a global node, out of as many components as lie between. */
export function jump(work: Work, { to, callers }: Extract<Option, { kind: 'global' }>): void {
  const { state } = work;
  const origin: Jump = { to, from: here(work), callers: state.callers };
  state.jumps = [...state.jumps, origin];
  state.jumpedAt[placeKey(to)] = state.steps;
  state.callers = state.callers.slice(0, callers);
  enter(work, to, 'global');
}

/** From a global node to where the jump happened. */
export function goBack(work: Work, edge: string): void {
  const { state } = work;
  const origin = state.jumps.at(-1);
  if (!origin) return stuck(work, 'There is nowhere to go back to.');
  state.jumps = state.jumps.slice(0, -1);
  state.callers = origin.callers;
  enter(work, origin.from, 'back', edge);
}

/** Into the component of this node. One that cannot be entered is left at once. */
export function enterComponent(work: Work, node: FlowNode): void {
  const part = componentOf(work.flow, node);
  const why = whyNot(work, node, part);
  if (!part || part.start === null || why) {
    if (why) act(work, { do: 'note', text: why });
    return work.kinds.component.leave(work, node, null);
  }
  work.state.callers = [...work.state.callers, here(work)];
  enter(work, { part: part.key, node: part.start }, 'component');
}

function whyNot(work: Work, node: FlowNode, part: FlowPart | undefined): string | null {
  if (!part) return `Node ${JSON.stringify(nameOf(node))} names a component that is not there.`;
  return work.state.callers.length >= MAX_DEPTH ? `Components are nested more than ${MAX_DEPTH} deep.` : null;
}

/** An end inside a component: back to the component's node, whose edges decide. False in the flow itself. */
export function returnFromComponent(work: Work): boolean {
  const caller = work.state.callers.at(-1);
  if (!caller) return false;
  work.state.callers = work.state.callers.slice(0, -1);
  enter(work, caller, 'return');
  return true;
}
