// The flows. Small on purpose: each shows a few things, named by its dialogues.

import type { FlowDocument, FlowEdge, FlowNode, NodeType } from '../../src/flow/index.ts';
import type { CorpusFlow, ScriptTurn } from './script.ts';

const prompt = (id: string, condition: string, to?: string): FlowEdge => ({
  id,
  transition_condition: { type: 'prompt', prompt: condition },
  ...(to === undefined ? {} : { destination_node_id: to }),
});
const equation = (id: string, left: string, operator: '==' | '>' | 'exists', right: string, to: string): FlowEdge => ({
  id,
  transition_condition: { type: 'equation', equations: [{ left, operator, right }], operator: '&&' },
  destination_node_id: to,
});
const fixed = (id: string, label: string, to: string): FlowEdge => prompt(id, label, to);
const node = (id: string, type: NodeType, more: Partial<FlowNode> = {}): FlowNode => ({
  id,
  name: `the ${id}`,
  type,
  ...more,
});
const says = (id: string, text: string, more: Partial<FlowNode> = {}): FlowNode =>
  node(id, 'conversation', { instruction: { type: 'static_text', text }, ...more });
const writes = (id: string, more: Partial<FlowNode> = {}): FlowNode =>
  node(id, 'conversation', { instruction: { type: 'prompt', text: `Do ${id}.` }, ...more });
const flow = (...nodes: FlowNode[]): FlowDocument => ({ start_node_id: nodes[0]?.id ?? null, nodes, tools: [tool] });
const tool = { tool_id: 't', type: 'custom', name: 'look_up', url: 'https://shop.example' };
const bye = node('bye', 'end');

/** Talking nodes: both types behave alike. */
function talking(type: 'conversation' | 'subagent'): CorpusFlow[] {
  const talks = (id: string, more: Partial<FlowNode> = {}): FlowNode => ({ ...writes(id, more), type });
  return [
    {
      name: `${type}: prompts and equations`,
      flow: flow(
        talks('hello', {
          edges: [
            prompt('books', 'wants to book', 'book'),
            equation('vip', '{{tier}}', '==', 'gold', 'lounge'),
            prompt('cancels', 'wants to cancel', 'bye'),
          ],
        }),
        talks('book'),
        says('lounge', 'Welcome to the lounge.'),
        bye,
      ),
      dialogues: [
        {
          name: 'the model chooses an edge',
          turns: [
            ['begin', 'enter hello (begin)', 'write hello', 'listen'],
            ['user', 'choose: wants to book | wants to cancel'],
            ['choice 0', 'enter book by books', 'write book', 'listen'],
            ['user', 'write book again', 'listen'],
          ],
        },
        {
          name: 'none of the edges: the node goes on',
          turns: [
            ['begin', 'enter hello (begin)', 'write hello', 'listen'],
            ['user', 'choose: wants to book | wants to cancel'],
            ['choice none', 'write hello again', 'listen'],
          ],
        },
        {
          name: 'an equation comes before prompts, wherever it stands',
          variables: { tier: 'gold' },
          turns: [
            ['begin', 'enter hello (begin)', 'write hello', 'listen'],
            ['user', 'enter lounge by vip', 'say Welcome to the lounge.', 'listen'],
          ],
        },
        {
          name: 'the user goes on while the model still decides',
          turns: [
            ['user', 'enter hello (begin)', 'write hello', 'listen'],
            ['user', 'choose: wants to book | wants to cancel'],
            ['user', 'choose: wants to book | wants to cancel'],
            ['choice 1', 'enter bye by cancels', 'end'],
            ['choice 0'],
          ],
        },
      ],
    },
    {
      name: `${type}: always and skip_response`,
      flow: flow(
        talks('hello', {
          skip_response_edge: fixed('skip', 'Skip response', 'ask'),
          edges: [prompt('p', 'never asked', 'bye')],
        }),
        talks('ask', { always_edge: fixed('always', 'Always', 'thanks') }),
        talks('thanks', {
          edges: [prompt('p2', 'wants to end', 'bye')],
          always_edge: fixed('always2', 'Always', 'ask'),
        }),
        bye,
      ),
      dialogues: [
        {
          name: 'moves on without the user, then whatever the user says, then unless a prompt holds',
          turns: [
            ['begin', 'enter hello (begin)', 'write hello', 'goOn'],
            ['go on', 'enter ask by skip', 'write ask', 'listen'],
            ['go on'],
            ['user', 'enter thanks by always', 'write thanks', 'listen'],
            ['user', 'choose: wants to end'],
            ['choice none', 'enter ask by always2', 'write ask', 'listen'],
            ['user', 'enter thanks by always', 'write thanks', 'listen'],
            ['user', 'choose: wants to end'],
            ['choice 0', 'enter bye by p2', 'end'],
          ],
        },
        {
          name: 'a user who interrupts gets the next node',
          turns: [
            ['begin', 'enter hello (begin)', 'write hello', 'goOn'],
            ['user', 'enter ask by skip', 'write ask', 'listen'],
          ],
        },
      ],
    },
  ];
}

