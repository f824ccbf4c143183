import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineWords } from './line-words.ts';

const none = { codec: '', packets_received: 0, packets_sent: 0, loss: 0, jitter_ms: 0, mos: 4.4 };

test('a line without sound is not praised, and one with sound is judged', () => {
  assert.deepEqual(lineWords(none), { verdict: 'No sound.', facts: [] });
  assert.deepEqual(lineWords({ ...none, codec: 'pcmu', packets_sent: 50 }), {
    verdict: 'No sound came from the other side.',
    facts: [['Codec', 'PCMU']],
  });
  const { verdict, facts } = lineWords({ ...none, codec: 'pcmu', packets_received: 50, loss: 0.0042 });
  assert.match(verdict, /^Good/);
  assert.deepEqual(facts[1], ['Lost on the way here', '0.42 %']);
});
