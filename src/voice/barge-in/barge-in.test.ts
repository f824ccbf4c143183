import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBackchannel } from './backchannel.ts';
import { judgeContest, reflexMs, type Contest } from './barge-in.ts';

test('small sounds of listening are backchannels, in the agent’s language and in English', () => {
  for (const text of ['Yeah.', 'uh-huh', 'Mm-hmm, okay.', 'I see', 'Oh, right.'])
    assert.ok(isBackchannel(text, 'en'), text);
  for (const text of ['', 'no', 'stop', 'yeah but wait', 'yeah yeah yeah yeah okay'])
    assert.ok(!isBackchannel(text, 'en'), text);
  assert.ok(isBackchannel('ja genau', 'de'));
  assert.ok(!isBackchannel('ja genau', 'en'));
});

const contest: Contest = { text: '', language: 'en', speaking: true, speechMs: 100, settled: false, sensitivity: 1 };

test('one word interrupts at full sensitivity, four are needed at the lowest', () => {
  assert.equal(judgeContest({ ...contest, text: 'stop' }), 'interrupt');
  assert.equal(judgeContest({ ...contest, text: 'stop it now', sensitivity: 0.01 }), 'wait');
  assert.equal(judgeContest({ ...contest, text: 'stop it right now', sensitivity: 0.01 }), 'interrupt');
});

test('long speech interrupts before its words are known, long backchannels do not', () => {
  assert.equal(judgeContest({ ...contest, speechMs: 599 }), 'wait');
  assert.equal(judgeContest({ ...contest, speechMs: 600 }), 'interrupt');
  assert.equal(judgeContest({ ...contest, speechMs: 2000, text: 'uh-huh' }), 'wait');
});

test('a sound without words lets the agent go on once nothing more is awaited', () => {
  assert.equal(judgeContest({ ...contest, speaking: false }), 'wait');
  assert.equal(judgeContest({ ...contest, speaking: false, settled: true }), 'resume');
  assert.equal(judgeContest({ ...contest, settled: true }), 'wait');
});

test('sensitivity 0: the media host never pauses by itself', () => {
  assert.equal(reflexMs(0), null);
  assert.equal(reflexMs(1), 160);
  assert.equal(judgeContest({ ...contest, sensitivity: 0, text: 'stop that at once' }), 'wait');
});