/** Nodes that run something and are left by edges. */
function working(type: 'function' | 'code' | 'mcp'): CorpusFlow[] {
  const works = (id: string, more: Partial<FlowNode>): FlowNode =>
    node(id, type, {
      tool_id: 't',
      tool_type: 'local',
      mcp_tool_name: 'look_up',
      code: 'return 1',
      wait_for_result: true,
      ...more,
    });
  const outcomes = {
    edges: [equation('many', '{{count}}', '>', '1', 'several'), prompt('one', 'found exactly one', 'single')],
    else_edge: fixed('else', 'Else', 'nothing'),
  };
  const ends = [says('several', 'Several.'), writes('single'), says('nothing', 'Nothing.')];
  return [
    {
      name: `${type}: waits for the result`,
      flow: flow(says('hello', 'Hi.', { always_edge: fixed('a', 'Always', 'work') }), works('work', outcomes), ...ends),
      dialogues: [
        {
          name: 'an equation on what the tool answered',
          turns: [
            ['begin', 'enter hello (begin)', 'say Hi.', 'listen'],
            ['user', 'enter work by a', 'tool of work', 'await'],
            ['tool ok {"count":"3"}', 'goOn'],
            ['go on', 'enter several by many', 'say Several.', 'listen'],
          ],
        },
        {
          name: 'a prompt on what the tool answered, and its else',
          turns: [
            ['begin', 'enter hello (begin)', 'say Hi.', 'listen'],
            ['user', 'enter work by a', 'tool of work', 'await'],
            ['tool failed', 'goOn'],
            ['go on', 'choose: found exactly one'],
            ['choice none', 'enter nothing by else', 'say Nothing.', 'listen'],
          ],
        },
        {
          name: 'a user who speaks meanwhile does not cancel it, and it is never begun twice',
          turns: [
            ['begin', 'enter hello (begin)', 'say Hi.', 'listen'],
            ['user', 'enter work by a', 'tool of work', 'await'],
            ['user during tool', 'await'],
            ['tool ok', 'goOn'],
            ['user', 'choose: found exactly one'],
            ['choice 0', 'enter single by one', 'write single', 'listen'],
          ],
        },
        {
          name: 'one that was dropped before it began is begun again',
          turns: [
            ['begin', 'enter hello (begin)', 'say Hi.', 'listen'],
            ['user', 'enter work by a', 'tool of work', 'await'],
            ['user', 'tool of work', 'await'],
          ],
        },
      ],
    },
    {
      name: `${type}: speaks meanwhile, does not wait`,
      flow: flow(
        works('work', {
          wait_for_result: false,
          speak_during_execution: true,
          instruction: { type: 'static_text', text: 'One moment.' },
          always_edge: fixed('a', 'Always', 'silent'),
        }),
        works('silent', { wait_for_result: false, else_edge: fixed('else', 'Else', 'waits') }),
        works('waits', { speak_during_execution: true, instruction: { type: 'prompt', text: 'Ask for patience.' } }),
      ),
      dialogues: [
        {
          name: 'each row of the timing table, and a dead end',
          turns: [
            ['begin', 'enter work (begin)', 'tool of work, saying One moment.', 'goOn'],
            ['go on', 'enter silent by a', 'tool of silent', 'goOn'],
            ['tool ok {"late":"yes"}'],
            ['go on', 'enter waits by else', 'tool of waits, saying Ask for patience.', 'await'],
            ['user during tool', 'write waits again', 'await'],
            ['tool ok', 'goOn'],
            ['go on', 'stuck: No edge of node "the waits" can be taken, and it has no else.'],
            ['user', 'stuck: No edge of node "the waits" can be taken, and it has no else.'],
          ],
        },
      ],
    },
  ];
}

