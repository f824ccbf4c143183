// What an answer of a trunk, or its silence, means for the person who set the trunk up: a word for the mistake, what was found, what to do.

import type { SipResponse } from '../sip/message.ts';

export interface Meaning {
  mistake: string;
  found: string;
  advice: string;
}

type Means = (where: string) => Meaning;

const means =
  (mistake: string, found: string, advice: string): Means =>
  (where) => ({ mistake, found: found.replaceAll('{where}', where), advice });

/** Faults of the system and of TLS, as Node names them. */
const BY_CODE: Readonly<Record<string, Means>> = {
  ENOTFOUND: means(
    'name_unknown',
    'The name service knows no address of {where}.',
    'Look for a typing mistake in the address of the trunk; your provider names it termination URI or SIP server.',
  ),
  ECONNREFUSED: means(
    'port_closed',
    '{where} refuses the connection: nothing listens at that port.',
    'Check port and transport: 5060 is usual for UDP and TCP, 5061 for TLS. A provider may offer UDP only.',
  ),
  EHOSTUNREACH: means(
    'unreachable',
    'There is no way to {where}.',
    'Check that this machine may send to the internet, and that its firewall lets SIP out.',
  ),
  ENETUNREACH: means(
    'unreachable',
    'There is no way to {where}.',
    'This machine has no network of that kind (IPv6 perhaps); use an address that it can reach.',
  ),
  ETIMEDOUT: means(
    'no_connection',
    '{where} does not take the connection.',
    'A firewall drops it on the way, here or there: let this server out to that port, or use another transport.',
  ),
  CERT_HAS_EXPIRED: means(
    'certificate_expired',
    'The certificate of {where} has expired.',
    'Its owner has to renew it; until then use TCP or UDP if the provider allows it.',
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: means(
    'certificate_name',
    'The certificate of {where} is made out for another name.',
    'Use the name that stands in the certificate as the address of the trunk, not an IP address or an alias.',
  ),
  DEPTH_ZERO_SELF_SIGNED_CERT: means(
    'certificate_self_signed',
    'The certificate of {where} is signed by itself.',
    'Trust it by RINGBACK_SIP_CA (a PEM file), or give the switch a certificate of a known authority.',
  ),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: means(
    'certificate_unknown',
    'Nobody whom we trust has signed the certificate of {where}.',
    'Let it send the certificates in between as well, or name its authority in RINGBACK_SIP_CA.',
  ),
  EPROTO: means(
    'no_tls',
    '{where} does not speak TLS at that port.',
    'Use the port for TLS (usually 5061), or another transport.',
  ),
  ECONNRESET: means(
    'connection_cut',
    '{where} cut the connection.',
    'It may want another transport, a client certificate, or not know the address of this server.',
  ),
};

const SAME_AS: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  UNABLE_TO_GET_ISSUER_CERT: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ERR_SSL_WRONG_VERSION_NUMBER: 'EPROTO',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'EPROTO',
  EPIPE: 'ECONNRESET',
  EAI_AGAIN: 'ENOTFOUND',
};

const BY_STATUS: Readonly<Record<number, Means>> = {
  401: means(
    'credentials_wrong',
    '{where} does not accept the user name and password.',
    'Enter those of the trunk, not those of the web page of your provider; some want the account number as the user name.',
  ),
  403: means(
    'not_allowed',
    '{where} knows us and says no (403).',
    "Put the public address of this server on the trunk's list of allowed addresses at your provider, and check that the number belongs to the trunk and that the destination's country is allowed.",
  ),
  404: means(
    'number_unknown',
    '{where} does not know the number (404).',
    'Check the number, and whether the trunk wants it with + and country.',
  ),
  408: means(
    'no_answer',
    '{where} does not answer.',
    'Check address, port and transport, and that no firewall drops SIP on the way. Some providers are silent to addresses that are not on their list: add the one of this server.',
  ),
  415: means('media_refused', '{where} does not take our offer of sound (415).', 'Allow PCMU or PCMA on the trunk.'),
  480: means('not_reached', 'The phone cannot be reached (480).', 'Try another phone.'),
  486: means('busy', 'The phone is busy.', 'Try again when it is free.'),
  488: means(
    'media_refused',
    '{where} does not take our offer of sound (488).',
    'Allow PCMU or PCMA on the trunk; if it demands encryption set srtp to required and use TLS, if it has none set srtp to never.',
  ),
  503: means('overloaded', '{where} says that it is overloaded or out of service (503).', 'Ask your provider.'),
  603: means('declined', 'The call was declined (603).', 'Some providers say so when the number shown is not yours.'),
};

/** Of a final answer that is no success; those that the user agent made up have no headers. */
export function meaningOf(response: Pick<SipResponse, 'status' | 'reason' | 'headers'>, where: string): Meaning {
  const isMadeUp = response.headers.length === 0;
  if (isMadeUp && response.status === 503) return meaningOfCode(response.reason, where);
  const status = response.status === 407 ? 401 : response.status;
  const known = BY_STATUS[status];
  if (known) return known(where);
  return {
    mistake: `status_${response.status}`,
    found: `${where} answers ${response.status} ${response.reason}.`.replace(/ +\./, '.'),
    advice: 'Show this answer to your provider.',
  };
}

export function meaningOfCode(code: string, where: string): Meaning {
  const known = BY_CODE[SAME_AS[code] ?? code];
  if (known) return known(where);
  return {
    mistake: 'no_connection',
    found: `${where} cannot be reached (${code}).`,
    advice: 'Check address, port and transport.',
  };
}
