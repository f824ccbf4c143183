import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MAX_HOPS, NODE_TYPES } from '../../src/flow/index.ts';
import { CORPUS } from './corpus.ts';
import { play } from './script.ts';

const WAYS = [
  'prompt',
  'equation',
  'else_edge',
  'always_edge',
  'skip_response_edge',
  'edge',
  'success_edge',
  'failed_edge',
  'end',
];

/** What the contract (and real documents) let a node of this type have. */
const POSSIBLE: Record<(typeof NODE_TYPES)[number], string[]> = {
  conversation: ['prompt', 'equation', 'always_edge', 'skip_response_edge', 'global', 'back'],
  subagent: ['prompt', 'equation', 'always_edge', 'skip_response_edge'],
  function: ['prompt', 'equation', 'else_edge', 'always_edge'],
  code: ['prompt', 'equation', 'else_edge', 'always_edge'],
  mcp: ['prompt', 'equation', 'else_edge', 'always_edge'],
  branch: ['prompt', 'equation', 'else_edge'],
  extract_dynamic_variables: ['prompt', 'equation', 'else_edge'],
  press_digit: ['prompt', 'equation'],
  transfer_call: ['edge', 'end'],
  sms: ['success_edge', 'failed_edge'],
  agent_swap: ['edge', 'end'],
  component: ['prompt', 'equation', 'else_edge', 'component'],
  end: ['return', 'end'],
  bridge_transfer: ['edge', 'end'],
  cancel_transfer: ['edge', 'end'],
};

const taken = new Map<string, number>();

for (const flow of CORPUS) {
  for (const dialogue of flow.dialogues) {
    test(`${flow.name}: ${dialogue.name}`, () => {
      const turns = play(flow, dialogue, (type, way) =>
        taken.set(`${type} ${way}`, (taken.get(`${type} ${way}`) ?? 0) + 1),
      );
      assert.deepEqual(turns, dialogue.turns);
    });
  }
}

test('every kind of edge of every type of node was taken', (t) => {
  for (const line of table()) t.diagnostic(line);
  const empty = NODE_TYPES.flatMap((type) => POSSIBLE[type].map((way) => `${type} ${way}`)).filter(
    (cell) => !taken.has(cell),
  );
  assert.deepEqual(empty, []);
});

after(() => taken.clear());

function table(): string[] {
  const ways = [...WAYS, 'global', 'back', 'component', 'return'];
  const cell = (type: (typeof NODE_TYPES)[number], way: string): string =>
    POSSIBLE[type].includes(way) ? String(taken.get(`${type} ${way}`) ?? 0) : '-';
  return [
    `| node | ${ways.join(' | ')} |`,
    ...NODE_TYPES.map((type) => `| ${type} | ${ways.map((way) => cell(type, way)).join(' | ')} |`),
  ];
}

test('nodes in a circle come to an end, with a reason', () => {
  const flow = CORPUS.find(({ name }) => name.startsWith('broken')) as (typeof CORPUS)[number];
  const dialogue = { name: 'circle', turns: [['begin'], ['user'], ['choice 0']] as [string][] };
  const actions = play(flow, dialogue, () => {})[2] as string[];
  assert.equal(actions.filter((line) => line.startsWith('enter')).length, MAX_HOPS);
  assert.match(actions.at(-1) ?? '', /^stuck: The flow went through 40 nodes without a word of the user/);
});
