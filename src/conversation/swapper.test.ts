import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentSwap } from '../interfaces/agent-swap.ts';
import type { ResumableEngine } from './engine.ts';
import { createSwapper, type Party } from './swapper.ts';

const WISH = { type: 'agent_swap', name: 'swap' } as const;
const SWAP = { agent_id: 'agent_2', kept: {} } as unknown as AgentSwap;

test('an agent that was made ready and did not take over is closed, also one that is ready too late', async () => {
  const closed: string[] = [];
  const asked = ['early', 'late'];
  const late = Promise.withResolvers<void>();
  const swapper = createSwapper(async () => {
    const name = asked.shift() ?? '';
    if (name === 'late') await late.promise;
    return { ok: true, party: partyOf(name, closed), swap: SWAP };
  });
  const engine = swapper.start(partyOf('first', closed), []);
  assert.equal((await swapper.request(WISH)).ok, true);
  const tooLate = swapper.request(WISH);
  await engine.close?.();
  assert.deepEqual(closed, ['first', 'early']);
  late.resolve();
  assert.deepEqual(await tooLate, { ok: false, why: 'the conversation is over.' });
  assert.deepEqual(closed, ['first', 'early', 'late']);
});

function partyOf(name: string, closed: string[]): Party {
  const engine = {
    standing: () => ({ state: null, previousState: null, collected: {} }),
    close: () => Promise.resolve(void closed.push(name)),
  } as unknown as ResumableEngine;
  return { engine, settings: {} };
}
