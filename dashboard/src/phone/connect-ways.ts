// What has to be entered at a provider or switch, and what here, for each way to connect a trunk.

import type { Telephony } from '../api/index.ts';
import { emptyTrunk, type TrunkDraft } from './trunk-draft.ts';

export type WayName = 'generic' | 'twilio' | 'telnyx' | 'asterisk';

export interface ThereStep {
  label: string;
  value: string;
  /** `value` says what to do there; otherwise it is there to be copied. */
  isToDo?: true;
  help?: string;
}

export interface Way {
  title: string;
  /** Of the address that calls are sent to. */
  targetHelp: string;
  there: ThereStep[];
  here: TrunkDraft;
  document: string;
}

export const wayTitles: Record<WayName, string> = {
  generic: 'Any SIP trunk',
  twilio: 'Twilio elastic SIP',
  telnyx: 'Telnyx',
  asterisk: 'Asterisk or FreePBX',
};

/** Signalling of Twilio's regions: twilio.com/docs/sip-trunking/ip-addresses. */
const TWILIO_NETWORKS = [
  '54.172.60.0/30',
  '54.244.51.0/30',
  '54.171.127.192/30',
  '35.156.191.128/30',
  '54.65.63.192/30',
  '54.169.127.128/30',
  '54.252.254.64/30',
  '177.71.206.192/30',
];

/** Signalling of Telnyx in the United States: sip.telnyx.com. */
const TELNYX_NETWORKS = ['192.76.120.10/32', '64.16.250.10/32'];

export interface OurAddress {
  host: string;
  port: number;
  transport: 'UDP' | 'TCP' | 'TLS';
  /** Can the internet reach it, as far as one can tell? */
  isPublic: boolean;
}

/** The address that others shall call; UDP is understood by everybody. `pageHost`: under which this page was opened. */
export function ourAddress({ sip, public_url }: Telephony, pageHost: string): OurAddress | null {
  const [first] = sip?.listening ?? [];
  if (!sip || !first) return null;
  const { port, transport, address } = sip.listening.find((one) => one.transport === 'UDP') ?? first;
  const candidates = [sip.public_address, hostOf(public_url), pageHost, wildcards.has(address) ? null : address];
  const host = candidates.find((one) => one && !isLoopback(one)) ?? 'ADDRESS-OF-THIS-SERVER';
  return { host, port, transport, isPublic: !isLoopback(address) && sip.public_address !== null };
}

export function wayOf(name: WayName, telephony: Telephony, pageHost: string): Way | null {
  const us = ourAddress(telephony, pageHost);
  return us && ways[name](us, telephony.sip?.rtp_ports ?? '');
}

