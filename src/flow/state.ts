// Where a flow stands, what happens to it, and what it wants done.

import type { Place } from './flow.ts';

/** Plain JSON. */
export interface FlowState {
  /** Null before the beginning. */
  at: Place | null;
  previous: Place | null;
  doing: Doing;
  /** Component nodes that the flow is inside of, outermost first. */
  callers: Place[];
  /** Jumps to global nodes that can still be gone back from, oldest first. */
  jumps: Jump[];
  /** Number of the step at which a global node was last jumped to, by part and node. */
  jumpedAt: Record<string, number>;
  /** Nodes entered so far. */
  steps: number;
  /** Nodes entered since the user last spoke: what goes in circles comes to an end. */
  hops: number;
  /** Tools begun by nodes so far. */
  tools: number;
  /** Extracted, or taken from tools' answers. */
  variables: Record<string, string>;
}

/**
 * What the flow waits for. A driver may break off at any of these, when the user speaks: `heard` takes each of them up.
 *
 * - `nothing`: it has not begun.
 * - `waiting`: the words of the node are asked for or said; the user is next.
 * - `leaving`: what is being said comes to its end, then the node is left. `successful`: how its tool ended.
 * - `choosing`: the model is asked which option holds. `otherwise`: the edge for none of them; null = stay in the node.
 * - `extracting`: the model is asked for the node's variables.
 * - `tool`: the node's tool runs and its result decides.
 * - `stuck`: no edge can be taken. The user may say something that changes this.
 * - `ended`: the conversation is over for this flow.
 */
export type Doing =
  | { is: 'nothing' | 'waiting' | 'extracting' | 'ended' }
  | { is: 'leaving'; successful: boolean | null }
  | { is: 'choosing'; options: Option[]; otherwise: EdgeTarget | null }
  | { is: 'tool'; id: string }
  | { is: 'stuck'; reason: string };

export interface Jump {
  to: Place;
  from: Place;
  /** As they were when it happened. */
  callers: Place[];
}

export interface EdgeTarget {
  edge: string;
  to: string | null;
}

/** One thing that the model may choose. `edge`: of the node it stands in; `global`: to a global node; `back`: from a global node. */
export type Option = { condition: string } & (
  ({ kind: 'edge' } & EdgeTarget) | { kind: 'global'; to: Place; callers: number } | { kind: 'back'; edge: string }
);

/** Why a node was entered. */
export type Entry = 'begin' | 'edge' | 'global' | 'back' | 'component' | 'return';

export type FlowEvent =
  | { is: 'begin' }
  /** `toolBegun`: was the tool that the flow waits for really begun? A driver may have dropped it before that. */
  | { is: 'heard'; toolBegun?: boolean }
  | { is: 'goOn' }
  | { is: 'chose'; option: number | null }
  | { is: 'extracted'; variables: Record<string, string> }
  | { is: 'toolDone'; id: string; successful: boolean; variables: Record<string, string> };

export type FlowAction =
  /** `edge`: the id of the edge that was taken. */
  | { do: 'enter'; from: Place | null; to: Place; why: Entry; edge: string | null }
  /** Variables are not put in yet. */
  | { do: 'say'; text: string }
  /** The model writes by the node's instruction. `first`: nothing has been said in this node yet. */
  | { do: 'write'; at: Place; first: boolean }
  /** `words`: what is said meanwhile. `wait`: the flow waits for the result. */
  | { do: 'tool'; id: string; at: Place; wait: boolean; words: { type: 'prompt' | 'static_text'; text: string } | null }
  | { do: 'note'; text: string }
  | LastAction;

/** Every list of actions ends with exactly one of these; none stands elsewhere. */
export type LastAction =
  | { do: 'listen' }
  /** Come again with `goOn` when all was heard. */
  | { do: 'goOn' }
  | { do: 'choose'; at: Place; options: Option[]; mayStay: boolean }
  | { do: 'extract'; at: Place }
  /** The result of the tool is awaited. */
  | { do: 'await' }
  | { do: 'end' }
  | { do: 'stuck'; reason: string };

/** Values of variables, strongest source first; handed in, because some (the time) are not the flow's to know. */
export interface FlowVariables {
  /** Undefined: not set. */
  value(name: string, collected: Readonly<Record<string, string>>): string | undefined;
  /** Puts variables into a text; what is not set stays as it is. */
  text(template: string, collected: Readonly<Record<string, string>>): string;
}

/** A flow that stands in a node and waits for the user. */
export function flowStateAt(at: Place, variables: Record<string, string> = {}): FlowState {
  return { ...newFlowState(variables), at, doing: { is: 'waiting' }, steps: 1 };
}

/** A flow that has not begun. `variables`: collected before. */
export function newFlowState(variables: Record<string, string> = {}): FlowState {
  return {
    at: null,
    previous: null,
    doing: { is: 'nothing' },
    callers: [],
    jumps: [],
    jumpedAt: {},
    steps: 0,
    hops: 0,
    tools: 0,
    variables: { ...variables },
  };
}
