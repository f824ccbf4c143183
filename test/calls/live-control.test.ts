// A running call that a person listens to and takes over, with the official LiveKit client in Chromium; sound is real on all sides.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { launchBrowser, visit } from '../pages/browser.ts';
import { joinAs, isEvent } from '../support/caller.ts';
import { tone } from '../support/gateway-client.ts';
import { serveSdkPage } from '../support/sdk-page.ts';
import { wholeServer } from '../support/whole-server.ts';
import { startWireMind } from '../support/wire-mind.ts';

const STORY =
  'There was a lighthouse at the end of the world. Every evening an old man lit the lamp and watched the ships go by. ' +
  'One winter the sea froze over, and no ship came for forty days. He lit the lamp all the same.';
const CALLER_HZ = 1500;

test('a supervisor hears both parties, is not heard, takes over and is heard; the call ends when he leaves', async (t) => {
  const mind = await startWireMind(t);
  const server = await wholeServer(t, mind.env);
  await server.ready();
  const { agent_id } = await server.makeAgent({
    // Nobody interrupts it: the tone of the caller is no speech, and need not be judged.
    agent: { interruption_sensitivity: 0 },
    llm: { begin_message: 'Hello.', ...mind.llm(() => ({ say: [STORY] })) },
  });
  const { call_id, access_token } = await server.createWebCall(agent_id);
  const caller = await joinAs(t, server.url, access_token);
  await caller.message(isEvent('agent_stop_talking'));

  const ticket = await server.api('POST', `/v2/listen-live-call/${call_id}`);
  const browser = await launchBrowser();
  t.after(() => browser.close());
  const { page } = await visit(browser, `${await serveSdkPage(t)}listen`);
  await until(page, 'window.ready');
  await page.evaluate(`room.connect(${JSON.stringify(ticket['url'])}, ${JSON.stringify(ticket['access_token'])})`);
  await until(page, `seen.includes('track')`);

  caller.client.say(tone(CALLER_HZ, 4000, 16000), 16000);
  await until(page, `level(${CALLER_HZ}) > 120`);
  await until(page, `level() < 40`);
  const said = { additional_context: 'Tell the story now.', trigger_response: true };
  await server.api('PATCH', `/v2/update-live-call/${call_id}`, { call_control: said });
  await caller.hears(0.5);
  await until(page, `level() > 120`);
  const refused = await page.evaluate<boolean>(
    'room.localParticipant.setMicrophoneEnabled(true).then(() => false, () => true)',
  );
  assert.equal(refused, true, 'whoever listens has no microphone');

  const unknown = await fetch(`${server.url}/v2/take-over-live-call/${call_id}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
    body: '{"participant_id":"listener_unknown"}',
  });
  assert.equal(unknown.status, 422);
  const participant_id = ticket['participant_id'];
  assert.deepEqual(await server.api('POST', `/v2/take-over-live-call/${call_id}`, { participant_id }), {
    success: true,
  });
  await caller.message(isEvent('agent_stop_talking'), await caller.past(isEvent('agent_start_talking'), 3));
  await until(page, `seen.includes('permissions')`);
  await page.evaluate('room.localParticipant.setMicrophoneEnabled(true)');
  await caller.hears(0.3);

  await page.evaluate('room.disconnect()');
  await caller.client.ended;
  const call = await server.untilCall(call_id, ({ call_status }) => call_status === 'ended');
  assert.equal(call['disconnection_reason'], 'call_take_over');
  assert.ok(call['transcript_with_tool_calls'].some(({ role }: { role: string }) => role === 'injected'));
  assert.match(call['transcript'], /Agent: There was/);
  assert.doesNotMatch(call['transcript'], /all the same/, 'the story was cut');
});

/** Resolves when the expression holds in the page. */
async function until(page: Page, expression: string): Promise<void> {
  await page.waitForFunction(expression, null, { polling: 50, timeout: 60_000 });
}
