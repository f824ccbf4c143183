// A server with phone calls over SIP dies at once: who talked hears of it, what was said is kept, and nobody is dialled a second time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMediaHost } from '../../src/media/index.ts';
import { reversed } from '../support/scope.ts';
import { openEdge, trunkTo } from '../support/sip-edges.ts';
import { freePorts } from '../support/sip/free-ports.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';
import { until, wholeServer } from '../support/whole-server.ts';

const MINE = '+14155550100';
/** Said before the second of silence after which the agent asks again. */
const SAID = 'The number is one two three.';

test(
  'after kill -9 the far end gets its BYE, the call its end, and what rang is not dialled again',
  { timeout: 120_000 },
  async (given) => {
    const t = reversed(given);
    const hooks = await webhookReceiver(t);
    const port = await freePorts(2);
    const server = await wholeServer(t, {
      RINGBACK_SIP_LISTEN: `udp:${port}`,
      RINGBACK_SIP_ALLOW: '127.0.0.0/8',
    });
    const mediaHost = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1', log: () => {} });
    t.after(() => mediaHost.close());
    const far = await openEdge(mediaHost);
    t.after(() => far.edge.close());
    far.trunks.set([trunkTo(`sip:127.0.0.1:${port}`)]);
    await server.ready();
    const { agent_id } = await server.makeAgent({
      agent: { webhook_url: hooks.url, reminder_trigger_ms: 1000 },
      llm: { begin_message: SAID },
    });
    const bound = [{ agent_id, weight: 1 }];
    await server.api('POST', '/import-phone-number', {
      phone_number: MINE,
      termination_uri: `sip:${far.place};transport=udp`,
      inbound_agents: bound,
      outbound_agents: bound,
    });

    const talking = far.dial({ to: MINE });
    // So the first sentence was said, and longer ago than what is written may be behind.
    await talking.hearsSound(3);
    const started = await hooks.next('call_started');
    const ringing = await server.api('POST', '/v2/create-phone-call', { from_number: MINE, to_number: '+14155550199' });
    const { party: rung } = await far.incoming();
    rung.tell({ do: 'ring' });
    await server.process.kill();
    await server.restart();

    assert.equal((await talking.until('gone')).by, 'peer');
    const talked = await server.untilCall(
      started.call['call_id'] as string,
      ({ call_status }) => call_status === 'error',
    );
    assert.equal(talked['disconnection_reason'], 'error_retell');
    assert.match(talked['transcript'], /^Agent: The number is/);
    const vain = await server.untilCall(ringing['call_id'], ({ call_status }) => call_status === 'not_connected');
    assert.equal(vain['disconnection_reason'], 'dial_failed');
    const hasEnded = (callId: unknown): boolean =>
      hooks.received.some(({ event, call }) => event === 'call_ended' && call['call_id'] === callId);
    await until(async () => hasEnded(talked['call_id']) && hasEnded(vain['call_id']));

    // Whoever is dialled next is the next who is dialled.
    const later = await server.api('POST', '/v2/create-phone-call', { from_number: MINE, to_number: '+14155550177' });
    const { party, call } = await far.incoming();
    assert.equal(call.to, '+14155550177');
    assert.equal(call.headers['x-ringback-call-id'], later['call_id']);
    party.tell({ do: 'hangup', reason: 'busy' });
    await server.untilCall(later['call_id'], ({ disconnection_reason }) => disconnection_reason === 'dial_busy');
  },
);
