// A custom LLM takes over in a call, and another agent after it: each program is connected only while it is the agent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSwapper, type OpenAgent, type Party, type ResumableEngine } from '../../src/conversation/index.ts';
import type { AgentSwap } from '../../src/interfaces/agent-swap.ts';
import { voiceSettings } from '../../src/voice/index.ts';
import { customLlmEngine } from '../support/custom-llm-engine.ts';
import { createTestEars } from '../support/scripted-ears.ts';
import { createTestEngine, toolCall, type Piece, type TestEngine } from '../support/scripted-engine.ts';
import { createTestMouth } from '../support/scripted-mouth.ts';
import { createScriptedSocket, type ScriptedSocket } from '../support/scripted-socket.ts';
import { startVirtualCall } from '../support/virtual-call.ts';

const CALL = toolCall('swap', { type: 'agent_swap' });
const swapTo = (agent_id: string): AgentSwap => ({
  ...{ agent_id, agent_version: 0, agent_name: agent_id, configuration_hash: null, kept: {} },
  ...{ webhook_setting: 'only_source_agent', post_call_analysis_setting: 'both_agents' },
});

/** Says `words`, then wants the next agent. */
function handsOver(socket: ScriptedSocket, id: number, words: string): void {
  socket.say(id, words, true, { digit_to_press: '1' });
}

/**
 * A prompt, a custom LLM, a prompt. The protocol has no swap of its own, so the key that the program presses stands for one here.
 * `first`: what the first agent does when it is asked.
 */
function threeAgents(first: Piece[], words = 'The program hands you on.') {
  let opened = 0;
  const socket = createScriptedSocket((frame, self) => {
    if (frame.interaction_type === 'response_required') handsOver(self, frame.response_id!, words);
  });
  socket.send({ response_type: 'config', config: { transcript_with_tool_calls: true } });
  const last: { engine?: TestEngine } = {};
  const call = startVirtualCall({
    opening: { who: 'agent', text: 'Hello from the first.', delayMs: 0 },
    reply: (_, turn) => (turn === 0 ? first : ['The first is back.']),
    responseEngine(engine, { clock }) {
      last.engine = createTestEngine(clock, { reply: (_, turn) => [`The last, ${turn}.`] });
      const open: OpenAgent = async (_wish, { standing }) => {
        const custom = { ...socket, sockets: { openSocket: counted(socket.sockets.openSocket) } };
        const next = opened++ === 0 ? customLlmEngine(custom, { standing }) : resumable(last.engine!);
        return { ok: true, party: { engine: swapping(next), settings: {} }, swap: swapTo(`agent_${opened}`) };
      };
      const swapper = createSwapper(open);
      return swapper.start({ engine: swapping(resumable(engine, { who: 'Ann' })), settings: {} } satisfies Party, []);

      /** Its tool for swaps, and the key of a program, ask the swapper. */
      function swapping(of: ResumableEngine): ResumableEngine {
        return {
          ...of,
          async runTool(tool, context) {
            if (tool.type !== 'agent_swap' && tool.type !== 'press_digit') return of.runTool(tool, context);
            const ready = await swapper.request({ type: 'agent_swap', name: 'swap' });
            assert.ok(ready.ok);
            const { move, swap, settings } = ready;
            const directive = { do: 'swap', move, swap, settings } as const;
            return { successful: true, content: 'Goes on.', tookMs: 1, directive };
          },
        };
      }
    },
    outfit: ({ clock, lexicon }) => {
      return async (settings) => ({
        settings: voiceSettings(settings),
        ears: createTestEars(clock, lexicon),
        ...{ mouth: createTestMouth(clock, { voice: 'second' }), fallbackMouths: [], settled: [] },
      });
    },
  });
  const connections: object[] = [];
  return { call, socket, last: () => last.engine!, connections };

  function counted(open: ScriptedSocket['sockets']['openSocket']): ScriptedSocket['sockets']['openSocket'] {
    return (request) => {
      connections.push(request);
      return open(request);
    };
  }
}

function resumable(engine: TestEngine, collected: Record<string, string> = {}): ResumableEngine {
  return {
    ...engine,
    collect: (more) => void Object.assign(collected, more),
    collectedVariables: () => collected,
    standing: () => ({ state: null, previousState: null, collected }),
  };
}

test('a program takes over with the whole history, and its socket closes when the next agent takes over from it', async () => {
  const { call, socket, last, connections } = threeAgents(['One moment.', CALL]);
  // Servers of custom LLMs greet whoever connects: nobody is greeted in the middle of a call.
  socket.say(0, 'Hello, a program is here.');
  call.media.says('billing please.', 3, 4);
  await call.runTo(4);
  assert.equal(connections.length, 0, 'a program is connected when it is its turn');
  await call.runTo(10);
  assert.deepEqual(call.transcript(), [
    'Agent: Hello from the first.',
    'User: billing please.',
    'Agent: One moment.',
    'Agent: The program hands you on.',
    'Agent: The last, 0.',
  ]);
  assert.equal(connections.length, 1);
  assert.equal(call.end(), undefined);
  assert.equal(socket.closedWith, 1000, 'while the call goes on');
  const asked = socket.of('response_required');
  assert.deepEqual(
    asked.map(({ response_id }) => response_id),
    [1],
  );
  assert.deepEqual(
    asked[0]?.transcript_with_tool_calls?.map(({ role }) => role),
    ['agent', 'user', 'agent', 'tool_call_invocation', 'tool_call_result'],
  );
  const told = socket.frames.length;
  call.media.says('thank you.', 11, 12);
  await call.runTo(15);
  assert.equal(call.transcript().at(-1), 'Agent: The last, 1.');
  assert.equal(socket.frames.length, told, 'a program that was left hears nothing more');
  assert.match(JSON.stringify(last().requests[0]?.transcript), /billing please.*The program hands you on/);
  assert.equal(call.facts('agent_swapped').length, 2);
  assert.deepEqual(
    call.facts('variables').at(-1)?.collected,
    { who: 'Ann' },
    'what was collected goes through the program',
  );
});

test('what a program that was left still sends is not heard, and its hanging up ends no call', async () => {
  const { call, socket } = threeAgents(['One moment.', CALL]);
  call.media.says('billing please.', 3, 4);
  await call.runTo(10);
  assert.equal(call.transcript().at(-1), 'Agent: The last, 0.');
  socket.say(1, 'I am still here.');
  socket.send({ response_type: 'agent_interrupt', interrupt_id: 1, content: 'Listen!', content_complete: true });
  socket.close(1000);
  await call.runTo(14);
  assert.equal(call.end(), undefined);
  assert.equal(call.transcript().at(-1), 'Agent: The last, 0.');
});

test('a program that is the agent when the call ends is closed then', async () => {
  const { call, socket } = threeAgents(['One moment.', CALL]);
  call.media.says('billing please.', 3, 4);
  call.media.at(6.5, () => call.media.hangUp());
  await call.runTo(12);
  assert.equal(call.end()?.reason, 'user_hangup');
  assert.equal(socket.closedWith, 1000);
});
