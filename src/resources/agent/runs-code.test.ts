import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runsCode } from './runs-code.ts';
import type { RunnableEngine } from './runnable-engine.ts';

const code = { type: 'code', name: 'sum' };
const other = { type: 'end_call', name: 'bye' };

test('code is found wherever an engine can have it, and nowhere else', () => {
  const cases: [type: string, document: object, expected: boolean][] = [
    ['retell-llm', {}, false],
    ['retell-llm', { general_tools: [other], states: null, general_prompt: '"type":"code"' }, false],
    ['retell-llm', { general_tools: [other, code] }, true],
    ['retell-llm', { states: [{ name: 'a' }, { name: 'b', tools: [code] }] }, true],
    ['conversation-flow', {}, false],
    ['conversation-flow', { nodes: [null, { id: 'a', type: 'end' }], tools: [other], components: [null] }, false],
    ['conversation-flow', { tools: [code] }, true],
    ['conversation-flow', { nodes: [{ id: 'a', type: 'code' }] }, true],
    ['conversation-flow', { nodes: [{ id: 'a', type: 'subagent', tools: [code] }] }, true],
    ['conversation-flow', { components: [{ nodes: [{ id: 'a', type: 'code' }] }] }, true],
    ['custom-llm', { llm_websocket_url: 'wss://x.test', tools: [code] }, false],
  ];
  for (const [type, document, expected] of cases)
    assert.equal(runsCode({ type, document } as RunnableEngine), expected, JSON.stringify([type, document]));
});
