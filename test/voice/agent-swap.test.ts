// Another agent takes over in a call: its voice and ears, without a gap in what the caller says.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSwapper, type AgentSwapConfig, type ResumableEngine } from '../../src/conversation/index.ts';
import type { AgentSwap } from '../../src/interfaces/agent-swap.ts';
import { voiceSettings } from '../../src/voice/index.ts';
import { createTestEars, type TestEars, type TestEarsOptions } from '../support/scripted-ears.ts';
import { createTestEngine, toolCall, type Piece, type TestEngine } from '../support/scripted-engine.ts';
import { createTestMouth, type TestMouth } from '../support/scripted-mouth.ts';
import { startVirtualCall, type VirtualCall } from '../support/virtual-call.ts';

const SWAP: AgentSwap = {
  agent_id: 'agent_second',
  agent_version: 2,
  agent_name: 'Second',
  configuration_hash: 'hash',
  webhook_setting: 'only_source_agent',
  post_call_analysis_setting: 'both_agents',
  kept: {},
};
const CALL = toolCall('swap', { type: 'agent_swap' });

interface Options {
  /** Of the first agent, by the number of the request. */
  first?: (turn: number) => Piece[];
  second?: (turn: number) => Piece[];
  /** Settings of the second agent. */
  settings?: Record<string, unknown>;
  ears?: TestEarsOptions;
  /** What the second one's voice takes to be found. */
  outfitMs?: number;
  outfitFails?: boolean;
}

interface SwapCall {
  call: VirtualCall;
  second: () => TestEngine;
  mouth: () => TestMouth;
  ears: () => TestEars;
}

function swapCall(options: Options): SwapCall {
  const second: { engine?: TestEngine; mouth?: TestMouth; ears?: TestEars } = {};
  const call = startVirtualCall({
    reply: (_, turn) => options.first?.(turn) ?? (turn === 0 ? ['One moment.', CALL] : ['The first is back.']),
    opening: { who: 'agent', text: 'Hello from the first.', delayMs: 0 },
    responseEngine(first, { clock }) {
      second.engine = createTestEngine(clock, {
        reply: (_, turn) => options.second?.(turn) ?? [`The second, ${turn}.`],
      });
      const settings = { language: 'en-US', ...options.settings };
      const party = { engine: asResumable(second.engine, { shop: 'x' }), settings };
      const swapper = createSwapper(async () => ({ ok: true, party, swap: SWAP }));
      const run = first.runTool;
      first.runTool = async (tool, context) => {
        if (tool.type !== 'agent_swap') return run(tool, context);
        first.tools.push(tool);
        const ready = await swapper.request({ type: 'agent_swap', name: 'swap' } satisfies AgentSwapConfig);
        assert.ok(ready.ok);
        const { move, swap } = ready;
        const directive = { do: 'swap', move, swap, settings: ready.settings } as const;
        return { successful: true, content: 'Second goes on.', tookMs: 1, directive };
      };
      return swapper.start({ engine: asResumable(first, {}), settings: {} }, []);
    },
    outfit: ({ clock, lexicon }) => {
      second.mouth = createTestMouth(clock, { voice: 'second' });
      second.ears = createTestEars(clock, lexicon, { provider: 'others', ...options.ears });
      return async (settings) => {
        await clock.wait(options.outfitMs ?? 50);
        if (options.outfitFails) throw new Error('no voice');
        const { mouth, ears } = second as Required<typeof second>;
        return { settings: voiceSettings(settings), ears, mouth, fallbackMouths: [], settled: [] };
      };
    },
  });
  return { call, second: () => second.engine!, mouth: () => second.mouth!, ears: () => second.ears! };
}

function asResumable(engine: TestEngine, collected: Record<string, string>): ResumableEngine {
  return Object.assign(engine, { standing: () => ({ state: null, previousState: null, collected }) });
}

