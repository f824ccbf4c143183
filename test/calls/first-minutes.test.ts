// A newcomer's first minutes, whole and for real: the printed link, one click for an agent, Talk, a spoken question, the answer by local
// speech, and the recording of it all, listened to.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser, visit } from '../pages/browser.ts';
import { QUESTION } from '../support/caller.ts';
import { microphoneFlag } from '../support/microphone.ts';
import { fetchRecording, level } from '../support/recording.ts';
import { openListener } from '../support/speech/listen.ts';
import { plainWords } from '../support/speech/word-errors.ts';
import { wholeServer } from '../support/whole-server.ts';

test('a newcomer opens the printed link, makes an agent with one click, talks to it and listens to the recording', async (t) => {
  const microphone = await microphoneFlag(t, QUESTION, { silentBeforeS: 6, again: false });
  const wordsIn = openListener(t);
  const server = await wholeServer(t);
  await server.ready();
  const browser = await launchBrowser([microphone]);
  t.after(() => browser.close());

  const { page, complaints } = await visit(browser, server.process.signInUrl);
  await page.getByTestId('create-agent').first().click();
  await page.getByTestId('talk-button').click();
  await page.locator('[data-testid="call-state"][data-phase="live"]').waitFor();
  const transcript = page.getByTestId('transcript');
  await transcript.getByText(/my name is Anna/i).waitFor();
  await transcript.getByText(/Nice to meet you, Anna/).waitFor();
  await page.getByTestId('turn-waterfall').first().waitFor();
  await page.locator('[data-testid="agent-talking"][data-on="false"]').waitFor();
  await page.getByTestId('hangup-button').click();
  await page.getByTestId('open-call').click();
  await page.getByTestId('player').waitFor();
  assert.deepEqual(complaints, []);

  const [{ call_id }] = (await server.api<{ call_id: string }[]>('POST', '/v2/list-calls', {})) as [
    { call_id: string },
  ];
  const call = await server.untilCall(call_id, ({ call_status }) => call_status === 'ended');
  assert.equal(call['disconnection_reason'], 'user_hangup');
  assert.match(call['transcript'], /User: .*my name is Anna/i);

  const recording = await fetchRecording(call['recording_multi_channel_url']);
  const [caller, agent] = recording.channels as [Int16Array, Int16Array];
  assert.ok(level(recording, caller) > 0.005, 'the caller is on the left');
  assert.ok(level(recording, agent) > 0.005, 'the agent is on the right');
  const heard = plainWords(await wordsIn(agent, recording.rateHz));
  const said = call['transcript_object'].filter((item: { role: string }) => item.role === 'agent');
  const words = plainWords(said.map((item: { content: string }) => item.content).join(' '));
  const found = words.filter((word) => heard.includes(word)).length;
  assert.ok(found / words.length > 0.8, `of "${words.join(' ')}" the recording has "${heard.join(' ')}"`);
  assert.match(await wordsIn(caller, recording.rateHz), /my name is Anna/i);
});
