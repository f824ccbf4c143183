import assert from 'node:assert/strict';
import { test } from 'node:test';
import { socketAddress } from './socket-address.ts';

test('the id stands at the end of the path, before the query; http means ws', () => {
  const cases = [
    ['wss://x.test', 'wss://x.test/call_1'],
    ['wss://x.test/', 'wss://x.test/call_1'],
    ['ws://x.test:8080/llm-websocket/', 'ws://x.test:8080/llm-websocket/call_1'],
    ['https://x.test/a//?key=1&b=%20', 'wss://x.test/a/call_1?key=1&b=%20'],
    ['http://x.test/a#part', 'ws://x.test/a/call_1'],
    [' wss://x.test/a ', 'wss://x.test/a/call_1'],
    ['wss://[host/a', 'wss://[host/a'],
    ['', ''],
  ];
  for (const [address = '', expected] of cases) assert.equal(socketAddress(address, 'call_1'), expected);
});

test('an id cannot leave its place', () => {
  assert.equal(socketAddress('wss://x.test/a', '../b?c#d'), 'wss://x.test/a/..%2Fb%3Fc%23d');
});