/** Nodes with nothing but a decision. */
function silent(type: 'branch' | 'extract_dynamic_variables' | 'component'): CorpusFlow {
  const isExtract = type === 'extract_dynamic_variables';
  const before: ScriptTurn[] = isExtract ? [['begin', 'enter it (begin)', 'extract it']] : [];
  const turns = (variables: string, ...actions: string[]): ScriptTurn[] => {
    if (isExtract) return [...before, [`extracted ${variables}`, ...actions]];
    const inside = type === 'component' ? ['enter inner (component)', 'enter it (return)'] : [];
    return [['begin', 'enter it (begin)', ...inside, ...actions]];
  };
  return {
    name: `${type}: equation, prompt, else`,
    flow: {
      ...flow(
        node('it', type, {
          variables: [{ type: 'number', name: 'age', description: '' }],
          component_id: 'c',
          component_type: 'local',
          edges: [equation('adult', '{{age}}', '>', '17', 'drink'), prompt('thirsty', 'is thirsty', 'water')],
          else_edge: fixed('else', 'Else', 'nothing'),
        }),
        says('drink', 'Drink.'),
        says('water', 'Water.'),
        says('nothing', 'Nothing.'),
      ),
      components: [{ name: 'c', start_node_id: 'inner', nodes: [node('inner', 'end')] }],
    },
    dialogues: [
      {
        name: 'equation',
        variables: { age: '30' },
        turns: turns('{"age":"31"}', 'enter drink by adult', 'say Drink.', 'listen'),
      },
      {
        name: 'prompt',
        turns: [...turns('{}', 'choose: is thirsty'), ['choice 0', 'enter water by thirsty', 'say Water.', 'listen']],
      },
      {
        name: 'else',
        turns: [
          ...turns('{}', 'choose: is thirsty'),
          ['choice none', 'enter nothing by else', 'say Nothing.', 'listen'],
        ],
      },
    ],
  };
}

/** Nodes that hand over: over when it works, one edge when it does not. */
function handingOver(type: 'transfer_call' | 'agent_swap' | 'bridge_transfer' | 'cancel_transfer'): CorpusFlow {
  return {
    name: `${type}: works, fails`,
    flow: flow(
      node('hand', type, {
        speak_during_execution: true,
        instruction: { type: 'static_text', text: 'I pass you on.' },
        edge: fixed('failed', 'Transfer failed', 'sorry'),
      }),
      says('sorry', 'That failed.'),
    ),
    dialogues: [
      {
        name: 'works: the flow is over',
        turns: [
          ['begin', 'enter hand (begin)', 'tool of hand, saying I pass you on.', 'await'],
          ['tool ok', 'end'],
          ['go on'],
        ],
      },
      {
        name: 'fails',
        turns: [
          ['begin', 'enter hand (begin)', 'tool of hand, saying I pass you on.', 'await'],
          ['tool failed', 'goOn'],
          ['go on', 'enter sorry by failed', 'say That failed.', 'listen'],
        ],
      },
    ],
  };
}

const sms: CorpusFlow = {
  name: 'sms: sent, failed',
  flow: flow(
    node('sms', 'sms', {
      instruction: { type: 'static_text', text: 'Your code: 1' },
      success_edge: fixed('sent', 'Sent successfully', 'yes'),
      failed_edge: fixed('failed', 'Failed to send', 'no'),
    }),
    says('yes', 'Sent.'),
    says('no', 'Not sent.'),
  ),
  dialogues: [
    {
      name: 'sent',
      turns: [
        ['begin', 'enter sms (begin)', 'tool of sms', 'await'],
        ['tool ok', 'goOn'],
        ['go on', 'enter yes by sent', 'say Sent.', 'listen'],
      ],
    },
    {
      name: 'failed',
      turns: [
        ['begin', 'enter sms (begin)', 'tool of sms', 'await'],
        ['tool failed', 'goOn'],
        ['go on', 'enter no by failed', 'say Not sent.', 'listen'],
      ],
    },
  ],
};

