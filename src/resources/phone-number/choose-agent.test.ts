import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseAgent } from './choose-agent.ts';

/** Park and Miller's generator; the same numbers every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

test('agents are drawn as often as their weights say', () => {
  const weights = { a: 0.1, b: 0.2, c: 0.7 };
  const outbound_agents = Object.entries(weights).map(([agent_id, weight]) => ({ agent_id, weight }));
  const random = seeded(7);
  const drawn: Record<string, number> = { a: 0, b: 0, c: 0 };
  const draws = 20_000;
  for (let i = 0; i < draws; i++) {
    const agent = chooseAgent({ config: { outbound_agents } }, 'outbound', random);
    assert.ok(agent);
    drawn[agent.agent_id] = (drawn[agent.agent_id] ?? 0) + 1;
  }
  for (const [agent_id, weight] of Object.entries(weights))
    assert.ok(Math.abs((drawn[agent_id] ?? 0) / draws - weight) < 0.01, `${agent_id}: ${drawn[agent_id]}`);
});

test('the ends of the scale belong to the first and the last', () => {
  const config = { inbound_agents: [0.1, 0.2, 0.7].map((weight, i) => ({ agent_id: `${i}`, weight })) };
  assert.equal(chooseAgent({ config }, 'inbound', () => 0)?.agent_id, '0');
  assert.equal(chooseAgent({ config }, 'inbound', () => 1 - Number.EPSILON)?.agent_id, '2');
});

test('nobody is drawn where nobody is bound', () => {
  assert.equal(chooseAgent({ config: {} }, 'inbound'), null);
  assert.equal(chooseAgent({ config: { inbound_agents: [] } }, 'inbound'), null);
});
