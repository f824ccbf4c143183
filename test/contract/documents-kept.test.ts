// Whatever a valid flow or LLM holds, at any depth, comes back as it was sent: through create, get, an update of something else, and get.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../support/http.ts';

const ROUNDS = 30;

/** The same documents in every run; a failure names its seed. */
function random(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return state / 2 ** 32;
  };
}

function documents(next: () => number) {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const some = <T>(make: (i: number) => T, most: number): T[] =>
    Array.from({ length: Math.floor(next() * (most + 1)) }, (_, i) => make(i));
  const maybe = (fields: object): object => (next() < 0.5 ? fields : {});
  const text = (): string => pick(['', 'ä€🎉', ' a\n"b"\\', '{{name}}', '0', 'null', '\u2028', 'x'.repeat(300)]);
  const number = (): number => pick([0, -0.5, 1e21, 1.7976931348623157e308, 9007199254740993, 5e-324, 12.25]);
  const anything = (depth: number): unknown =>
    depth === 0 || next() < 0.5
      ? pick([null, true, false, text(), number(), [], {}])
      : next() < 0.5
        ? some(() => anything(depth - 1), 3)
        : Object.fromEntries(
            some((i) => [pick(['z', 'a', '10', '2', '', 'constructor', `k${i}`]), anything(depth - 1)], 4),
          );
  const unknown = (): object => Object.fromEntries(some((i) => [`x_${i}`, anything(3)], 3));
  const empty = (): object => pick([{}, []]);
  const place = (): object => maybe({ display_position: pick([{ x: 1.5, y: -2, z: 3 }, {}, []]) });
  const condition = (): object =>
    pick([
      { type: 'prompt', prompt: text(), ...unknown() },
      {
        type: 'equation',
        operator: pick(['&&', '||']),
        equations: some(() => ({ left: text(), operator: 'exists', ...unknown() }), 3),
      },
    ]);
  const edge = (fixed?: string): object => ({
    id: pick(['e1', 'e2', '']),
    transition_condition: fixed === undefined ? condition() : { type: 'prompt', prompt: fixed },
    ...maybe({ destination_node_id: pick(['n0', 'nowhere', '']) }),
    ...unknown(),
  });
  const tool = (): object => ({
    type: 'custom',
    name: `t${Math.floor(next() * 1e9)}`,
    url: 'https://x.test',
    ...maybe({ headers: pick([{ b: '1', a: '2' }, [], {}]), query_params: empty(), response_variables: empty() }),
    ...maybe({ parameters: { type: 'object', properties: pick([{ z: anything(2), a: { type: 'string' } }, []]) } }),
    ...unknown(),
  });
  const node = (i: number): object => ({
    id: `n${i}`,
    ...place(),
    ...maybe({ edges: some(() => edge(), 3) }),
    ...pick([
      {
        type: 'conversation',
        instruction: { type: 'prompt', text: text(), ...unknown() },
        ...maybe({ always_edge: edge('Always') }),
      },
      { type: 'subagent', instruction: { type: 'prompt', text: text() }, tools: pick([null, some(tool, 2)]) },
      { type: 'end', ...maybe({ instruction: empty() }) },
      { type: 'branch', else_edge: edge('Else') },
      { type: 'function', tool_id: 't', tool_type: 'local', wait_for_result: true, ...maybe({ instruction: empty() }) },
      { type: 'code', code: text(), wait_for_result: false, ...maybe({ response_variables: empty() }) },
    ]),
    ...unknown(),
  });
  const flow = (): object => ({
    ...unknown(),
    start_speaker: 'user',
    model_choice: { type: 'cascading', model: pick(['gpt-4o-mini', 'of-tomorrow']), ...unknown() },
    nodes: some(node, 6),
    ...maybe({ tools: pick([null, some((i) => ({ ...tool(), tool_id: `${i}` }), 2)]), notes: null }),
    ...maybe({ components: some((i) => ({ name: `c${i}`, nodes: some(node, 2), ...unknown() }), 2) }),
    ...maybe({
      default_dynamic_variables: pick([null, [], { b: 'x', a: 'y' }]),
      kb_config: pick([{}, [], { top_k: 3 }]),
    }),
  });
  const llm = (): object => ({
    ...unknown(),
    ...maybe({ general_prompt: pick([null, text()]), begin_message: pick([null, '', text()]) }),
    ...maybe({ general_tools: pick([null, some(tool, 3)]), kb_config: pick([null, {}, []]) }),
    ...maybe({ states: [{ name: 's', tools: some(tool, 2), ...unknown() }], starting_state: 's' }),
    ...maybe({ default_dynamic_variables: anything(0) instanceof Array ? [] : { a: anything(2) }, mcps: null }),
  });
  return { flow, llm };
}

const OURS = ['conversation_flow_id', 'llm_id', 'version', 'is_published', 'last_modification_timestamp'];

/** Without what only the server says, as text, so that the order of keys counts as well. */
function own(answer: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(answer).filter(([name]) => !OURS.includes(name))));
}

test('documents of flows and LLMs come back as they were sent', async (t) => {
  const server = await testServer(t);
  for (let seed = 1; seed <= ROUNDS; seed++) {
    const made = documents(random(seed));
    for (const [kind, idField, sent, change] of [
      ['conversation-flow', 'conversation_flow_id', made.flow(), { model_temperature: 0.5 }],
      ['retell-llm', 'llm_id', made.llm(), { model_temperature: 0.5 }],
    ] as const) {
      const created = await server.send('POST', `/create-${kind}`, sent);
      assert.equal(created.status, 201, `seed ${seed}: ${created.text.slice(0, 300)}`);
      const id = created.json[idField];
      const read = await server.send('GET', `/get-${kind}/${id}`);
      assert.equal(own(read.json), own(JSON.parse(JSON.stringify(sent))), `seed ${seed}, ${kind}`);
      await server.send('PATCH', `/update-${kind}/${id}`, change);
      const again = await server.send('GET', `/get-${kind}/${id}`);
      assert.equal(own(again.json), own({ ...JSON.parse(JSON.stringify(sent)), ...change }), `seed ${seed}, ${kind}`);
      assert.equal((await server.send('GET', `/list-${kind}-warnings/${id}`)).status, 200, `seed ${seed}, ${kind}`);
    }
  }
});

test('a number that would come back as null is refused, however deep it lies', async (t) => {
  const server = await testServer(t);
  const answer = await server.send('POST', '/create-retell-llm', '{"x_deep":[{"far":1e400}]}');
  assert.equal(answer.status, 400);
  assert.match(answer.json.message, /a number beyond 1\.8e308/);
});
