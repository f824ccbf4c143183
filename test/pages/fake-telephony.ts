// Trunks and numbers as the API shows them, for the pages.

type Answer = { status: number; content?: unknown };
type Handlers = Record<string, (world: unknown, id: string, body: any) => Answer>;

/** `sipIsOff`: the server does not listen. */
export function fakeTelephony({ sipIsOff = false } = {}): Handlers {
  const trunks: Record<string, any>[] = [sampleTrunk()];
  const numbers: Record<string, any>[] = [sampleNumber()];
  const ok = (content?: unknown): Answer => ({ status: content === undefined ? 204 : 200, content });
  const at = (list: Record<string, any>[], key: string, id: string) =>
    list.findIndex((one) => one[key] === decodeURIComponent(id));
  return {
    'GET get-telephony': () =>
      ok({ sip: sipIsOff ? null : sampleSip, carriers: ['twilio'], public_url: 'https://voice.example.com' }),
    'GET list-sip-trunks': () => ok({ items: trunks, has_more: false }),
    'GET list-chat-agents': () => ok([{ agent_id: 'agent_chat', agent_name: 'Texter', version: 0 }]),
    'GET list-phone-numbers': () => ok(numbers),
    'POST create-sip-trunk': (_world, _id, body) => {
      const { auth_password, ...shown } = body;
      const trunk = {
        ...sampleTrunk(),
        ...shown,
        has_auth_password: auth_password != null,
        sip_trunk_id: `sip_trunk_${trunks.length}new`,
      };
      trunks.push(trunk);
      return { status: 201, content: trunk };
    },
    'PATCH update-sip-trunk': (_world, id, body) => ok(Object.assign(trunks[at(trunks, 'sip_trunk_id', id)]!, body)),
    'DELETE delete-sip-trunk': (_world, id) => {
      trunks.splice(at(trunks, 'sip_trunk_id', id), 1);
      return ok();
    },
    'POST test-sip-trunk': (_world, _id, body) => ok(body.ring_number ? rungReport : sampleReport),
    'POST import-phone-number': (_world, _id, body) => {
      const number = { ...body, phone_number_type: 'custom', last_modification_timestamp: 0 };
      numbers.push(number);
      return { status: 201, content: number };
    },
    'PATCH update-phone-number': (_world, id, body) =>
      ok(Object.assign(numbers[at(numbers, 'phone_number', id)]!, body)),
    'DELETE delete-phone-number': (_world, id) => {
      numbers.splice(at(numbers, 'phone_number', id), 1);
      return ok();
    },
  };
}

const sampleSip = {
  public_address: '198.51.100.7',
  listening: [
    { transport: 'UDP', address: '0.0.0.0', port: 5060 },
    { transport: 'TCP', address: '0.0.0.0', port: 5060 },
  ],
  rtp_ports: '10000-19999',
};

function sampleTrunk(): Record<string, any> {
  return {
    sip_trunk_id: 'sip_trunk_1',
    name: 'Desk',
    targets: [
      { uri: 'sip.example.com', priority: 0, weight: 1 },
      { uri: 'sip2.example.com', priority: 1, weight: 1 },
    ],
    transport: 'UDP',
    auth_username: 'ada',
    has_auth_password: true,
    inbound_networks: ['203.0.113.0/24'],
    srtp: 'never',
    health: {
      targets: [
        { uri: 'sip.example.com', state: 'up', checked_timestamp: Date.now() - 20_000, detail: 'Answers 200 OK.' },
        { uri: 'sip2.example.com', state: 'down', checked_timestamp: Date.now() - 20_000, detail: 'Does not answer.' },
      ],
      registration: null,
    },
    last_modification_timestamp: 0,
  };
}

function sampleNumber(): Record<string, any> {
  return {
    phone_number: '+14155550100',
    phone_number_pretty: '+1 (415) 555-0100',
    phone_number_type: 'custom',
    nickname: 'Front desk',
    sip_trunk_id: 'sip_trunk_1',
    inbound_agents: [{ agent_id: 'agent_7f3a2b1c9d8e4f5a6b7c8d9e0f', weight: 1 }],
    outbound_agents: null,
    last_modification_timestamp: 0,
  };
}

const step = (name: string, result: string, found: string, advice: string | null = null) => ({
  step: name,
  target: null,
  result,
  found,
  advice,
});

const sampleReport = {
  ok: false,
  steps: [
    step('listen', 'ok', 'This server listens at udp 0.0.0.0:5060.'),
    step('resolve', 'ok', 'sip.example.com is at udp 203.0.113.7:5060.'),
    step('connect', 'skipped', 'UDP has no connections; the next step shows whether anybody is there.'),
    step(
      'options',
      'failed',
      'udp 203.0.113.7:5060 does not answer.',
      'Check address, port and transport, and that no firewall drops SIP on the way.',
    ),
    step(
      'inbound',
      'warning',
      'Calls are let in from the addresses of its targets.',
      'Put the list of your provider into the networks that may call in (inbound_networks).',
    ),
  ],
};

const rungReport = {
  ok: true,
  steps: [
    step('ring', 'ok', 'The phone was answered; the sound is PCMU.'),
    step('sound', 'ok', 'Sound of the phone arrives here.'),
  ],
};

/** What a phone call has that a web call has not; its files are sent by the fake server. */
export const phoneFields = {
  call_type: 'phone_call',
  call_id: 'call_phone',
  batch_call_id: 'batch_call_1',
  direction: 'outbound',
  from_number: '+14155550100',
  to_number: '+14155550199',
  call_quality: {
    codec: 'pcmu',
    packets_received: 700,
    packets_sent: 702,
    loss: 0.004,
    remote_loss: 0.01,
    jitter_ms: 3.2,
    round_trip_ms: 41,
    mos: 4.2,
  },
  sip_ladder_url: 'http://localhost:1/files/sip_ladder.txt',
  pcap_url: 'http://localhost:1/files/packets.pcap',
};

const message = (at: string, way: '<' | '>', first: string, method: string, sound = false): string =>
  `2026-11-22T12:00:0${at}Z ${way} udp 203.0.113.7:5060\n${first}\nCall-ID: a84b4c76e66710\nCSeq: 1 ${method}\n` +
  `${sound ? 'Content-Type: application/sdp\n\nv=0\nm=audio 10000 RTP/AVP 0 8 101\n' : ''}\n`;

export const sampleLadder = [
  message('0.010', '>', 'INVITE sip:+14155550199@203.0.113.7 SIP/2.0', 'INVITE', true),
  message('0.031', '<', 'SIP/2.0 100 Trying', 'INVITE'),
  message('0.044', '<', 'SIP/2.0 407 Proxy Authentication Required', 'INVITE'),
  message('0.046', '>', 'ACK sip:+14155550199@203.0.113.7 SIP/2.0', 'ACK'),
  message('0.050', '>', 'INVITE sip:+14155550199@203.0.113.7 SIP/2.0', 'INVITE', true),
  message('0.380', '<', 'SIP/2.0 180 Ringing', 'INVITE'),
  message('2.100', '<', 'SIP/2.0 200 OK', 'INVITE', true),
  message('2.102', '>', 'ACK sip:+14155550199@203.0.113.7 SIP/2.0', 'ACK'),
  message('9.700', '>', 'BYE sip:+14155550199@203.0.113.7 SIP/2.0', 'BYE'),
  message('9.741', '<', 'SIP/2.0 200 OK', 'BYE'),
].join('');
