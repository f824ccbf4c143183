// The agents' pages in a real browser: the first visit, editing, saving, publishing, deleting, errors, being signed out.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser, visit, patience } from './browser.ts';
import { startFakeServer } from './fake-server.ts';
import type { FakeServer } from './fake-server.ts';
import { fakeWorld } from './fake-world.ts';

let browser: Browser;
let server: FakeServer;

before(async () => {
  browser = await launchBrowser();
  server = await startFakeServer(fakeWorld({ empty: true }));
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const wrote = (line: string) =>
  server.requests.filter((request) => request.line.startsWith(line)).map(({ body }) => body);

test(
  'a newcomer gets an agent with a speaking voice by one click and stands before the Talk button',
  patience,
  async () => {
    const { page, context, complaints } = await visit(browser, server.url);
    await page.getByTestId('welcome').getByTestId('create-agent').click();
    await page.getByTestId('talk-button').waitFor();
    const [llm] = wrote('POST /create-retell-llm');
    const [agent] = wrote('POST /create-agent');
    assert.equal(agent.voice_id, 'local-Joe');
    assert.deepEqual(agent.response_engine, { type: 'retell-llm', llm_id: server.world.llms[0]!.llm_id });
    assert.equal(llm.general_tools[0].type, 'end_call');
    assert.deepEqual(complaints, []);
    await context.close();
  },
);

test('only what was changed is saved, and unsaved work shows', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/agents/${server.world.agents[0]!.agent_id}`);
  await page.getByTestId('begin-mode').getByText('Caller').click();
  await page.getByTestId('agent-name').fill('Night desk');
  await page.getByRole('slider', { name: 'Responsiveness' }).press('ArrowLeft');
  await page.getByTestId('unsaved').waitFor();
  await page.getByTestId('save-button').click();
  await page.getByTestId('unsaved').waitFor({ state: 'detached' });
  assert.deepEqual(wrote('PATCH /update-agent'), [{ agent_name: 'Night desk', responsiveness: 0.95 }]);
  assert.deepEqual(wrote('PATCH /update-retell-llm'), [{ start_speaker: 'user' }]);
  await page.getByRole('heading', { name: 'Night desk' }).waitFor();
  await context.close();
});

test('an error of the API is shown in full and the work stays', patience, async () => {
  server.world.refusals.push({
    operation: 'PATCH /update-agent',
    status: 400,
    message: 'Cannot update published agent other than version title.',
  });
  const { page, context } = await visit(browser, `${server.url}/agents/${server.world.agents[0]!.agent_id}`);
  await page.getByTestId('agent-name').fill('Day desk');
  await page.keyboard.press('Control+s');
  await page.getByTestId('problem').getByText('Cannot update published agent other than version title.').waitFor();
  assert.equal(await page.getByTestId('agent-name').inputValue(), 'Day desk');
  await context.close();
});

test('unsaved work is not left by accident', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/agents/${server.world.agents[0]!.agent_id}`);
  await page.getByTestId('agent-name').fill('Half-way');
  await page.getByRole('link', { name: 'Call history' }).click();
  await page.getByRole('button', { name: 'Stay' }).click();
  assert.equal(await page.getByTestId('agent-name').inputValue(), 'Half-way');
  await page.getByRole('link', { name: 'Call history' }).click();
  await page.getByTestId('leave-unsaved').click();
  await page.getByRole('heading', { name: 'Call history' }).waitFor();
  await context.close();
});

test('work that is unsaved when the session runs out is there after signing in', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/agents/${server.world.agents[0]!.agent_id}`);
  await page.getByTestId('agent-name').fill('Long work');
  server.world.signedIn = false;
  await page.getByTestId('save-button').click();
  await page.getByTestId('sign-in-page').waitFor();
  server.world.signedIn = true;
  await page.getByRole('button', { name: 'I am signed in now' }).click();
  await page.getByTestId('save-button').click();
  await page.getByTestId('unsaved').waitFor({ state: 'detached' });
  assert.equal(server.world.agents[0]!.agent_name, 'Long work');
  await context.close();
});

test('a voice without its vendor’s key is marked, and says that another one stands in', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/agents/${server.world.agents[0]!.agent_id}`);
  await page.getByTestId('voice-picker').click();
  await page.getByRole('option', { name: /Adrian/ }).click();
  await page.getByTestId('voice-stands-in').getByText('no key for elevenlabs').waitFor();
  await context.close();
});

test('settings that are only stored are marked, those that act are not', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/agents/${server.world.agents[0]!.agent_id}`);
  await page.getByTestId('no-effect-ambient_sound').waitFor();
  assert.equal(await page.getByTestId('no-effect-responsiveness').count(), 0);
  await context.close();
});

test('publishing keeps the version and opens a new draft', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/agents/${server.world.agents[0]!.agent_id}`);
  await page.getByTestId('version').getByText('Draft v0').waitFor();
  await page.getByTestId('publish-button').click();
  await page.getByTestId('confirm-publish').click();
  await page.getByTestId('version').getByText('Draft v1 · v0 published').waitFor();
  await context.close();
});

test('a refused microphone and a page that is not secure are explained', patience, async () => {
  const address = `/agents/${server.world.agents[0]!.agent_id}`;
  const refused = await visit(browser, server.url + address);
  await refused.page.evaluate(
    `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))`,
  );
  await refused.page.getByTestId('talk-button').click();
  await refused.page.getByTestId('talk-problem').getByText('The microphone was refused').waitFor();
  await refused.context.close();

  const insecure = await visit(browser, server.url + address);
  await insecure.page.evaluate(`Object.defineProperty(window, 'isSecureContext', { value: false })`);
  await insecure.page.getByTestId('talk-button').click();
  await insecure.page.getByTestId('talk-problem').getByText('TLS_CERT').waitFor();
  assert.deepEqual(wrote('POST /v2/create-web-call'), [], 'no call is made without a microphone');
  await insecure.context.close();
});

test('the theme goes round from the system’s to light and dark, and is kept', patience, async () => {
  const { page, context } = await visit(browser, server.url, { dark: true });
  const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme');
  await page.getByTestId('theme-toggle').click();
  assert.equal(await scheme(), 'light');
  await page.reload();
  await page.getByTestId('theme-toggle').waitFor();
  assert.equal(await scheme(), 'light');
  await context.close();
});

test('deleting asks first, then the agent and its prompt are gone', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/agents`);
  await page.getByTestId('delete-agent').first().click();
  assert.equal(server.world.agents.length > 0, true);
  await page.getByTestId('confirm-delete').click();
  await page.getByTestId('welcome').waitFor();
  assert.deepEqual([server.world.agents, server.world.llms], [[], []]);
  await context.close();
});

test('without a session, also after signing out, the way to sign in is shown', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/calls`);
  await page.getByTestId('sign-out').click();
  await page.getByTestId('sign-in-page').getByText('npx ringback sign-in').waitFor();
  server.world.signedIn = true;
  await page.getByRole('button', { name: 'I am signed in now' }).click();
  await page.getByRole('heading', { name: 'Call history' }).waitFor();
  await context.close();
});
