// Far sides that name addresses which are none of theirs. The socket is a list of what would have been sent, so that they can live on the
// internet.

import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test, type TestContext } from 'node:test';
import { newRequest, withinDialog } from './hand-peer.fixture.ts';
import { header, setHeader } from './header.ts';
import type { SipMessage, SipResponse } from './message.ts';
import { parseMessage } from './parse-message.ts';
import { serialise } from './serialise.ts';
import { hear, nextCall, SDP, startAgent, uri } from './two-agents.fixture.ts';
import type { OpenUdp } from './transport/udp-socket.ts';

const CARRIER = { address: '203.0.113.9', port: 5060 };

interface Sent {
  message: SipMessage;
  to: string;
  bytes: number;
}

async function onTheInternet(t: TestContext, screen?: Parameters<typeof startAgent>[0]) {
  const sent: Sent[] = [];
  const news = new EventEmitter();
  let take: Parameters<Awaited<ReturnType<OpenUdp>>['onMessage']>[0] = () => {};
  const openUdp: OpenUdp = async (address) => ({
    ...{ address, port: 5060 },
    send(bytes, port, to) {
      const parsed = parseMessage(bytes);
      assert.ok(parsed.ok);
      sent.push({ message: parsed.message, to: `${to}:${port}`, bytes: bytes.length });
      news.emit('sent');
    },
    onMessage: (listener) => void (take = listener),
    close: async () => {},
  });
  const agent = await startAgent({ openUdp, publicAddress: '198.51.100.1', ...screen });
  t.after(() => agent.close());
  async function next(what: string): Promise<Sent> {
    for (;;) {
      const at = sent.findIndex(({ message }) =>
        message.is === 'request' ? message.method === what : String(message.status) === what,
      );
      if (at >= 0) return sent.splice(at, 1)[0] as Sent;
      await once(news, 'sent');
    }
  }
  const say = (message: SipMessage, from = CARRIER) => take(serialise(message), from);
  return { agent, sent, next, say };
}

const LURES: Record<string, string>[] = [
  { Contact: '<sip:x@127.0.0.1:6379>' },
  { Contact: '<sip:x@169.254.169.254:80>' },
  { Contact: '<sip:x@[::ffff:127.0.0.1]:6379>' },
  { 'Record-Route': '<sip:127.0.0.1:6379;lr>' },
  { 'Record-Route': '<sip:10.0.0.1:11211;lr>' },
  { 'Record-Route': '<sip:255.255.255.255;lr>' },
];

for (const lure of LURES)
  test(`a carrier that calls itself ${JSON.stringify(lure)} gets its BYE where it calls from`, async (t) => {
    const { agent, next, say } = await onTheInternet(t);
    const coming = nextCall(agent);
    const invite = newRequest('INVITE', 5060, { headers: lure, sdp: SDP });
    setHeader(invite, 'Via', `SIP/2.0/UDP ${CARRIER.address};branch=z9hG4bKlure`);
    say(invite);
    const { call } = await coming;
    call.accept(SDP);
    const answer = await next('200');
    assert.equal(answer.to, '203.0.113.9:5060');
    const ack = withinDialog('ACK', invite, answer.message as SipResponse, 1);
    say(ack);
    call.hangup();
    const bye = await next('BYE');
    assert.equal(bye.to, '203.0.113.9:5060');
    const okay: SipResponse = {
      ...{ is: 'response', status: 200, reason: 'OK', body: Buffer.alloc(0) },
      headers: bye.message.headers.filter(({ name }) => ['Via', 'From', 'To', 'Call-ID', 'CSeq'].includes(name)),
    };
    say(okay);
  });

test('a carrier redirects to the internet, not to this machine', async (t) => {
  const { agent, next, say, sent } = await onTheInternet(t);
  const route = { target: uri(null, CARRIER.address, null), transport: 'udp' as const, credentials: null };
  const call = agent.invite({
    ...{ to: uri('1', CARRIER.address, null), from: { uri: uri('2', 'us', null), displayName: null }, routes: [route] },
    ...{ sdp: SDP, headers: [], ringMs: 5_000, attemptMs: 5_000, redirects: 5 },
  });
  const heard = hear(call);
  const { message: invite } = await next('INVITE');
  const headers = invite.headers.filter(({ name }) => ['Via', 'From', 'Call-ID', 'CSeq'].includes(name));
  const contacts = ['<sip:a@127.0.0.1:6379>', '<sip:a@169.254.169.254:80>', '<sip:a@198.51.100.77>'];
  say({
    ...{ is: 'response', status: 302, reason: 'Moved', body: Buffer.alloc(0) },
    headers: [
      ...headers,
      { name: 'To', value: `${header(invite, 'To')};tag=x` },
      ...contacts.map((value, index) => ({ name: 'Contact', value: `${value};q=0.${9 - index}` })),
    ],
  });
  const again = await next('INVITE');
  assert.equal(again.to, '198.51.100.77:5060');
  call.hangup();
  await heard.next('failed');
  assert.deepEqual(
    [...new Set(sent.map(({ to }) => to))].filter((to) => !/^(203|198)\./.test(to)),
    [],
  );
});

test('whoever may be anybody hears nothing of a call that is not taken, nor of what is wrong with the request', async (t) => {
  const screen = { screen: () => ({ ok: true as const, unproven: true as const }) };
  const { agent, sent, say } = await onTheInternet(t, screen);
  const coming = nextCall(agent);
  const invite = newRequest('INVITE', 5060, { sdp: SDP });
  say(invite);
  const { call } = await coming;
  call.ignore();
  say(invite);
  const replacing = newRequest('INVITE', 5060, { sdp: SDP, headers: { Replaces: 'a;to-tag=b;from-tag=c' } });
  say(replacing);
  assert.equal(sent.length, 0);
  assert.equal(agent.counts.calls, 0);
  // The same call by another way, and requests that nobody could serve.
  const twin = newRequest('INVITE', 5060, { sdp: SDP, callId: header(invite, 'Call-ID')! });
  say(twin);
  say(newRequest('INVITE', 5060, { sdp: SDP, headers: { Require: 'magic' } }));
  say(newRequest('INVITE', 5060, { sdp: SDP, uri: 'sip:' }));
  say(newRequest('INVITE', 5060, { sdp: SDP, headers: { 'Content-Length': '9999' } }));
  say(newRequest('INVITE', 5060, { sdp: SDP, to: '<sip:agent@127.0.0.1>;tag=none' }));
  say(newRequest('INVITE', 5060, { sdp: SDP, headers: { 'Session-Expires': '5' } }));
  assert.deepEqual(sent, []);
});

test('whoever may be anybody hears what the screen says when its request cannot be served', async (t) => {
  const screen = () => ({ ok: true as const, unproven: true as const, otherwise: { status: 403 } });
  const { sent, say } = await onTheInternet(t, { screen });
  say(newRequest('INVITE', 5060, { sdp: SDP, headers: { Require: 'magic' } }));
  assert.deepEqual(
    sent.map(({ message }) => (message.is === 'response' ? message.status : message.method)),
    [403],
  );
});
