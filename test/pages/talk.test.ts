// The Talk panel in a real browser, over the real media endpoint: what it shows, what it sends, how it ends.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, visit, patience } from './browser.ts';
import { startFakeCalls } from './fake-call.ts';
import type { FakeCalls } from './fake-call.ts';
import { startFakeServer } from './fake-server.ts';
import type { FakeServer } from './fake-server.ts';
import { fakeWorld } from './fake-world.ts';

let browser: Browser;
let calls: FakeCalls;
let server: FakeServer;

before(async () => {
  [browser, calls] = await Promise.all([launchBrowser(), startFakeCalls()]);
  server = await startFakeServer(fakeWorld(), calls);
});
after(async () => {
  await browser?.close();
  await server?.close();
  await calls?.close();
});

const agentPage = () => `${server.url}/agents/${server.world.agents[0]!.agent_id}`;
const say = (role: string, content: string) => ({ role, content, words: [] });

/** Resolves when the meter shows such a value (0..100). */
async function levelOf(page: Page, who: 'agent' | 'user', fits: (value: number) => boolean): Promise<void> {
  const meter = page.getByTestId(`${who}-level`);
  while (!fits(Number(await meter.getAttribute('aria-valuenow'))))
    await page.evaluate('new Promise(requestAnimationFrame)');
}

test(
  'a call shows interim words, transcript, levels, tools, figures and a stand-in, and leads to its page',
  patience,
  async () => {
    const { page, context, complaints } = await visit(browser, agentPage());
    await page.getByTestId('talk-button').click();
    const agent = await calls.next();
    await page.locator('[data-testid="call-state"][data-phase="live"]').waitFor();

    agent.hum(3);
    agent.tell({ event_type: 'agent_start_talking' });
    await page.locator('[data-testid="agent-talking"][data-on="true"]').waitFor();
    await levelOf(page, 'agent', (value) => value > 20);
    await levelOf(page, 'user', (value) => value > 20);
    agent.tell({ event_type: 'agent_stop_talking' });
    await page.locator('[data-testid="agent-talking"][data-on="false"]').waitFor();

    agent.tell({
      event_type: 'substituted',
      role: 'thinking',
      wanted: 'gpt-4.1',
      used: 'Guide',
      why: 'there is no key for OpenAI',
    });
    agent.tell({ event_type: 'update', transcript: [say('agent', 'Hello!')] });
    agent.tell({ event_type: 'user_start_talking' });
    agent.tell({ event_type: 'partial', text: 'what are your' });
    // As the voice session does it, for clients that know no `partial`.
    agent.tell({ event_type: 'update', transcript: [say('agent', 'Hello!'), say('user', 'what are your')] });
    await page.getByTestId('interim').getByText('what are your').waitFor();
    await page.getByTestId('transcript').getByText('Hello!').waitFor();
    assert.equal(await page.getByTestId('transcript').getByText('what are your').count(), 1, 'they stand once');
    agent.tell({ event_type: 'user_stop_talking' });
    agent.tell({ event_type: 'update', transcript: [say('agent', 'Hello!'), say('user', 'What are your hours?')] });
    await page.getByTestId('interim').waitFor({ state: 'detached' });
    agent.tell({ event_type: 'tool_call', tool_call_id: 't1', name: 'look_up_hours', arguments: '{"day":"Monday"}' });
    agent.tell({ event_type: 'tool_result', tool_call_id: 't1', successful: true, content: '{"open":"9 to 5"}' });
    agent.tell({ event_type: 'turn_latency', gen: 1, asr_ms: 80, llm_ms: 210, tts_ms: 90, e2e_ms: 455 });
    agent.tell({
      event_type: 'update',
      transcript: [say('agent', 'Hello!'), say('user', 'What are your hours?'), say('agent', 'Nine to five.')],
    });
    const transcript = page.getByTestId('transcript');
    await transcript.getByText('Nine to five.').waitFor();
    assert.match(
      (await page.getByTestId('turn-waterfall').getAttribute('aria-label')) ?? '',
      /Answered in 455 ms: .*first token 210 ms/,
    );
    await page.getByTestId('tool-card').getByLabel('succeeded').waitFor();
    await page.getByTestId('substitution').getByText('there is no key for OpenAI').waitFor();
    assert.ok(agent.callerLevel() > 0.01, 'the microphone reached the server');

    await page.getByTestId('hangup-button').click();
    await page.locator('[data-testid="call-state"][data-phase="ended"]').waitFor();
    await agent.gone;
    assert.ok(await transcript.getByText('What are your hours?').isVisible(), 'what was said stays on screen');
    await page.getByTestId('open-call').click();
    await page.waitForURL(/\/calls\/call_web/, { waitUntil: 'commit' });
    assert.deepEqual(complaints, []);
    await context.close();
  },
);

test('the agent hangs up: the page says so and can talk again', patience, async () => {
  const { page, context } = await visit(browser, agentPage());
  await page.getByTestId('talk-button').click();
  const agent = await calls.next();
  await page.locator('[data-testid="call-state"][data-phase="live"]').waitFor();
  agent.hangUp();
  await page.locator('[data-testid="call-state"][data-phase="ended"]').waitFor();
  await page.getByTestId('talk-button').click();
  const second = await calls.next();
  await page.locator('[data-testid="call-state"][data-phase="live"]').waitFor();
  second.hangUp();
  await second.gone;
  await context.close();
});

test('mute silences the microphone on its way to the server', patience, async () => {
  const { page, context } = await visit(browser, agentPage());
  await page.getByTestId('talk-button').click();
  const agent = await calls.next();
  await page.getByTestId('mute-button').click();
  await page.getByRole('button', { name: 'Unmute' }).waitFor();
  await levelOf(page, 'user', (value) => value === 0);
  await page.getByTestId('hangup-button').click();
  await agent.gone;
  await context.close();
});

test('leaving the page ends the call', patience, async () => {
  const { page, context } = await visit(browser, agentPage());
  await page.getByTestId('talk-button').click();
  const agent = await calls.next();
  await page.getByRole('link', { name: 'Call history' }).click();
  await agent.gone;
  await context.close();
});

test('unsaved changes are saved before the call', patience, async () => {
  const { page, context } = await visit(browser, agentPage());
  await page.getByTestId('begin-message').fill('Good day!');
  await page.getByRole('button', { name: 'Save and talk' }).click();
  const agent = await calls.next();
  assert.equal(server.world.llms[0]!.begin_message, 'Good day!');
  agent.hangUp();
  await agent.gone;
  await context.close();
});

test('an API that refuses the call is quoted in full', patience, async () => {
  server.world.refusals.push({
    operation: 'POST /v2/create-web-call',
    status: 429,
    message: 'All 20 lines are in use.',
  });
  const { page, context } = await visit(browser, agentPage());
  await page.getByTestId('talk-button').click();
  await page.getByTestId('talk-problem').getByText('All 20 lines are in use.').waitFor();
  await page.locator('[data-testid="call-state"][data-phase="failed"]').waitFor();
  await context.close();
});