const pressDigit: CorpusFlow = {
  name: 'press_digit: a voice menu',
  flow: flow(
    node('menu', 'press_digit', {
      instruction: { type: 'prompt', text: 'Reach billing.' },
      edges: [prompt('reached', 'a person speaks', 'talk'), equation('known', '{{direct}}', 'exists', '', 'talk')],
    }),
    writes('talk'),
  ),
  dialogues: [
    {
      name: 'keys, then a person',
      turns: [
        ['begin', 'enter menu (begin)', 'listen'],
        ['user', 'choose: a person speaks'],
        ['choice none', 'write menu again', 'listen'],
        ['user', 'choose: a person speaks'],
        ['choice 0', 'enter talk by reached', 'write talk', 'listen'],
      ],
    },
    {
      name: 'by an equation; an empty variable exists',
      variables: { direct: '' },
      turns: [
        ['begin', 'enter menu (begin)', 'listen'],
        ['user', 'enter talk by known', 'write talk', 'listen'],
      ],
    },
  ],
};

const globalNodes: CorpusFlow = {
  name: 'global nodes: jump, go back, cool-down',
  flow: {
    ...flow(
      writes('hello', { edges: [prompt('in', 'wants to order', 'order')] }),
      writes('help', {
        global_node_setting: {
          condition: 'asks for help',
          cool_down: 2,
          go_back_conditions: [prompt('back', 'is helped'), equation('backNow', '{{done}}', '==', 'yes', '')],
        },
        edges: [prompt('on', 'wants to leave', 'hello')],
      }),
      node('order', 'component', {
        component_id: 'c',
        component_type: 'local',
        else_edge: fixed('e', 'Else', 'hello'),
      }),
    ),
    components: [
      {
        name: 'c',
        start_node_id: 'dish',
        nodes: [
          writes('dish', { edges: [prompt('d', 'names a dish', 'done')] }),
          says('done', 'Noted.', { skip_response_edge: fixed('s', 'Skip response', 'out') }),
          node('out', 'end'),
        ],
      },
    ],
  },
  dialogues: [
    {
      name: 'out of a component and back into it; not again before the cool-down',
      turns: [
        ['begin', 'enter hello (begin)', 'write hello', 'listen'],
        ['user', 'choose: wants to order | asks for help'],
        ['choice 0', 'enter order by in', 'enter dish (component)', 'write dish', 'listen'],
        ['user', 'choose: names a dish | asks for help'],
        ['choice 1', 'enter help (global)', 'write help', 'listen'],
        ['user', 'choose: wants to leave | is helped'],
        ['choice 1', 'enter dish (back)', 'write dish again', 'listen'],
        ['user', 'choose: names a dish | asks for help'],
        ['choice 0', 'enter done by d', 'say Noted.', 'goOn'],
        ['go on', 'enter out by s', 'enter order (return)', 'enter hello by e', 'write hello', 'listen'],
      ],
    },
    {
      name: 'goes back by an equation at once',
      variables: { done: 'yes' },
      turns: [
        ['begin', 'enter hello (begin)', 'write hello', 'listen'],
        ['user', 'choose: wants to order | asks for help'],
        ['choice 1', 'enter help (global)', 'write help', 'listen'],
        ['user', 'enter hello (back)', 'write hello again', 'listen'],
        ['user', 'choose: wants to order | asks for help'],
        ['choice none', 'write hello again', 'listen'],
      ],
    },
    {
      name: 'along an edge of the global node the jump is forgotten, and the cool-down holds',
      turns: [
        ['begin', 'enter hello (begin)', 'write hello', 'listen'],
        ['user', 'choose: wants to order | asks for help'],
        ['choice 1', 'enter help (global)', 'write help', 'listen'],
        ['user', 'choose: wants to leave | is helped'],
        ['choice 0', 'enter hello by on', 'write hello', 'listen'],
        ['user', 'choose: wants to order | asks for help'],
      ],
    },
  ],
};

