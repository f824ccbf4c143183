// The newer transport in Chromium, with our own client class on a page of another origin: WebRTC by plain HTTP signalling, real sound both ways.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser, visit } from '../pages/browser.ts';
import { QUESTION } from '../support/caller.ts';
import { microphoneFlag } from '../support/microphone.ts';
import { fetchRecording, level } from '../support/recording.ts';
import { serveSdkPage } from '../support/sdk-page.ts';
import { wholeServer } from '../support/whole-server.ts';
import { startWireMind } from '../support/wire-mind.ts';

test('a call of the newer transport: greeted, asked, answered, ended by the agent', async (t) => {
  const mind = await startWireMind(t);
  const server = await wholeServer(t, mind.env);
  await server.ready();
  const { agent_id } = await server.makeAgent({
    llm: {
      begin_message: 'Hello, who is there?',
      general_tools: [{ type: 'end_call', name: 'end_call', description: 'Ends the call.' }],
      ...mind.llm((heard) =>
        /what|ring/i.test(heard)
          ? { say: ['I have to go now. Goodbye.'], tools: [{ id: 'call_end', name: 'end_call', arguments: '{}' }] }
          : {},
      ),
    },
  });
  const made = await server.api('POST', '/v3/create-web-call', { agent_id });
  const browser = await launchBrowser([
    await microphoneFlag(t, QUESTION, { silentBeforeS: 4, silentAfterS: 20, again: false }),
  ]);
  t.after(() => browser.close());
  const { page } = await visit(browser, await serveSdkPage(t));
  await page.addScriptTag({ url: `${server.url}/web-client.js` });
  await page.evaluate(
    `window.seen = []; window.peak = 0; window.said = [];
     new RetellClient().createWebCall({
       callId: ${JSON.stringify(made['call_id'])},
       accessToken: ${JSON.stringify(made['access_token'])},
       iceServers: ${JSON.stringify(made['ice_servers'])},
       onStatus: (status) => seen.push(status),
       onTranscript: (transcript) => (said = transcript),
       onAudio: (samples) => { for (const sample of samples) peak = Math.max(peak, Math.abs(sample)); },
       onEnd: ({ reason }) => seen.push('end ' + reason),
       onError: (error) => seen.push('error ' + error.message),
     }).then((call) => (window.call = call))`,
  );
  const until = (expression: string) => page.waitForFunction(expression, null, { polling: 100, timeout: 60_000 });
  await until(`seen.includes('live')`);
  await until('peak > 0.05');
  await until(`said.some(({ role, content }) => role === 'user' && /Anna|ring/i.test(content))`);
  await until(`seen.at(-1).startsWith('end')`);
  assert.deepEqual(await page.evaluate('seen'), ['connecting', 'live', 'ended', 'end agent_hangup']);
  const call = await server.untilCall(made['call_id'], ({ call_status }) => call_status === 'ended');
  assert.equal(call['disconnection_reason'], 'agent_hangup');
  const recording = await fetchRecording(call['recording_multi_channel_url']);
  const [user, agent] = recording.channels as [Int16Array, Int16Array];
  assert.ok(level(recording, user) > 0.005 && level(recording, agent) > 0.005, 'both were recorded');
});
