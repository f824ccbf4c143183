// Call history and the page of a call in a real browser: filters, paging, player and transcript hand in hand.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser, visit, patience } from './browser.ts';
import { startFakeServer } from './fake-server.ts';
import type { FakeServer } from './fake-server.ts';

let browser: Browser;
let server: FakeServer;

before(async () => {
  browser = await launchBrowser();
  server = await startFakeServer();
});
after(async () => {
  await browser?.close();
  await server?.close();
});

test('older calls follow page by page until there are none', patience, async () => {
  const { page, context, complaints } = await visit(browser, `${server.url}/calls`);
  const rows = page.getByTestId('call-row');
  await rows.nth(29).waitFor();
  await page.getByTestId('more-calls').click();
  await rows.nth(40).waitFor();
  await page.getByTestId('more-calls').waitFor({ state: 'detached' });
  assert.equal(await rows.count(), server.world.calls.length);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('filters go into the request and the address, also two that are chosen at once', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/calls`);
  await page.getByTestId('call-row').first().waitFor();
  const both = page.waitForRequest((request) => {
    const { call_status, disconnection_reason } = request.postDataJSON()?.filter_criteria ?? {};
    return request.url().endsWith('/v2/list-calls') && Boolean(call_status && disconnection_reason);
  });
  // In one task of the page: nothing is rendered between the two.
  await page.evaluate(`for (const [name, value] of [['reason', 'error_user_not_joined'], ['status', 'error']]) {
    const list = document.querySelector('[data-testid="filter-' + name + '"]');
    list.value = value;
    list.dispatchEvent(new Event('change', { bubbles: true }));
  }`);
  assert.deepEqual((await both).postDataJSON().filter_criteria, {
    call_status: ['error'],
    disconnection_reason: ['error_user_not_joined'],
  });
  await page.waitForURL(({ search }) => search === '?reason=error_user_not_joined&status=error', {
    waitUntil: 'commit',
  });
  await page.getByText('Error user not joined').nth(1).waitFor();
  const typed = page.getByTestId('filter-id');
  await typed.pressSequentially('call_nowhere');
  // Chosen while the letters rest.
  await page.getByTestId('filter-status').selectOption('ended');
  await page.getByTestId('no-calls').waitFor();
  await page.waitForURL(({ search }) => search === '?reason=error_user_not_joined&status=ended&id=call_nowhere', {
    waitUntil: 'commit',
  });
  assert.equal(await typed.inputValue(), 'call_nowhere');
  // Letters that nobody was told of yet are cleared as well.
  await typed.press('x');
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByTestId('call-row').first().waitFor();
  await page.waitForURL(({ search }) => search === '', { waitUntil: 'commit' });
  assert.equal(await typed.inputValue(), '');
  await context.close();
});

test(
  'the page of a call plays both channels, follows with the words, and shows figures, analysis and log',
  patience,
  async () => {
    const { page, context, complaints } = await visit(browser, `${server.url}/calls/call_detailed`);
    await page.locator('[data-testid="player"][data-ready="true"]').waitFor();
    assert.ok((await page.locator('[data-testid="player"] canvas').count()) >= 2, 'both channels are drawn');
    await page.getByTestId('transcript').getByText('Thursday.').click();
    await page.getByTestId('current-word').getByText('Thursday.').waitFor();
    await page.getByTestId('play-button').click();
    await page.getByTestId('tool-card').getByRole('button').click();
    await page.getByText('"14:30"').waitFor();
    await page.getByTestId('latency-table').getByText('512 ms').waitFor();
    await page.getByTestId('analysis').getByText('half past two').waitFor();
    await page.getByTestId('call-log').getByText('call ended: user_hangup').waitFor();
    assert.deepEqual(complaints, []);
    await context.close();
  },
);

test('a call whose analysis is pending is asked for again until it is there', patience, async () => {
  const [call] = server.world.calls;
  const analysis = call!.call_analysis;
  delete call!.call_analysis;
  call!.end_timestamp = Date.now();
  const { page, context } = await visit(browser, `${server.url}/calls/call_detailed`);
  await page.getByText('The model reads the call').waitFor();
  call!.call_analysis = analysis;
  await page.getByTestId('analysis').waitFor();
  await context.close();
});

test(
  'where only the scripted guide thinks, the page does not wait for an analysis that never comes',
  patience,
  async () => {
    const [call] = server.world.calls;
    const analysis = call!.call_analysis;
    delete call!.call_analysis;
    server.world.health.providers[1]!.provider = 'scripted';
    const { page, context } = await visit(browser, `${server.url}/calls/call_detailed`);
    await page.getByTestId('no-analysis').getByText('Set OPENAI_API_KEY').waitFor();
    call!.call_analysis = analysis;
    await context.close();
  },
);

test('a call that does not exist is said to be unknown in the words of the API', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/calls/call_nowhere`);
  await page.getByTestId('problem').getByText('Cannot find requested asset').waitFor();
  await context.close();
});

test('at the width of a phone nothing sticks out', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/calls/call_detailed`, { width: 390 });
  await page.locator('[data-testid="player"][data-ready="true"]').waitFor();
  for (const address of ['/calls/call_detailed', '/calls', '/agents', `/agents/${server.world.agents[0]!.agent_id}`]) {
    await page.goto(server.url + address);
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0, address);
  }
  await context.close();
});
