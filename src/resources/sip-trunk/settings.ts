// What a trunk is set to, and what is refused. `SipTrunkSettings` is what the row's JSON holds.

import { isIP } from 'node:net';
import { invalidRequest, quoted } from '../../contract/index.ts';
import { checkLength } from '../phone-number/index.ts';

export interface SipTrunkSettings {
  targets: { uri: string; priority: number; weight: number }[];
  /** Missing in trunks that were made before there was one. */
  outbound_proxy?: string | null;
  transport: 'UDP' | 'TCP' | 'TLS' | null;
  auth_username: string | null;
  registration: { registrar: string; expires_seconds: number } | null;
  inbound_networks: string[];
  inbound_auth_username: string | null;
  srtp: 'never' | 'offered' | 'required';
  health_check_seconds: number | null;
}

/** Of a trunk about which nothing is said. */
const USUAL: SipTrunkSettings = {
  targets: [],
  outbound_proxy: null,
  transport: null,
  auth_username: null,
  registration: null,
  inbound_networks: [],
  inbound_auth_username: null,
  srtp: 'never',
  health_check_seconds: 60,
};

const MAX_TEXT = 1_000;
const MAX_16_BIT = 65_535;
/** A trunk that lets in more of the internet than this is a mistake: everybody could place calls by it. */
const WIDEST_NETWORK = { 4: 8, 6: 19 } as const;
const USUAL_EXPIRES_S = 300;
/** `sip:host:port;transport=tls`, where the host alone will do. */
const ADDRESS =
  /^(?<scheme>sips?:)?(?:[^\s@;?<>"]+@)?(?<host>[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(?<port>\d{1,5}))?(?<params>(?:;[\w.=~-]+)*)$/i;

type Body = Record<string, unknown>;

/** The settings after a request; a field that it leaves out stays. Throws 400 and names the field. */
export function changedTrunkSettings(current: Partial<SipTrunkSettings>, body: Body): SipTrunkSettings {
  const settings = { ...USUAL, ...current };
  const given = <T>(field: keyof SipTrunkSettings, read: (value: unknown) => T): T | undefined =>
    body[field] === undefined ? undefined : read(body[field]);
  return {
    targets: given('targets', readTargets) ?? settings.targets,
    outbound_proxy:
      body['outbound_proxy'] === undefined
        ? settings.outbound_proxy
        : readProxy(body['outbound_proxy'] as string | null),
    transport: body['transport'] === undefined ? settings.transport : (body['transport'] as never),
    auth_username: readName('auth_username', body, settings),
    registration: body['registration'] === undefined ? settings.registration : readRegistration(body['registration']),
    inbound_networks: given('inbound_networks', readNetworks) ?? settings.inbound_networks,
    inbound_auth_username: readName('inbound_auth_username', body, settings),
    srtp: given('srtp', (value) => value as SipTrunkSettings['srtp']) ?? settings.srtp,
    health_check_seconds:
      body['health_check_seconds'] === undefined
        ? settings.health_check_seconds
        : readWhole('health_check_seconds', body['health_check_seconds'] as number | null, 10, 3_600),
  };
}

/** Throws 400 for settings that cannot work together. */
export function checkTrunkSettings(
  settings: SipTrunkSettings,
  has: { password: boolean; inboundPassword: boolean },
): void {
  const { auth_username, inbound_auth_username, registration, srtp, transport, targets, outbound_proxy } = settings;
  if (has.password && auth_username === null) throw invalidRequest('auth_username: expected one beside auth_password.');
  if (registration && (auth_username === null || !has.password))
    throw invalidRequest('registration: expected auth_username and auth_password beside it, for the registrar.');
  if (inbound_auth_username !== null && !has.inboundPassword)
    throw invalidRequest('inbound_auth_password: expected one beside inbound_auth_username.');
  if (has.inboundPassword && inbound_auth_username === null)
    throw invalidRequest('inbound_auth_username: expected one beside inbound_auth_password.');
  const firstHops = outbound_proxy ? [outbound_proxy] : targets.map(({ uri }) => uri);
  if (srtp === 'required' && transport !== 'TLS' && !firstHops.every((uri) => /^sips:|;transport=tls/i.test(uri)))
    throw invalidRequest('srtp: required needs transport TLS, or the keys of the sound would travel in the open.');
}

/** Throws 400 for a password that SIP cannot prove. Null or empty: none. */
export function readPassword(field: string, value: string | null | undefined): string | null {
  checkLength(field, value, MAX_TEXT);
  return value == null || value === '' ? null : value;
}

function readName(
  field: 'auth_username' | 'inbound_auth_username',
  body: Body,
  settings: SipTrunkSettings,
): string | null {
  const value = body[field] as string | null | undefined;
  if (value === undefined) return settings[field];
  checkLength(field, value, MAX_TEXT);
  if (value !== null && hasControl(value)) throw invalidRequest(`${field}: expected text without line breaks.`);
  return value === '' ? null : value;
}

function hasControl(text: string): boolean {
  return [...text].some((sign) => sign < ' ' || sign === '\u007f');
}

function readTargets(value: unknown): SipTrunkSettings['targets'] {
  const targets = value as { uri: string; priority?: number; weight?: number }[];
  return targets.map(({ uri, priority, weight }, i) => ({
    uri: readAddress(`targets[${i}].uri`, uri),
    priority: readWhole(`targets[${i}].priority`, priority ?? 0, 0, MAX_16_BIT) ?? 0,
    weight: readWhole(`targets[${i}].weight`, weight ?? 1, 0, MAX_16_BIT) ?? 1,
  }));
}

function readAddress(field: string, given: string): string {
  const uri = given.trim();
  const found = uri.length <= MAX_TEXT ? ADDRESS.exec(uri)?.groups : undefined;
  const port = found?.['port'] === undefined ? null : Number(found['port']);
  if (!found || (port !== null && (port < 1 || port > MAX_16_BIT)) || badLiteral(found['host'] ?? ''))
    throw invalidRequest(
      `${field}: expected the address of a SIP trunk like example.pstn.twilio.com or sip:pbx.example.com:5061;transport=tls, got ${quoted(given)}.`,
    );
  const transport = /;transport=([^;]*)/i.exec(found['params'] ?? '')?.[1];
  if (transport !== undefined && !/^(udp|tcp|tls)$/i.test(transport))
    throw invalidRequest(`${field}: expected transport=udp, tcp or tls, got ${quoted(transport)}.`);
  return uri;
}

function readProxy(given: string | null): string | null {
  return given === null || given.trim() === '' ? null : readAddress('outbound_proxy', given);
}

/** What looks like an address of numbers and is none. */
function badLiteral(host: string): boolean {
  if (host.startsWith('[')) return isIP(host.slice(1, -1)) !== 6;
  return /^[\d.]+$/.test(host) && isIP(host) !== 4;
}

function readRegistration(value: unknown): SipTrunkSettings['registration'] {
  if (value === null) return null;
  const { registrar, expires_seconds } = value as { registrar: string; expires_seconds?: number };
  return {
    registrar: readAddress('registration.registrar', registrar),
    expires_seconds:
      readWhole('registration.expires_seconds', expires_seconds ?? USUAL_EXPIRES_S, 60, 86_400) ?? USUAL_EXPIRES_S,
  };
}

function readNetworks(value: unknown): string[] {
  const networks = (value as string[]).map((network, i) => readNetwork(`inbound_networks[${i}]`, network.trim()));
  return [...new Set(networks)];
}

function readNetwork(field: string, given: string): string {
  const [address = '', bits, more] = given.split('/');
  const family = isIP(address) as 0 | 4 | 6;
  const widest = { 0: -1, 4: 32, 6: 128 }[family];
  const length = bits === undefined ? widest : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (family === 0 || more !== undefined || length < 0 || length > widest)
    throw invalidRequest(`${field}: expected an address or a network like 203.0.113.0/24, got ${quoted(given)}.`);
  if (length < WIDEST_NETWORK[family])
    throw invalidRequest(
      `${field}: expected a network of at most /${WIDEST_NETWORK[family]}, got ${quoted(given)}: whoever is in it may place calls here.`,
    );
  return `${address}/${length}`;
}

function readWhole(field: string, value: number | null, least: number, most: number): number | null {
  if (value === null || (Number.isInteger(value) && value >= least && value <= most)) return value;
  throw invalidRequest(`${field}: expected a whole number from ${least} to ${most}, got ${value}.`);
}