test('the second agent speaks next, with its own voice, ears and settings; the record shows the swap', async () => {
  const { call, second, mouth, ears } = swapCall({ settings: { voice_speed: 1.5, max_call_duration_ms: 60_000 } });
  call.media.says('billing please.', 3, 4);
  call.media.says('thank you.', 9, 10);
  await call.runTo(14);
  assert.deepEqual(call.transcript(), [
    'Agent: Hello from the first.',
    'User: billing please.',
    'Agent: One moment.',
    'Agent: The second, 0.',
    'User: thank you.',
    'Agent: The second, 1.',
  ]);
  assert.deepEqual(
    mouth().spoken.map((text) => text.trim()),
    ['The second, 0.', 'The second, 1.'],
  );
  assert.deepEqual(mouth().speeds, [1.5, 1.5]);
  assert.equal(ears().opened(), 1);
  assert.deepEqual(call.facts('agent_swapped')[0]?.swap, SWAP);
  assert.deepEqual(
    call.session.transcript().map(({ role }) => role),
    ['agent', 'user', 'agent', 'tool_call_invocation', 'tool_call_result', 'agent', 'user', 'agent'],
  );
  assert.deepEqual(
    second().requests[0]?.transcript.map(({ role }) => role),
    ['agent', 'user', 'agent', 'tool_call_invocation', 'tool_call_result'],
  );
  await call.runTo(70);
  assert.equal(call.end()?.reason, 'max_duration_reached', 'the second agent’s limit, counted from the beginning');
  assert.equal(call.facts('end')[0]?.at, 60_000_000);
});

test('what the caller says while the agents change is heard once and whole, whatever sound the new ears want', async () => {
  for (const rateHz of [8000, 16000] as const) {
    const { call, ears } = swapCall({ outfitMs: 600, ears: { rateHz } });
    call.media.says('billing please.', 3, 4);
    // "One moment." is heard until about 5 s: the swap comes in the middle of these words.
    call.media.says('my number is seven four two', 5.1, 7);
    call.media.says('are you there?', 11, 12);
    await call.runTo(16);
    assert.deepEqual(
      call.transcript().filter((line) => line.startsWith('User')),
      ['User: billing please.', 'User: my number is seven four two', 'User: are you there?'],
      `${rateHz} Hz`,
    );
    assert.equal(call.transcript().at(-1)?.startsWith('Agent: The second'), true);
    assert.equal(ears().opened(), 1);
    assert.ok(call.media.sounding() <= 1);
  }
});

test('a recogniser that would be asked for the same goes on', async () => {
  const { call, ears } = swapCall({ ears: { provider: 'scripted' } });
  call.media.says('billing please.', 3, 4);
  call.media.says('thank you.', 9, 10);
  await call.runTo(14);
  assert.deepEqual([ears().opened(), call.ears.opened()], [0, 1]);
  assert.equal(call.transcript().at(-1), 'Agent: The second, 1.');
});

test('an agent whose voice cannot be found does not take over: the first one goes on', async () => {
  const { call, second } = swapCall({ outfitFails: true });
  call.media.says('billing please.', 3, 4);
  await call.runTo(9);
  assert.equal(call.facts('tool_finished')[0]?.successful, false);
  assert.equal(call.facts('agent_swapped').length, 0);
  assert.equal(second().requests.length, 0);
  assert.equal(call.transcript().at(-1), 'Agent: The first is back.');
});

test('a caller who interrupts the hand-over keeps the first agent', async () => {
  const { call } = swapCall({
    first: (turn) => (turn === 0 ? ['I am going to hand you over to a colleague of mine now.', CALL] : ['I stay.']),
  });
  call.media.says('billing please.', 3, 4);
  call.media.says('no wait please stay.', 5, 6);
  await call.runTo(10);
  assert.equal(call.facts('tool_started').length, 0);
  assert.equal(call.transcript().at(-1), 'Agent: I stay.');
});

test('what the first agent wanted to do after the swap is dropped; a tool of its own that still runs is told to the second', async () => {
  const { call, second } = swapCall({
    first: () => ['One moment.', toolCall('slow'), CALL, toolCall('bye', { type: 'end_call', speakAfter: false })],
  });
  call.engine.runTool = ((run) => async (tool, context) => {
    if (tool.name !== 'slow') return run(tool, context);
    await call.media.clock.wait(9000);
    return { successful: true, content: 'slow result', tookMs: 9000, directive: null };
  })(call.engine.runTool);
  call.media.says('billing please.', 3, 4);
  await call.runTo(20);
  assert.equal(call.end(), undefined);
  assert.deepEqual(
    call.facts('tool_started').map(({ name }) => name),
    ['slow', 'swap'],
  );
  assert.deepEqual(
    call.facts('tool_finished').map(({ content }) => content),
    ['Second goes on.', 'slow result'],
  );
  assert.match(JSON.stringify(second().requests.at(-1)?.transcript), /slow result/);
});
