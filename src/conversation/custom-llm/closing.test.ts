import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictOn, type Loss } from './closing.ts';

const closed = (code: number, fault: string | null = null): Loss => ({ is: 'closed', code, fault });

/** How the connection was lost; what follows with, and without, auto_reconnect. Numbers: reconnects. */
const TABLE: [string, Loss, string | number, string | number][] = [
  ['1000', closed(1000), 'agent_hangup', 'agent_hangup'],
  ['no code', closed(1005), 'error_llm_websocket_open', 'error_llm_websocket_open'],
  ['without a word', closed(1006), 4, 'error_llm_websocket_lost_connection'],
  ['binary', { is: 'binary' }, 'error_llm_websocket_corrupt_payload', 'error_llm_websocket_corrupt_payload'],
  [
    'too long',
    closed(1006, 'Max payload size exceeded'),
    'error_llm_websocket_corrupt_payload',
    'error_llm_websocket_corrupt_payload',
  ],
  ['silent', { is: 'silent' }, 2, 2],
  ...[1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012, 3000, 4000, 4999].map((code): [string, Loss, string, string] => [
    String(code),
    closed(code),
    'error_llm_websocket_runtime',
    'error_llm_websocket_runtime',
  ]),
];

for (const [name, loss, kept, unkept] of TABLE) {
  test(`a connection lost by ${name}`, () => {
    const outcomes = [true, false].map((autoReconnect) => {
      const verdict = verdictOn(loss, autoReconnect);
      return verdict.then === 'end' ? verdict.reason : verdict.atMost;
    });
    assert.deepEqual(outcomes, [kept, unkept]);
  });
}
