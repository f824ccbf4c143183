import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jobsDeps } from '../../test/support/jobs.ts';
import { importNumber, serverWithAgent } from '../../test/support/phone.ts';
import { webhookReceiver } from '../../test/support/webhook-receiver.ts';
import { renderCall } from '../resources/call/index.ts';
import { startJobs } from './start-jobs.ts';

test('a call without a carrier passes its line and ends: call_ended and call_analyzed, no call_started', async (t) => {
  const hook = await webhookReceiver(t);
  const { server, agent_id } = await serverWithAgent(t, {}, { webhook_url: hook.url });
  await importNumber(server, '+14155550100', { outbound_agents: [{ agent_id, weight: 1 }] });
  const jobs = await startJobs(
    jobsDeps(server.database, {
      webhookKey: server.deps.resources.webhookKey,
      renderCall: (row) => renderCall(row, server.deps.resources.fileLinks, 'whole'),
    }),
  );
  const body = { from_number: '+14155550100', to_number: '+14155550199' };
  const { status, json } = await server.send('POST', '/v2/create-phone-call', body);
  assert.equal(status, 201);
  const { call } = await hook.next('call_analyzed');
  await jobs.close();
  assert.deepEqual(
    [call['call_id'], call['call_status'], call['disconnection_reason'], call['transcript']],
    [json.call_id, 'not_connected', 'telephony_provider_unavailable', undefined],
  );
  assert.deepEqual(hook.received.map(({ event }) => event).sort(), ['call_analyzed', 'call_ended']);
});
