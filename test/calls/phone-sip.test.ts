// Phone calls as they are by SIP: from the sockets of a far switch to the record of the call.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { recordingKeys } from '../../src/resources/call/index.ts';
import type { SipCall } from '../../src/telephony/sip/sip-call.ts';
import { newRequest, startHandPeer } from '../../src/telephony/sip/hand-peer.fixture.ts';
import { header } from '../../src/telephony/sip/header.ts';
import { hear, planTo, SDP, uri } from '../../src/telephony/sip/two-agents.fixture.ts';
import { MINE, THEM } from '../support/phone-world.ts';
import { fetchRecording } from '../support/recording.ts';
import { fileScope } from '../support/scope.ts';
import { toneShare } from '../support/sip-edges.ts';
import { sipWorld, type SipWorld } from '../support/sip-world.ts';
import { until } from '../support/whole-server.ts';

const LINE = { timeout: 30_000 };
/** Of the scripted mouth. */
const VOICE_HZ = 220;

describe('calls in', () => {
  const scope = fileScope();
  let world: SipWorld;
  before(async () => void (world = await sipWorld(scope)));

  const seen = new Set<string>();
  /** The call that came since the last time this was asked, once it is over. */
  async function newest(): Promise<Record<string, any>> {
    const calls = (await world.calls()).filter(({ call_id }) => !seen.has(call_id));
    assert.equal(calls.length, 1);
    const callId = calls[0]?.['call_id'];
    seen.add(callId);
    return world.ended(callId);
  }

  /** A whole short call, which is heard both ways. */
  async function talk(): Promise<Record<string, any>> {
    const party = world.callIn();
    await party.until('connected');
    party.play(1000);
    await party.hears(VOICE_HZ);
    party.tell({ do: 'hangup', reason: 'ended' });
    await party.until('gone');
    return newest();
  }

  async function registered(): Promise<string> {
    const { agent_id } = world;
    const { call_id } = (await world.server.send('POST', '/v2/register-phone-call', { agent_id })).json;
    seen.add(call_id);
    return call_id;
  }

  async function fileOf(url: string): Promise<Buffer> {
    const response = await fetch(here(url));
    assert.equal(response.status, 200);
    return Buffer.from(await response.arrayBuffer());
  }

  const here = (url: string): string => url.replace(/^https?:\/\/[^/]+/, world.server.url);

  test(
    'a switch calls a number: it rings, the agent is heard, so is the caller, and a hang-up ends the call',
    LINE,
    async () => {
      const party = world.callIn();
      await party.until('ringing');
      await party.until('connected');
      party.play(1000);
      await party.hears(VOICE_HZ);
      party.tell({ do: 'hangup', reason: 'ended' });
      await party.until('gone');
      const call = await newest();
      assert.deepEqual([call.disconnection_reason, call.to_number, call.direction], ['user_hangup', MINE, 'inbound']);
      assert.equal(call.telephony_identifier.sip_call_id, party.leg.identifier.sip_call_id);
      assert.ok(call.call_quality.packets_received > 0);
      assert.match((await fileOf(call.sip_ladder_url)).toString(), /INVITE sip[\s\S]*SIP\/2\.0 200[\s\S]*BYE sip/);
      assert.equal(call.pcap_url, undefined);
      const { rateHz, channels } = await fetchRecording(here(call.recording_multi_channel_url));
      const caller = channels[0] as Int16Array;
      const window = rateHz / 10;
      const starts = Array.from({ length: Math.floor(caller.length / window) }, (_, i) => i * window);
      assert.ok(starts.some((at) => toneShare(caller.subarray(at, at + window), 1000, rateHz) > 0.5));
    },
  );

  test(
    'packets are captured where the agent asks for it, both ways, and of no call that keeps little',
    LINE,
    async () => {
      const agent = `/update-agent/${world.agent_id}`;
      assert.equal((await world.server.send('PATCH', agent, { capture_packets: true })).status, 200);
      const call = await talk();
      const ports = udpPorts(await fileOf(call.pcap_url));
      assert.ok(ports.length > 10);
      const [{ from, to } = { from: 0, to: 0 }] = ports;
      assert.ok(ports.some((packet) => packet.from === to && packet.to === from));

      const strict = { data_storage_setting: 'basic_attributes_only' };
      assert.equal((await world.server.send('PATCH', agent, strict)).status, 200);
      const { call_id } = await talk();
      const kept = await world.get(call_id);
      assert.deepEqual([kept['pcap_url'], kept['sip_ladder_url']], [undefined, undefined]);
      const { files_key, details } = await world.server.database.db
        .selectFrom('calls')
        .select(['files_key', 'details'])
        .where('call_id', '=', call_id)
        .executeTakeFirstOrThrow();
      const keys = recordingKeys(files_key);
      for (const key of [keys.ladder, keys.capture]) assert.equal(await world.server.deps.blobs.read(key), undefined);
      assert.deepEqual([details['has_packets'], details['has_sip_ladder']], [undefined, undefined]);
      const back = { capture_packets: false, data_storage_setting: 'everything' };
      assert.equal((await world.server.send('PATCH', agent, back)).status, 200);
    },
  );

  test('a registered call is taken from the switch that dials its id', LINE, async () => {
    const call_id = await registered();
    const party = world.far.dial({ to: `sip:${call_id}@${world.place}` });
    await party.until('connected');
    await party.hears(VOICE_HZ);
    party.tell({ do: 'hangup', reason: 'ended' });
    await party.until('gone');
    assert.equal((await world.ended(call_id))['disconnection_reason'], 'user_hangup');
    const again = world.far.dial({ to: `sip:${call_id}@${world.place}` });
    assert.equal((await again.until('failed')).code, 'invalid_destination');
  });

  test('an INVITE that its carrier sends twice is one call', LINE, async (t) => {
    const peer = await startHandPeer();
    t.after(() => peer.close());
    peer.aim(Number(world.place.split(':')[1]));
    const invite = newRequest('INVITE', peer.port, { uri: `sip:${MINE}@${world.place}`, sdp: SDP });
    peer.send(invite);
    peer.send(invite);
    const accepted = await peer.response(200, 'INVITE');
    peer.send(invite);
    peer.sayYes();
    const { items } = (await world.server.send('POST', '/v3/list-calls', {})).json;
    const [running, ...others] = items.filter(({ call_id }: { call_id: string }) => !seen.has(call_id));
    assert.equal(others.length, 0);
    assert.equal(running.telephony_identifier.sip_call_id, header(accepted, 'Call-ID'));
    await world.server.send('POST', `/v2/stop-call/${running.call_id}`);
    await newest();
  });

  test(
    'over the limit the fallback of the number is dialled by the trunk, and the two hear each other',
    LINE,
    async () => {
      const number = '/update-phone-number/%2B14155550100';
      await world.server.send('PATCH', number, { fallback_number: '+14155550188' });
      await world.server.send('PATCH', '/update-organization', { concurrency: 0 });
      const caller = world.callIn();
      const { party: fallback, call: incoming } = await world.far.incoming();
      assert.equal(incoming.to, '+14155550188');
      fallback.tell({ do: 'answer' });
      await Promise.all([caller.until('connected'), fallback.until('connected')]);
      caller.play(1000);
      fallback.play(440);
      await Promise.all([caller.hears(440), fallback.hears(1000)]);
      caller.tell({ do: 'hangup', reason: 'ended' });
      await fallback.until('gone');
      assert.equal((await newest())['disconnection_reason'], 'no_concurrency_fallback');
      await world.server.send('PATCH', '/update-organization', { concurrency: 20 });
    },
  );

  test(
    'a caller of whom nothing comes for 30 s is not there, one who holds the line for longer is',
    { timeout: 60_000 },
    async () => {
      const [held, silent] = [await registered(), await registered()];
      const holder = world.far.dial({ to: `sip:${held}@${world.place}` });
      await holder.hears(VOICE_HZ);
      holder.tell({ do: 'hold', on: true });
      // Later than the hold: when its time is over, that of a held line would be as well.
      const { agent } = await world.userAgent(() => {});
      const target = uri(null, '127.0.0.1', Number(world.place.split(':')[1]));
      const plan = planTo({ target, transport: 'udp', credentials: null });
      const heard = hear(agent.invite({ ...plan, to: { ...target, user: silent } }));
      assert.equal((await heard.next('ended')).by, 'peer');
      assert.equal((await world.ended(silent))['disconnection_reason'], 'error_no_audio_received');
      assert.equal((await world.get(held))['call_status'], 'ongoing');
      holder.tell({ do: 'hold', on: false });
      holder.tell({ do: 'hangup', reason: 'ended' });
      assert.equal((await world.ended(held))['disconnection_reason'], 'user_hangup');
    },
  );
});

