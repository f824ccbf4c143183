// One step at work: a state that may be changed, and the actions collected so far.

import type { FlowNode, NodeType } from './document.ts';
import { readerOf, type EquationReader } from './equation.ts';
import { nodeAt, type Flow, type Place } from './flow.ts';
import type { FlowAction, FlowState, FlowVariables, LastAction } from './state.ts';

export interface Work {
  /** What every kind of node does, by its type. */
  kinds: Readonly<Record<NodeType, NodeKind>>;
  flow: Flow;
  state: FlowState;
  actions: FlowAction[];
  variables: FlowVariables;
}

/** What every kind of node can do. */
export interface NodeKind {
  /** The conversation arrives. */
  enter(work: Work, node: FlowNode): void;
  /** The user spoke while it stands here (or is stuck here). */
  heard(work: Work, node: FlowNode): void;
  /** What was said is out and what was waited for is there. `successful`: how the node's tool ended. */
  leave(work: Work, node: FlowNode, successful: boolean | null): void;
  /** The model chose none of the options and there is no edge for that; without it the node is a dead end then. */
  stay?(work: Work, node: FlowNode): void;
  /** The conversation comes back from a global node; without it, as if it arrived. */
  comeBack?(work: Work, node: FlowNode): void;
  /** Is the flow over when the node's tool succeeds? */
  endsWhenDone?: true;
  /** Only calls on the telephone can do this. */
  phoneOnly?: true;
}

export function act(work: Work, action: Exclude<FlowAction, LastAction>): void {
  work.actions.push(action);
}

/** The last action of the list. */
export function finish(work: Work, action: LastAction, doing: FlowState['doing']): void {
  work.actions.push(action);
  work.state.doing = doing;
}

export function listen(work: Work): void {
  finish(work, { do: 'listen' }, { is: 'waiting' });
}

/** The node is left when all was heard. */
export function goOnAfterSpeech(work: Work, successful: boolean | null = null): void {
  finish(work, { do: 'goOn' }, { is: 'leaving', successful });
}

export function stuck(work: Work, reason: string): void {
  finish(work, { do: 'stuck', reason }, { is: 'stuck', reason });
}

/** The place it stands at. Only called once the flow has begun. */
export function here(work: Work): Place {
  const { at } = work.state;
  if (at === null) throw new Error('the flow has not begun');
  return at;
}

export function hereNode(work: Work): FlowNode | undefined {
  return nodeAt(work.flow, work.state.at);
}

export function reader(work: Work): EquationReader {
  return readerOf(work.variables, work.state.variables);
}

export function placeKey({ part, node }: Place): string {
  return `${part}/${node}`;
}

export function samePlace(a: Place | null, b: Place | null): boolean {
  return a?.part === b?.part && a?.node === b?.node;
}