const components: CorpusFlow = {
  name: 'components: shared, nested, unlinked, missing',
  flow: {
    ...flow(
      node('outer', 'component', {
        component_id: 'shared1',
        component_type: 'shared',
        else_edge: fixed('e1', 'Else', 'unlinked'),
      }),
      node('unlinked', 'component', {
        component_id: 'empty',
        component_type: 'local',
        else_edge: fixed('e2', 'Else', 'missing'),
      }),
      node('missing', 'component', {
        component_id: 'nowhere',
        component_type: 'local',
        else_edge: fixed('e3', 'Else', 'bye'),
      }),
      node('bye', 'end', { instruction: { type: 'prompt', text: 'Say goodbye.' } }),
    ),
    components: [{ name: 'empty', nodes: [] }],
  },
  shared: {
    shared1: {
      start_node_id: 'in',
      nodes: [
        node('in', 'component', {
          component_id: 'shared2',
          component_type: 'shared',
          else_edge: fixed('e', 'Else', 'end'),
        }),
        node('end', 'end'),
      ],
    },
    shared2: {
      start_node_id: 'ask',
      nodes: [
        writes('ask', { always_edge: fixed('a', 'Always', 'end') }),
        node('end', 'end', { instruction: { type: 'static_text', text: 'Thanks.' } }),
      ],
    },
  },
  dialogues: [
    {
      name: 'an end returns to whoever called, one level at a time',
      turns: [
        ['begin', 'enter outer (begin)', 'enter in (component)', 'enter ask (component)', 'write ask', 'listen'],
        [
          'user',
          'enter end by a',
          'say Thanks.',
          'enter in (return)',
          'enter end by e',
          'enter outer (return)',
          'enter unlinked by e1',
          'enter missing by e2',
          'note: Node "the missing" names a component that is not there.',
          'enter bye by e3',
          'write bye',
          'end',
        ],
        ['user', 'write bye', 'end'],
      ],
    },
  ],
};

const broken: CorpusFlow = {
  name: 'broken documents: circles, edges to nowhere',
  flow: flow(
    writes('hello', {
      edges: [prompt('a', 'circle', 'round'), prompt('b', 'nowhere'), prompt('c', 'unknown', 'gone')],
    }),
    node('round', 'branch', { else_edge: fixed('e', 'Else', 'round2') }),
    node('round2', 'branch', { else_edge: fixed('f', 'Else', 'round') }),
  ),
  dialogues: [
    {
      name: 'edges that lead nowhere say so, and the user can go on',
      turns: [
        ['begin', 'enter hello (begin)', 'write hello', 'listen'],
        ['user', 'choose: circle | nowhere | unknown'],
        ['choice 1', 'stuck: Edge "b" of node "the hello" leads nowhere.'],
        ['user', 'choose: circle | nowhere | unknown'],
        ['choice 2', 'stuck: Edge "c" of node "the hello" leads to "gone", which is not there.'],
        ['user', 'choose: circle | nowhere | unknown'],
        ['choice none', 'write hello again', 'listen'],
      ],
    },
  ],
};

const empty: CorpusFlow = {
  name: 'no nodes',
  flow: { nodes: [] },
  dialogues: [{ name: 'says why', turns: [['begin', 'stuck: The flow has no node to begin with.']] }],
};

export const CORPUS: CorpusFlow[] = [
  ...talking('conversation'),
  ...talking('subagent'),
  ...working('function'),
  ...working('code'),
  ...working('mcp'),
  silent('branch'),
  silent('extract_dynamic_variables'),
  silent('component'),
  handingOver('transfer_call'),
  handingOver('agent_swap'),
  handingOver('bridge_transfer'),
  handingOver('cancel_transfer'),
  sms,
  pressDigit,
  globalNodes,
  components,
  broken,
  empty,
];
