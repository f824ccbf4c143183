// The browser client as the server offers it, on a page of its own: the official names, events and global.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, visit, patience } from './browser.ts';
import { startFakeCalls } from './fake-call.ts';
import type { FakeCalls } from './fake-call.ts';
import { startFakeServer } from './fake-server.ts';
import type { FakeServer } from './fake-server.ts';
import { fakeWorld } from './fake-world.ts';
import { until } from '../support/whole-server.ts';

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

/** A page with the client loaded and every event noted in `seen`. */
async function clientPage(): Promise<Page> {
  const { page } = await visit(browser, `${server.url}/calls`, { ignorePolicy: true });
  await page.addScriptTag({ url: `${server.url}/web-client.js` });
  await page.evaluate(`
    window.seen = [];
    window.client = new retellClientJsSdk.RetellWebClient();
    for (const name of ['call_started', 'call_ready', 'call_ended', 'update', 'metadata', 'node_transition', 'agent_start_talking',
      'agent_stop_talking', 'partial', 'turn_latency', 'reconnecting', 'reconnected', 'error'])
      client.on(name, (event) => seen.push(event === undefined ? name : [name, event]));
    client.on('audio', (samples) => { if (Math.max(...samples) > 0.1) window.heard = true; });
  `);
  return page;
}

test('a whole call: started, ready, audio both ways, every message, ended by the server', patience, async () => {
  const page = await clientPage();
  await page.evaluate(`client.startCall({ accessToken: '${calls.token('call_a')}', emitRawAudioSamples: true })`);
  const agent = await calls.next();
  await page.waitForFunction(`seen.includes('call_started') && seen.includes('call_ready')`);
  agent.hum(2);
  agent.tell({ event_type: 'agent_start_talking' });
  await page.waitForFunction('client.isAgentTalking && window.heard');
  agent.tell({ event_type: 'agent_stop_talking' });
  agent.tell({ event_type: 'metadata', metadata: { lamp: 'on' } });
  agent.tell({ event_type: 'unheard_of' });
  agent.tell({ event_type: 'turn_latency', gen: 1, e2e_ms: 400 });
  await page.waitForFunction(`seen.some(([name]) => name === 'turn_latency')`);
  agent.hangUp();
  await page.waitForFunction(`seen.includes('call_ended')`);
  assert.deepEqual(await page.evaluate(`seen.filter((each) => each !== 'call_started' && each !== 'call_ready')`), [
    'agent_start_talking',
    'agent_stop_talking',
    ['metadata', { event_type: 'metadata', metadata: { lamp: 'on' } }],
    ['turn_latency', { event_type: 'turn_latency', gen: 1, e2e_ms: 400 }],
    'call_ended',
  ]);
  await page.context().close();
});

test('stopCall ends the call once, tells the server, and the client can be used again', patience, async () => {
  const page = await clientPage();
  await page.evaluate(`client.startCall({ accessToken: '${calls.token('call_b')}' })`);
  const agent = await calls.next();
  await page.waitForFunction(`seen.includes('call_started')`);
  await page.evaluate('client.stopCall(); client.stopCall()');
  await agent.gone;
  assert.deepEqual(await page.evaluate(`seen.filter((each) => each === 'call_ended')`), ['call_ended']);
  await page.evaluate(`client.startCall({ accessToken: '${calls.token('call_c')}' })`);
  (await calls.next()).hangUp();
  await page.waitForFunction(
    `seen.filter((each) => each === 'call_ended').length === 2 || seen.some(([name]) => name === 'error')`,
  );
  await page.context().close();
});

test('a connection that breaks is told of, and that it is back', patience, async () => {
  const page = await clientPage();
  let cut = () => {};
  await page.routeWebSocket(/\/rtc/, (socket) => {
    const server = socket.connectToServer();
    cut = () => {
      void socket.close({ code: 3001 });
      void server.close({ code: 3001 });
    };
  });
  await page.evaluate(`client.startCall({ accessToken: '${calls.token('call_d')}' })`);
  const agent = await calls.next();
  await page.waitForFunction(`seen.includes('call_ready')`);
  // What breaks while the microphone is being negotiated may have to be joined anew, by another leg.
  await until(async () => agent.callerLevel() > 0);
  cut();
  await page.waitForFunction(`seen.includes('reconnected')`);
  assert.deepEqual(await page.evaluate('seen.slice(-2)'), ['reconnecting', 'reconnected']);
  agent.hangUp();
  await page.waitForFunction(`seen.includes('call_ended')`);
  await page.context().close();
});

test('a token that nobody knows gives an error event and no rejection', patience, async () => {
  const page = await clientPage();
  await page.evaluate(`client.startCall({ accessToken: 'unknown' })`);
  assert.deepEqual(await page.evaluate('seen'), [['error', 'Error starting call']]);
  await page.context().close();
});
