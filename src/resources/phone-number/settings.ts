// What a number is set to besides its agents: names, webhooks, countries, its own trunk.

import { invalidRequest, quoted } from '../../contract/index.ts';
import { checkNumber, readCountry } from './numbering.ts';

/** As stored beside the agents; a field that is null or absent is not set. */
export interface NumberSettings {
  nickname?: string | null;
  inbound_webhook_url?: string | null;
  inbound_sms_webhook_url?: string | null;
  allowed_inbound_country_list?: string[] | null;
  allowed_outbound_country_list?: string[] | null;
  termination_uri?: string | null;
  auth_username?: string | null;
  transport?: string | null;
}

/** Fields of requests that are kept under their own name. */
const PLAIN = ['nickname', 'inbound_webhook_url', 'inbound_sms_webhook_url'] as const;
const COUNTRY_LISTS = ['allowed_inbound_country_list', 'allowed_outbound_country_list'] as const;
const WEBHOOKS = ['inbound_webhook_url', 'inbound_sms_webhook_url'] as const;
/** Of the number's own trunk: only numbers that were imported have one. */
const TRUNK = ['termination_uri', 'auth_username', 'auth_password', 'sip_trunk_id'] as const;

const TRANSPORTS = ['TCP', 'UDP', 'TLS'];
export const MAX_TEXT = 1_000;
const MAX_URL = 8_000;
/** A host with an optional port, as part of a SIP address. */
const TERMINATION = /^(?:sips?:)?(?:[\w.-]+@)?(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:;[\w.=;-]+)?$/i;

type Body = Record<string, unknown>;

/** The settings after a request; a field that it leaves out stays. Throws 400 and names the field. */
export function changedSettings(current: NumberSettings, body: Body): NumberSettings {
  const settings: Body = { ...current };
  for (const field of [...PLAIN, ...COUNTRY_LISTS, 'termination_uri', 'auth_username'] as const)
    if (body[field] !== undefined) settings[field] = body[field];
  for (const field of COUNTRY_LISTS) if (body[field] != null) settings[field] = readCountries(field, body[field]);
  if (body['transport'] !== undefined) settings['transport'] = readTransport(body['transport'] as string | null);
  checkTexts(settings);
  if (body['termination_uri'] != null) checkTermination(body['termination_uri'] as string);
  return settings as NumberSettings;
}

/** Throws 400 when a number of a carrier is given a trunk. */
export function checkNoTrunk(body: Body): void {
  const field = TRUNK.find((name) => body[name] != null);
  if (field !== undefined)
    throw invalidRequest(`${field}: only imported numbers have a trunk of their own; this one belongs to a carrier.`);
}

/** Throws 400 for a fallback that no call could be passed to. */
export function checkFallbackNumber(phoneNumber: string, fallback: string): void {
  checkNumber('fallback_number', fallback);
  if (fallback === phoneNumber) throw invalidRequest('fallback_number: expected another number than this one.');
}

export function renderSettings(settings: NumberSettings, isCustom: boolean): Body {
  const { termination_uri = null, auth_username = null, transport = null, ...shown } = settings;
  const trunk = isCustom
    ? { termination_uri, auth_username, transport: transport ?? 'TCP' }
    : transport && { termination_uri, auth_username, transport };
  return { ...shown, sip_outbound_trunk_config: trunk };
}

function readCountries(field: string, codes: unknown): string[] {
  return [...new Set((codes as string[]).map((code, i) => readCountry(`${field}[${i}]`, code)))];
}

function readTransport(given: string | null): string | null {
  if (given === null) return null;
  const transport = given.toUpperCase();
  if (TRANSPORTS.includes(transport)) return transport;
  throw invalidRequest(`transport: expected TCP, UDP or TLS, got ${quoted(given)}.`);
}

function checkTexts(settings: Body): void {
  for (const field of ['nickname', 'auth_username'] as const) checkLength(field, settings[field], MAX_TEXT);
  for (const field of WEBHOOKS) {
    const url = settings[field];
    checkLength(field, url, MAX_URL);
    if (typeof url === 'string' && !/^(https?:\/\/.|\{\{)/i.test(url))
      throw invalidRequest(`${field}: expected an http:// or https:// address.`);
  }
}

/** Throws 400 for texts that are longer. */
export function checkLength(field: string, value: unknown, most: number): void {
  if (typeof value === 'string' && value.length > most)
    throw invalidRequest(`${field}: expected at most ${most} characters, got ${value.length}.`);
}

function checkTermination(uri: string): void {
  if (uri.length <= MAX_TEXT && TERMINATION.test(uri)) return;
  throw invalidRequest(
    `termination_uri: expected the address of your SIP trunk like example.pstn.twilio.com, got ${quoted(uri)}.`,
  );
}
