// Plays scripted dialogues against the interpreter, and writes what it does as lines.

import {
  newFlowState,
  nodeAt,
  readFlow,
  step,
  type Flow,
  type FlowAction,
  type FlowDocument,
  type FlowEdge,
  type FlowEvent,
  type FlowPartDocument,
  type FlowState,
  type FlowVariables,
} from '../../src/flow/index.ts';

/** What happens, then what is to be done. */
export type ScriptTurn = [event: string, ...actions: string[]];

export interface CorpusFlow {
  name: string;
  flow: FlowDocument;
  shared?: Record<string, FlowPartDocument>;
  dialogues: { name: string; variables?: Record<string, string>; turns: ScriptTurn[] }[];
}

/** Called for every move along an edge. */
export type Witness = (nodeType: string, edgeKind: string) => void;

/** Plays the events of a dialogue; gives the turns as they really were. */
export function play(corpus: CorpusFlow, dialogue: CorpusFlow['dialogues'][number], witness: Witness): ScriptTurn[] {
  const flow = readFlow(corpus.flow, new Map(Object.entries(corpus.shared ?? {})));
  let state = newFlowState();
  const variables = variablesOf(dialogue.variables ?? {});
  return dialogue.turns.map(([line]) => {
    const { state: next, actions } = step(flow, state, eventOf(line, state), variables);
    for (const action of actions) testify(flow, action, state, witness);
    state = next;
    return [line, ...actions.map(lineOf)];
  });
}

export function variablesOf(given: Record<string, string>): FlowVariables {
  const value: FlowVariables['value'] = (name, collected) => collected[name] ?? given[name];
  return {
    value,
    text: (template, collected) =>
      template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => value(name, collected) ?? whole),
  };
}

/** `user`, `go on`, `choice 1`, `choice none`, `extracted {...}`, `tool ok {...}`, `tool failed`, `user during tool`, `begin`. */
function eventOf(line: string, state: FlowState): FlowEvent {
  const [, word = '', rest = ''] = /^(\w+)\s*(.*)$/.exec(line) ?? [];
  switch (word) {
    case 'begin':
      return { is: 'begin' };
    case 'user':
      return { is: 'heard', toolBegun: rest === 'during tool' };
    case 'go':
      return { is: 'goOn' };
    case 'choice':
      return { is: 'chose', option: rest === 'none' ? null : Number(rest) };
    case 'extracted':
      return { is: 'extracted', variables: JSON.parse(rest) as Record<string, string> };
    case 'tool': {
      const [how = '', values = '{}'] = rest.split(/ (.*)/s);
      const id = state.doing.is === 'tool' ? state.doing.id : `tool_call_node_${state.tools}`;
      return { is: 'toolDone', id, successful: how === 'ok', variables: JSON.parse(values) as Record<string, string> };
    }
    default:
      throw new Error(`no event: ${line}`);
  }
}

export function lineOf(action: FlowAction): string {
  switch (action.do) {
    case 'enter':
      return `enter ${action.to.node}${action.why === 'edge' ? ` by ${action.edge}` : ` (${action.why})`}`;
    case 'say':
      return `say ${action.text}`;
    case 'write':
      return `write ${action.at.node}${action.first ? '' : ' again'}`;
    case 'tool':
      return `tool of ${action.at.node}${action.words ? `, saying ${action.words.text}` : ''}`;
    case 'choose':
      return `choose: ${action.options.map(({ condition }) => condition).join(' | ')}`;
    case 'extract':
      return `extract ${action.at.node}`;
    case 'stuck':
      return `stuck: ${action.reason}`;
    case 'note':
      return `note: ${action.text}`;
    default:
      return action.do;
  }
}

const FIELDS = ['else_edge', 'always_edge', 'skip_response_edge', 'edge', 'success_edge', 'failed_edge'] as const;

function testify(flow: Flow, action: FlowAction, before: FlowState, witness: Witness): void {
  if (action.do === 'end') return witness(nodeAt(flow, before.at)?.type ?? 'begin', 'end');
  if (action.do !== 'enter') return;
  const node = nodeAt(flow, action.from);
  if (!node) return;
  if (action.why !== 'edge') return witness(node.type, action.why);
  const field = FIELDS.find((name) => node[name]?.id === action.edge);
  if (field) return witness(node.type, field);
  const edge = (node.edges as FlowEdge[]).find(({ id }) => id === action.edge);
  witness(node.type, edge?.transition_condition?.type ?? 'unknown');
}