/** Status of the far side, and what becomes of the call. */
const REFUSALS: [number, string][] = [
  [403, 'telephony_provider_permission_denied'],
  [404, 'invalid_destination'],
  [408, 'dial_no_answer'],
  [480, 'dial_no_answer'],
  [482, 'sip_routing_error'],
  [484, 'invalid_destination'],
  [486, 'dial_busy'],
  [499, 'dial_failed'],
  [503, 'telephony_provider_unavailable'],
  [600, 'dial_busy'],
  [603, 'user_declined'],
  [608, 'marked_as_spam'],
];

describe('calls out', () => {
  const scope = fileScope();
  let world: SipWorld;
  let far: Awaited<ReturnType<SipWorld['userAgent']>>;
  let onInvite: (call: SipCall) => void = () => {};
  const inLine = Promise.withResolvers<void>();
  before(async () => {
    // Who waits for a free slot rings until he leaves.
    const wait = (_ms: number, signal: AbortSignal): Promise<void> => {
      inLine.resolve();
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    };
    world = await sipWorld(scope, { phone: { wait } });
    far = await world.userAgent((call) => onInvite(call));
  });

  async function failed(): Promise<unknown[]> {
    const call = await world.ended(await world.dial());
    return [call['call_status'], call['disconnection_reason'], call['sip_status']];
  }

  test('a number answers: it hears the agent, and its hang-up ends the call', LINE, async () => {
    world.dialBy(`sip:${world.far.place}`);
    const callId = await world.dial({ custom_sip_headers: { 'X-Order': '7' } });
    const { party, call: incoming } = await world.far.incoming();
    assert.deepEqual([incoming.to, incoming.from, incoming.headers['x-order']], [THEM, MINE, '7']);
    party.tell({ do: 'answer' });
    await party.hears(VOICE_HZ);
    party.tell({ do: 'hangup', reason: 'ended' });
    const call = await world.ended(callId);
    assert.deepEqual([call['call_status'], call['disconnection_reason']], ['ended', 'user_hangup']);
    assert.match(call['transcript'], /^Agent: /);
  });

  test('each refusal of the far side has its reason', LINE, async () => {
    world.dialBy(`sip:${far.place}`);
    for (const [status, reason] of REFUSALS) {
      onInvite = (call) => call.reject(status);
      assert.deepEqual(await failed(), ['not_connected', reason, status]);
    }
  });

  test('a password that the trunk does not take is a matter of permission', LINE, async () => {
    world.dialBy(`sip:${far.place}`, { credentials: { username: 'me', password: 'wrong' } });
    let proofs = 0;
    let asked = 0;
    onInvite = (call) => {
      proofs += header(call.request, 'Proxy-Authorization') ? 1 : 0;
      const value = `Digest realm="far", nonce="n${++asked}", algorithm=MD5, qop="auth"`;
      call.reject(407, undefined, [{ name: 'Proxy-Authenticate', value }]);
    };
    assert.deepEqual(await failed(), ['not_connected', 'telephony_provider_permission_denied', 407]);
    assert.deepEqual([asked, proofs], [2, 1], 'a wrong password is shown once');
  });

  test('a trunk where nobody listens cannot be reached', LINE, async () => {
    world.dialBy('sip:127.0.0.1:1', { transport: 'tcp' });
    assert.deepEqual((await failed()).slice(0, 2), ['not_connected', 'telephony_provider_unavailable']);
  });

  test(
    'the thread of all sound dies: calls that talk and calls that ring end, each told, and others go on',
    LINE,
    async () => {
      const came: ReturnType<typeof hear>[] = [];
      world.dialBy(`sip:${far.place}`);
      onInvite = (call) => {
        came.push(hear(call));
        call.accept(SDP);
      };
      const talking = await world.dial();
      await until(async () => (await world.get(talking))['call_status'] === 'ongoing');
      const rings = Promise.withResolvers<void>();
      onInvite = (call) => {
        came.push(hear(call));
        call.ring();
        rings.resolve();
      };
      const ringing = await world.dial();
      await rings.promise;
      await world.server.send('PATCH', '/update-organization', { concurrency: 0 });
      const target = uri(null, '127.0.0.1', Number(world.place.split(':')[1]));
      const caller = hear(
        far.agent.invite({ ...planTo({ target, transport: 'udp', credentials: null }), to: { ...target, user: MINE } }),
      );
      await inLine.promise;

      await world.mediaHost.terminate();

      const [answered, unanswered] = came as [ReturnType<typeof hear>, ReturnType<typeof hear>];
      await Promise.all([answered.next('ended'), unanswered.next('failed')]);
      assert.equal((await caller.next('failed')).status, 503);
      const [talked, rang] = [await world.ended(talking), await world.ended(ringing)];
      assert.deepEqual([talked['call_status'], talked['disconnection_reason']], ['error', 'error_retell']);
      assert.deepEqual([rang['call_status'], rang['disconnection_reason']], ['error', 'error_retell']);

      await world.server.send('PATCH', '/update-organization', { concurrency: 20 });
      await until(async () => world.mediaHost.isUp);
      const next = world.callIn();
      await next.hears(VOICE_HZ);
      next.tell({ do: 'hangup', reason: 'ended' });
      await next.until('gone');
    },
  );

  test('a number without any trunk cannot be called', LINE, async () => {
    world.trunks.set([]);
    assert.deepEqual((await failed()).slice(0, 2), ['not_connected', 'telephony_provider_unavailable']);
  });
});

/** Of a capture file with IPv4 alone: whence and whither each packet went. */
function udpPorts(pcap: Buffer): { from: number; to: number }[] {
  assert.equal(pcap.readUInt32LE(0), 0xa1b2c3d4);
  const packets: { from: number; to: number }[] = [];
  for (let at = 24; at < pcap.length; at += 16 + pcap.readUInt32LE(at + 8))
    packets.push({ from: pcap.readUInt16BE(at + 36), to: pcap.readUInt16BE(at + 38) });
  return packets;
}
