import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turnParts } from './turn-parts.ts';

const drawn = (...turn: Parameters<typeof turnParts>) =>
  turnParts(...turn).map(({ part, startMs, ms }) => [part, startMs, ms]);

test('parts one after the other fill the turn, and the gap is the wait for the end of the turn', () => {
  assert.deepEqual(drawn({ asrMs: 80, llmMs: 200, ttsMs: 90, e2eMs: 470 }), [
    ['asr', 0, 80],
    ['wait', 80, 100],
    ['llm', 180, 200],
    ['tts', 380, 90],
  ]);
});

test('parts that ran beside the transcript lie beside it and leave no wait', () => {
  assert.deepEqual(drawn({ asrMs: 800, llmMs: 10, ttsMs: 340, e2eMs: 810 }), [
    ['asr', 0, 800],
    ['llm', 460, 10],
    ['tts', 470, 340],
  ]);
});

test('unknown parts are left out, and a model that began while the caller spoke begins before the turn', () => {
  assert.deepEqual(drawn({ asrMs: null, llmMs: 300, ttsMs: 90, e2eMs: 250 }), [
    ['llm', -140, 300],
    ['tts', 160, 90],
  ]);
});
