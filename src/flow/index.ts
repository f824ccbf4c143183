// The door of the room: conversation flows.

export { EQUATION_OPERATORS, NODE_TYPES } from './document.ts';
export type {
  Condition,
  Equation,
  ExampleUtterance,
  ExtractedVariable,
  FinetuneExample,
  FlowDocument,
  FlowEdge,
  FlowNode,
  FlowPartDocument,
  NodeType,
} from './document.ts';
export { doubtsOf, knownVariables } from './doubts.ts';
export type { Doubt } from './doubts.ts';
export { findPlace, instructionOf, listOf, localComponentId, MAIN, nameOf, nodeAt, readFlow } from './flow.ts';
export type { Flow, FlowPart, Place } from './flow.ts';
export { MAX_HOPS } from './move.ts';
export { flowStateAt, newFlowState } from './state.ts';
export type { Entry, FlowAction, FlowEvent, FlowState, FlowVariables, LastAction, Option } from './state.ts';
export { step } from './step.ts';
export type { Stepped } from './step.ts';
