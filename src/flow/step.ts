// The interpreter: one event in, the next state and what is to be done out. Pure; the given state stays as it was.

import { considerWords, deadEnd } from './edges.ts';
import { instructionOf, MAIN, nodeAt, type Flow } from './flow.ts';
import { enter, follow, goBack, jump } from './move.ts';
import { KINDS } from './nodes/index.ts';
import type { FlowAction, FlowEvent, FlowState, FlowVariables, Option } from './state.ts';
import { act, finish, hereNode, listen, stuck, type Work } from './work.ts';

export interface Stepped {
  state: FlowState;
  actions: FlowAction[];
}

/** Events that do not fit the state (an answer to a question no longer asked) change nothing and ask for nothing. */
export function step(flow: Flow, state: FlowState, event: FlowEvent, variables: FlowVariables): Stepped {
  const work: Work = { flow, state: structuredClone(state), actions: [], variables, kinds: KINDS };
  take(work, event);
  return { state: work.state, actions: work.actions };
}

function take(work: Work, event: FlowEvent): void {
  const { doing } = work.state;
  switch (event.is) {
    case 'begin':
      if (doing.is === 'nothing') begin(work);
      return;
    case 'heard':
      return doing.is === 'nothing' ? begin(work) : heard(work, event.toolBegun ?? false);
    case 'goOn':
      if (doing.is === 'leaving') goOn(work, doing.successful);
      return;
    case 'chose':
      if (doing.is === 'choosing') chose(work, event.option);
      return;
    case 'extracted':
      if (doing.is !== 'extracting') return;
      Object.assign(work.state.variables, event.variables);
      return goOn(work, null);
    case 'toolDone':
      Object.assign(work.state.variables, event.variables);
      if (doing.is === 'tool' && doing.id === event.id) toolDone(work, event.successful);
      return;
    default:
      event satisfies never;
  }
}

function begin(work: Work): void {
  const start = work.flow.parts.get(MAIN)?.start ?? null;
  if (start === null) return stuck(work, 'The flow has no node to begin with.');
  enter(work, { part: MAIN, node: start }, 'begin');
}

/** Something new to answer: the node that listens weighs it; one that was broken off is taken up. */
function heard(work: Work, toolBegun: boolean): void {
  const { state } = work;
  const node = hereNode(work);
  if (!node) return restart(work);
  const kind = KINDS[node.type];
  state.hops = 0;
  switch (state.doing.is) {
    case 'leaving':
      return kind.leave(work, node, state.doing.successful);
    case 'tool':
      return toolBegun ? holdOn(work) : kind.enter(work, node);
    case 'extracting':
      return kind.enter(work, node);
    case 'ended':
      return kind.enter(work, node);
    // Global nodes can be reached from a dead end as well.
    case 'stuck':
      return considerWords(work, node, () => kind.heard(work, node));
    default:
      return kind.heard(work, node);
  }
}

/** The user speaks while the tool still runs: words if the node has any, silence if not. */
function holdOn(work: Work): void {
  const node = hereNode(work);
  const at = work.state.at;
  if (at && node?.speak_during_execution && instructionOf(node)) act(work, { do: 'write', at, first: false });
  work.actions.push({ do: 'await' });
}

/** The document changed under a conversation that goes on: it begins anew, with what it knows. */
function restart(work: Work): void {
  Object.assign(work.state, { at: null, callers: [], jumps: [], hops: 0 });
  begin(work);
}

function goOn(work: Work, successful: boolean | null): void {
  const node = hereNode(work);
  if (node) KINDS[node.type].leave(work, node, successful);
  else restart(work);
}

function chose(work: Work, index: number | null): void {
  const { doing } = work.state;
  const node = hereNode(work);
  if (doing.is !== 'choosing' || !node) return;
  const option = index === null ? undefined : doing.options[index];
  if (option) return takeOption(work, option);
  if (doing.otherwise) return follow(work, doing.otherwise);
  const { stay } = KINDS[node.type];
  if (stay) stay(work, node);
  else deadEnd(work, node);
}

function takeOption(work: Work, option: Option): void {
  switch (option.kind) {
    case 'edge':
      return follow(work, option);
    case 'global':
      return nodeAt(work.flow, option.to) ? jump(work, option) : listen(work);
    case 'back':
      return goBack(work, option.edge);
    default:
      return option satisfies never;
  }
}

function toolDone(work: Work, successful: boolean): void {
  const node = hereNode(work);
  const endsIt = node !== undefined && successful && KINDS[node.type].endsWhenDone === true;
  if (endsIt) return finish(work, { do: 'end' }, { is: 'ended' });
  finish(work, { do: 'goOn' }, { is: 'leaving', successful });
}
