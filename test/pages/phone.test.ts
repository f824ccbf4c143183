// Trunks and numbers in a real browser: connecting one, trying it, ringing a phone, who answers a number.

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

const sent = (line: string) => server.requests.findLast((request) => request.line === line)?.body;

test('a trunk of each kind is told what to enter there, and is made here', patience, async () => {
  const { page, context, complaints } = await visit(browser, `${server.url}/help/phone`);
  await page.getByTestId('document').getByRole('link', { name: 'Telnyx', exact: true }).click();
  await page.waitForURL(/help\/phone\/telnyx$/, { waitUntil: 'commit' });
  await page.getByRole('link', { name: 'Phone', exact: true }).click();
  await page.getByTestId('connect-trunk').click();
  await page.getByText('sip:198.51.100.7:5060;transport=udp').waitFor();
  for (const [label, value] of [
    ['Telnyx', '198.51.100.7:5060'],
    ['Asterisk or FreePBX', 'match=198.51.100.7'],
    ['Twilio elastic SIP', '198.51.100.7/32'],
  ] as const) {
    await page.getByTestId('connect-way').getByText(label).click();
    await page.getByTestId('paste').getByText(value).first().waitFor();
  }
  await page.getByTestId('doc-link').click();
  await page.getByTestId('document').getByText('Termination').first().waitFor();
  await page.goto(`${server.url}/phone/connect?way=twilio`);
  await page.getByTestId('trunk-target-0').fill('desk.pstn.twilio.com');
  await page.getByTestId('trunk-username').fill('ada');
  await page.getByTestId('trunk-password').fill('secret');
  await page.getByTestId('make-trunk').click();
  await page.waitForURL(/phone\/trunks\/sip_trunk_1new/, { waitUntil: 'commit' });
  const body = sent('POST /create-sip-trunk');
  assert.deepEqual(body.targets, [{ uri: 'desk.pstn.twilio.com', priority: 0, weight: 1 }]);
  assert.equal(body.auth_password, 'secret');
  assert.equal(body.inbound_networks.length, 8);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('the test of a trunk says what is wrong and what to do; a phone is rung from its number', patience, async () => {
  const { page, context, complaints } = await visit(browser, `${server.url}/phone/trunks/sip_trunk_1`);
  await page.getByTestId('target-health').getByText('Does not answer', { exact: true }).waitFor();
  await page.getByTestId('test-trunk').click();
  await page.getByTestId('step-failed').getByText('Check address, port and transport').waitFor();
  await page.getByText('One thing is wrong.').waitFor();
  await page.getByTestId('ring-number').fill('+1 (415) 555-0199');
  await page.getByTestId('ring-phone').evaluate((button: { click(): void }) => {
    button.click();
    button.click();
  });
  await page.getByText('Nothing is wrong as far as can be seen.').waitFor();
  assert.deepEqual(sent('POST /test-sip-trunk'), {
    sip_trunk_id: 'sip_trunk_1',
    phone_number: '+14155550100',
    ring_number: '+14155550199',
  });
  assert.equal(server.requests.filter(({ line }) => line === 'POST /test-sip-trunk').length, 2);
  await page.getByTestId('save-trunk').click();
  await page.getByText('Saved.').waitFor();
  assert.equal('auth_password' in sent('PATCH /update-sip-trunk/sip_trunk_1'), false);
  assert.deepEqual(complaints, []);
  await context.close();
});

test(
  'a number is added with its trunk and agent, however late trunks are told, and a refusal stays in its words',
  patience,
  async () => {
    const throttled = { operation: 'GET /list-sip-trunks', status: 429, message: 'Too many API requests.' };
    server.world.refusals.push(throttled);
    const { page, context } = await visit(browser, `${server.url}/phone`);
    await page.getByTestId('add-number').click();
    await page.getByTestId('number-trunk').locator('option[value=sip_trunk_1]').waitFor({ state: 'attached' });
    await page.getByTestId('number-value').fill('0171 55');
    await page.getByTestId('not-public').waitFor();
    await page.getByTestId('number-value').fill('+1 415 555 0123');
    await page.getByTestId('not-public').waitFor({ state: 'detached' });
    await page.getByTestId('number-agent').selectOption({ label: 'Front desk' });
    server.world.refusals.push({
      operation: 'POST /import-phone-number',
      status: 400,
      message: 'phone_number: no such country.',
    });
    await page.getByTestId('confirm-add-number').click();
    await page.getByTestId('problem').getByText('no such country').waitFor();
    await page.getByTestId('confirm-add-number').click();
    await page.waitForURL(/phone\/numbers\/%2B14155550123/, { waitUntil: 'commit' });
    assert.equal(sent('POST /import-phone-number').sip_trunk_id, 'sip_trunk_1');
    await page.getByTestId('inbound-texts').getByRole('button', { name: 'Choose an agent' }).click();
    await page.getByTestId('fallback').fill('+14155550166');
    await page.getByTestId('save-number').click();
    await page.getByText('Saved.').waitFor();
    assert.deepEqual(sent('PATCH /update-phone-number/%2B14155550123'), {
      inbound_sms_agents: [{ agent_id: 'agent_chat', weight: 1 }],
      fallback_number: '+14155550166',
    });
    await context.close();
  },
);

test(
  'the page of a phone call draws its SIP messages, shows one, offers text and packets, and says how it sounded',
  patience,
  async () => {
    const { page, context, complaints } = await visit(browser, `${server.url}/calls/call_phone`);
    await page.getByTestId('line-quality').getByText('Good').waitFor();
    const rows = page.getByTestId('ladder-row');
    await rows.nth(9).waitFor();
    assert.equal(await rows.count(), 10);
    await page.getByRole('button', { name: /^407 Proxy .* from 203\.0\.113\.7, after 0\.034 s/ }).click();
    await page.getByTestId('sip-message').getByText('SIP/2.0 407').waitFor();
    await rows.first().press('Enter');
    await page.getByTestId('sip-message').getByText('m=audio').waitFor();
    assert.match((await page.getByTestId('ladder-text').getAttribute('href')) ?? '', /files\/sip_ladder\.txt/);
    assert.equal(await page.getByTestId('pcap').count(), 1);
    assert.deepEqual(complaints, []);
    await context.close();
  },
);

test(
  'a table becomes a batch: columns are given meanings, bad lines are told, hours are chosen',
  patience,
  async () => {
    const { page, context, complaints } = await visit(browser, `${server.url}/batches`);
    await page.getByTestId('new-batch').click();
    await page.getByTestId('paste-table').fill('who,mobile,internal\nAda,+14155550101,1\nBob,0171 55,2\n"Eve,+1');
    await page.getByTestId('read-pasted').click();
    await page.getByTestId('problem').getByText('Line 4: A quotation mark is not closed.').waitFor();
    // Dropped this time: the file's bytes are read, whoever gives them.
    await page.locator('input[type=file]').setInputFiles({
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'who,mobile,internal\nAda,+14155550101,1\nBob,0171 55,2\nEve,+14155550101,3\nMax,+14155550103,4\n',
      ),
    });
    await page.getByTestId('faults').getByText('Line 3: "0171 55" is no phone number').waitFor();
    await page.getByTestId('faults').getByText('Line 4: +14155550101 stands in row 2 already.').waitFor();
    await page.getByTestId('variable-0').fill('first_name');
    await page.getByTestId('means-2').selectOption('nothing');
    assert.equal(await page.getByTestId('make-batch').isDisabled(), true, 'bad lines are left out by choice only');
    await page.getByTestId('skip-bad').check();
    await page.getByTestId('batch-agent').selectOption({ label: 'Front desk' });
    await page.getByTestId('hours').getByText('At these hours').click();
    await page.getByTestId('end-0').fill('08:00');
    await page.getByTestId('times-error').getByText('ends after it begins').waitFor();
    await page.getByTestId('end-0').fill('12:30');
    await page.getByText('Sat', { exact: true }).click();
    await page.getByTestId('reserved').fill('3');
    await page.getByTestId('batch-name').fill('Spring');
    await page.getByRole('button', { name: 'Call 2 people' }).dblclick();
    await page.waitForURL(/batches\/batch_call_1new/, { waitUntil: 'commit' });
    const { call_time_window, tasks, ...body } = sent('POST /create-batch-call');
    assert.deepEqual(body, { from_number: '+14155550100', name: 'Spring', reserved_concurrency: 3 });
    assert.equal(server.requests.filter(({ line }) => line === 'POST /create-batch-call').length, 1);
    assert.deepEqual(call_time_window.windows, [{ start: 540, end: 750 }]);
    assert.deepEqual(call_time_window.day, ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']);
    const agentId = server.world.agents[0]!.agent_id;
    assert.deepEqual(tasks, [
      { to_number: '+14155550101', override_agent_id: agentId, retell_llm_dynamic_variables: { first_name: 'Ada' } },
      { to_number: '+14155550103', override_agent_id: agentId, retell_llm_dynamic_variables: { first_name: 'Max' } },
    ]);
    assert.deepEqual(complaints, []);
    await context.close();
  },
);

test('a batch is paused, resumed and cancelled, and shows its calls and whom it could not call', patience, async () => {
  const { page, context, complaints } = await visit(browser, `${server.url}/batches/batch_call_1`);
  await page.getByTestId('batch-calls').getByText('+14155550199').waitFor();
  await page.getByTestId('batch-failures').getByText('Calls to CU are not placed.').waitFor();
  await page.getByTestId('batch-facts').getByText('Mon–Fri 09:00–17:00 (America/New_York)').waitFor();
  await page.getByTestId('pause-batch').click();
  await page.getByTestId('batch-status').getByText('Paused').waitFor();
  await page.getByTestId('resume-batch').click();
  await page.getByTestId('batch-status').getByText('Calling').waitFor();
  await page.getByTestId('cancel-batch').click();
  await page.getByTestId('confirm-cancel-batch').click();
  await page.getByTestId('batch-status').getByText('Cancelled').waitFor();
  assert.equal(await page.getByTestId('pause-batch').count(), 0);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('at the width of a phone nothing sticks out', patience, async () => {
  const { page, context } = await visit(browser, `${server.url}/phone`, { width: 390, dark: true });
  for (const address of [
    '/phone',
    '/phone/connect?way=asterisk',
    '/phone/trunks/sip_trunk_1',
    '/phone/numbers/%2B14155550100',
    '/help/sip-trunks',
    '/help',
    '/batches',
    '/batches/new',
    '/batches/batch_call_1',
  ]) {
    await page.goto(server.url + address);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page
      .getByTestId(/reach|trunk-form|inbound-shares|batch-table|drop-table|batch-calls|document/)
      .first()
      .waitFor();
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0, address);
  }
  await context.close();
});
