// The official browser SDK, unmodified, in Chromium: it believes that it talks to Retell's host. TLS in front, and a network that can be cut.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { launchBrowser, visit } from '../pages/browser.ts';
import { QUESTION } from '../support/caller.ts';
import { microphoneFlag } from '../support/microphone.ts';
import { fetchRecording, level } from '../support/recording.ts';
import { startRelay } from '../support/relay.ts';
import { SDK_HOST, serveSdkPage } from '../support/sdk-page.ts';
import { openListener } from '../support/speech/listen.ts';
import { startTlsFront } from '../support/tls-front.ts';
import { wholeServer } from '../support/whole-server.ts';
import { startWireMind } from '../support/wire-mind.ts';

const CUT_MS = 3000;
const STORY =
  'There was a lighthouse at the end of the world. Every evening an old man lit the lamp and watched the ships go by. ' +
  'One winter the sea froze over, and no ship came for forty days. He lit the lamp all the same.';
const GOODBYE = 'You have asked me that before. Goodbye.';

test('a call by the official SDK goes on after the network was away for three seconds', async (t) => {
  const wordsIn = openListener(t);
  const mind = await startWireMind(t);
  const server = await wholeServer(t, mind.env);
  await server.ready();
  const { agent_id } = await server.makeAgent({
    llm: {
      begin_message: 'Hello.',
      general_tools: [{ type: 'end_call', name: 'end_call', description: 'Ends the call.' }],
      ...mind.llm((heard, { messages }) => {
        if (!/what|ring/i.test(heard)) return {};
        const isAgain = messages.some(
          ({ role, content }) => role === 'assistant' && /lighthouse/.test(String(content)),
        );
        return isAgain
          ? { say: [GOODBYE], tools: [{ id: 'call_end', name: 'end_call', arguments: '{}' }] }
          : { say: [STORY] };
      }),
    },
  });
  const { call_id, access_token } = await server.createWebCall(agent_id);

  const relay = await startRelay(Number(new URL(server.url).port));
  t.after(() => relay.close());
  const tlsPort = await startTlsFront(t, relay.port);
  const pageUrl = await serveSdkPage(t);
  const browser = await launchBrowser([
    `--host-resolver-rules=MAP ${SDK_HOST} 127.0.0.1:${tlsPort}`,
    '--ignore-certificate-errors',
    await microphoneFlag(t, QUESTION, { silentBeforeS: 3, silentAfterS: 14, again: true }),
  ]);
  t.after(() => browser.close());
  const { page } = await visit(browser, pageUrl);

  await page.evaluate(`client.startCall({ accessToken: '${access_token}', emitRawAudioSamples: true })`);
  await until(page, `['call_started', 'call_ready'].every((each) => seen.some(({ name }) => name === each))`);
  await until(
    page,
    `seen.some(({ event }) => event?.transcript?.some(({ role, content }) => role === 'user' && /Anna/.test(content)))`,
  );
  await until(page, `client.isAgentTalking && (peak = 0, true)`);
  await until(page, 'peak > 0.05');

  relay.cut();
  const passed = relay.passed;
  await pause(CUT_MS);
  assert.equal(relay.passed, passed, 'nothing got through');
  await page.evaluate('window.peak = 0');
  relay.heal();

  await until(page, 'peak > 0.05');
  await until(page, `seen.some(({ name }) => name === 'call_ended')`);
  const seen = await page.evaluate<{ name: string; event?: any }[]>('seen');
  const names = seen.map(({ name }) => name);
  assert.equal(names.filter((name) => name === 'call_started').length, 1);
  assert.equal(names.filter((name) => name === 'call_ended').length, 1);
  assert.equal(names.at(-1), 'call_ended');
  assert.ok(!names.includes('error'));
  assert.ok(names.filter((name) => name === 'agent_start_talking').length >= 3, 'greeting, story, goodbye');
  assert.ok(names.includes('agent_stop_talking'));
  const last = seen.findLast(({ name }) => name === 'update')!.event;
  assert.ok(last.transcript.length >= 3 && last.transcript.length <= 5, 'the last utterances');

  const call = await server.untilCall(call_id, ({ call_status }) => call_status === 'ended');
  assert.equal(call['disconnection_reason'], 'agent_hangup');
  assert.equal(
    call['transcript'].match(/User: .*(what|ring)/gi)?.length,
    2,
    `asked before and after the cut:\n${call['transcript']}`,
  );
  const recording = await fetchRecording(call['recording_multi_channel_url']);
  const [caller, agent] = recording.channels as [Int16Array, Int16Array];
  assert.ok(level(recording, caller) > 0.005);
  assert.match(await wordsIn(agent, recording.rateHz), /lighthouse.*asked me that before/is);
});

/** Resolves when the expression holds in the page. */
async function until(page: Page, expression: string): Promise<void> {
  await page.waitForFunction(expression, null, { polling: 100, timeout: 60_000 });
}
