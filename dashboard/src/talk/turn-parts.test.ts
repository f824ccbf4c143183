import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turnParts } from './turn-parts.ts';

test('what the named parts leave of the whole is the wait for the end of the turn', () => {
  const parts = turnParts({ asrMs: 80, llmMs: 200, ttsMs: 90, e2eMs: 470 });
  assert.deepEqual(
    parts.map(({ part, ms }) => [part, ms]),
    [
      ['asr', 80],
      ['wait', 100],
      ['llm', 200],
      ['tts', 90],
    ],
  );
});

test('parts that ran beside each other leave no wait, unknown parts are left out', () => {
  const parts = turnParts({ asrMs: null, llmMs: 300, ttsMs: 90, e2eMs: 250 });
  assert.deepEqual(
    parts.map(({ part }) => part),
    ['llm', 'tts'],
  );
});