const ways: Record<WayName, (us: OurAddress, rtpPorts: string) => Way> = {
  generic: (us, rtpPorts) => ({
    title: wayTitles.generic,
    targetHelp: 'Your provider names it SIP server, SIP proxy, host or termination URI.',
    there: [
      { label: 'Send calls to', value: sipUri(us), help: 'SIP address, destination or origination URI' },
      { label: 'Host', value: us.host, help: 'Also the address to allow, where the trunk goes by addresses' },
      { label: 'Port and transport', value: `${us.port} ${us.transport}` },
      { label: 'UDP ports for sound', value: rtpPorts, help: 'Open them here, in firewall and router' },
      { label: 'Codecs', value: 'PCMU, PCMA, G.722', isToDo: true },
      { label: 'Keys (DTMF)', value: 'RFC 4733', isToDo: true, help: 'Also named RFC 2833; SIP INFO works as well' },
    ],
    here: { ...emptyTrunk, name: 'My provider' },
    document: 'docs/phone/connect-a-trunk.md',
  }),
  twilio: (us) => ({
    title: wayTitles.twilio,
    targetHelp: 'The termination URI of the trunk at Twilio, like my-company.pstn.twilio.com.',
    there: [
      { label: 'Origination SIP URI', value: sipUri(us), help: 'Trunk, Origination, Add new origination URI' },
      {
        label: 'IP access control list',
        value: `${us.host}/32`,
        help: 'Trunk, Termination, Authentication: the address of this server',
      },
      {
        label: 'Credential list',
        value: 'a user name and a password of your choice',
        isToDo: true,
        help: 'Trunk, Termination; the same are entered below',
      },
      { label: 'Numbers', value: 'give the number to the trunk', isToDo: true, help: 'Trunk, Numbers' },
    ],
    here: {
      ...emptyTrunk,
      name: 'Twilio',
      targets: [{ uri: 'YOUR-TRUNK.pstn.twilio.com', priority: 0, weight: 1 }],
      networks: TWILIO_NETWORKS,
    },
    document: 'docs/phone/twilio-elastic-sip.md',
  }),
  telnyx: (us) => ({
    title: wayTitles.telnyx,
    targetHelp: 'sip.telnyx.com in the United States, sip-eu.telnyx.com in Europe.',
    there: [
      {
        label: 'SIP connection',
        value: 'IP address',
        isToDo: true,
        help: 'Voice, SIP trunking, Create: the kind of connection',
      },
      { label: 'Address', value: `${us.host}:${us.port}`, help: 'Authentication and routing, Add IP' },
      {
        label: 'Number format',
        value: '+E.164',
        isToDo: true,
        help: 'Inbound: how Telnyx writes the number that was called',
      },
      { label: 'Outbound voice profile', value: 'one that allows your countries', isToDo: true, help: 'Outbound' },
      { label: 'Numbers', value: 'give the number to the connection', isToDo: true, help: 'Numbers, My numbers' },
    ],
    here: {
      ...emptyTrunk,
      name: 'Telnyx',
      targets: [{ uri: 'sip.telnyx.com', priority: 0, weight: 1 }],
      networks: TELNYX_NETWORKS,
    },
    document: 'docs/phone/telnyx.md',
  }),
  asterisk: (us) => ({
    title: wayTitles.asterisk,
    targetHelp: 'Address of the switch, with its port where it is not 5060.',
    there: [
      { label: 'pjsip.conf', value: pjsipOf(us), help: 'Asterisk; then: asterisk -rx "pjsip reload"' },
      { label: 'SIP server', value: us.host, help: 'FreePBX: Connectivity, Trunks, Add SIP (chan_pjsip) trunk' },
      { label: 'SIP server port', value: String(us.port), help: `FreePBX; transport ${us.transport}` },
      {
        label: 'Authentication, registration',
        value: 'None, None',
        isToDo: true,
        help: 'FreePBX: it knows this server by its address',
      },
      { label: 'extensions.conf', value: 'exten => 700,1,Dial(PJSIP/+14155550100@ringback)', help: 'Your number here' },
    ],
    here: { ...emptyTrunk, name: 'Our switch', transport: us.transport === 'TLS' ? 'TLS' : '' },
    document: 'docs/phone/asterisk-freepbx.md',
  }),
};

function pjsipOf(us: OurAddress): string {
  return [
    '[ringback]',
    'type=endpoint',
    `transport=transport-${us.transport.toLowerCase()}`,
    'context=from-ringback',
    'disallow=all',
    'allow=ulaw,alaw,g722',
    'aors=ringback',
    'direct_media=no',
    'dtmf_mode=rfc4733',
    '',
    '[ringback]',
    'type=aor',
    `contact=${sipUri(us)}`,
    'qualify_frequency=60',
    '',
    '[ringback]',
    'type=identify',
    'endpoint=ringback',
    `match=${us.host}`,
  ].join('\n');
}

function sipUri({ host, port, transport }: OurAddress): string {
  return `sip:${host.includes(':') ? `[${host}]` : host}:${port};transport=${transport.toLowerCase()}`;
}

const wildcards = new Set(['0.0.0.0', '::']);

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
