// A conversation flow as it is stored: the contract's field names, only those with effect. Stored documents are incomplete at times, so
// nearly everything may be missing.

export interface FlowPartDocument {
  name?: string | null;
  nodes?: FlowNode[] | null;
  start_node_id?: string | null;
  tools?: object[] | null;
  mcps?: object[] | null;
}

export interface FlowDocument extends FlowPartDocument {
  global_prompt?: string | null;
  components?: FlowPartDocument[] | null;
  start_speaker?: 'user' | 'agent' | null;
  begin_after_user_silence_ms?: number | null;
  model_choice?: ModelChoice | null;
  model_temperature?: number | null;
  tool_call_strict_mode?: boolean | null;
  default_dynamic_variables?: Record<string, unknown> | null;
  knowledge_base_ids?: string[] | null;
  kb_config?: { top_k?: number | null; filter_score?: number | null } | null;
  flex_mode?: boolean | null;
}

export interface ModelChoice {
  model?: string | null;
  high_priority?: boolean | null;
}

/** The kinds of nodes of the contract. */
export const NODE_TYPES = [
  'conversation',
  'subagent',
  'function',
  'code',
  'mcp',
  'branch',
  'extract_dynamic_variables',
  'press_digit',
  'transfer_call',
  'sms',
  'agent_swap',
  'component',
  'end',
  'bridge_transfer',
  'cancel_transfer',
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

/** One node of any type; which fields have a meaning depends on the type. */
export interface FlowNode {
  id: string;
  type: NodeType;
  name?: string | null;
  instruction?: Instruction | null;
  /** Stored for the start node; beats the flow's. */
  start_speaker?: 'user' | 'agent' | null;
  edges?: FlowEdge[] | null;
  else_edge?: FlowEdge | null;
  always_edge?: FlowEdge | null;
  skip_response_edge?: FlowEdge | null;
  edge?: FlowEdge | null;
  success_edge?: FlowEdge | null;
  failed_edge?: FlowEdge | null;
  global_node_setting?: GlobalNodeSetting | null;
  speak_during_execution?: boolean | null;
  wait_for_result?: boolean | null;
  /** conversation, subagent: instead of the agent's */
  interruption_sensitivity?: number | null;
  responsiveness?: number | null;
  voice_speed?: number | null;
  model_choice?: ModelChoice | null;
  finetune_conversation_examples?: FinetuneExample[] | null;
  /** conversation, subagent: beside the flow's */
  knowledge_base_ids?: string[] | null;
  finetune_transition_examples?: FinetuneExample[] | null;
  /** function */
  tool_id?: string | null;
  /** subagent */
  tool_ids?: string[] | null;
  tools?: object[] | null;
  /** component */
  component_id?: string | null;
  component_type?: 'local' | 'shared' | null;
  /** extract_dynamic_variables */
  variables?: ExtractedVariable[] | null;
  [other: string]: unknown;
}

export interface Instruction {
  type?: 'prompt' | 'static_text';
  text?: string | null;
}

export interface FlowEdge {
  id: string;
  transition_condition?: Condition | null;
  destination_node_id?: string | null;
}

export type Condition =
  | { type: 'prompt'; prompt?: string | null }
  | { type: 'equation'; equations?: Equation[] | null; operator?: '||' | '&&' | null };

export interface Equation {
  left: string;
  operator: EquationOperator;
  right?: string | null;
}

export const EQUATION_OPERATORS = [
  '==',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'contains',
  'not_contains',
  'exists',
  'not_exist',
] as const;
export type EquationOperator = (typeof EQUATION_OPERATORS)[number];

export interface GlobalNodeSetting {
  condition?: string | null;
  go_back_conditions?: FlowEdge[] | null;
  /** Node steps before the jump may happen again. */
  cool_down?: number | null;
  positive_finetune_examples?: FinetuneExample[] | null;
  negative_finetune_examples?: FinetuneExample[] | null;
}

export interface FinetuneExample {
  transcript?: ExampleUtterance[] | null;
  /** Of a transition example; without one the example means to stay. */
  destination_node_id?: string | null;
}

export interface ExampleUtterance {
  role: string;
  content?: string;
  name?: string;
  arguments?: string;
}

/** As in post-call analysis. */
export interface ExtractedVariable {
  type: 'string' | 'text' | 'number' | 'enum' | 'boolean' | 'system-presets';
  name: string;
  description?: string | null;
  examples?: string[] | null;
  choices?: string[] | null;
}
