// Rows as the telephone sees them: a trunk of the API, or the one that a number imported with `termination_uri` has of its own.

import type { SipTrunk } from '../../interfaces/sip-trunk.ts';
import type { Row } from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { trunkPassword } from '../phone-number/index.ts';
import { trunkPasswords } from './passwords.ts';
import type { SipTrunkSettings } from './settings.ts';

/** Nobody has asked for signs of life of a number's own trunk: calls tell. */
const NO_HEALTH_CHECK = null;

/** Throws when the password was sealed with another key. */
export function trunkOfRow(deps: Pick<ResourceDeps, 'envelope'>, row: Row<'sip_trunks'>): SipTrunk {
  const settings = row.config as unknown as SipTrunkSettings;
  const { auth, inbound } = trunkPasswords(deps, row);
  return {
    trunkId: row.sip_trunk_id,
    workspaceId: row.workspace_id,
    targets: settings.targets,
    outboundProxy: settings.outbound_proxy ?? null,
    transport: transportOf(settings.transport),
    credentials: credentialsOf(settings.auth_username, auth),
    registration: settings.registration && {
      registrar: settings.registration.registrar,
      expiresS: settings.registration.expires_seconds,
    },
    inbound: {
      networks: settings.inbound_networks,
      credentials: credentialsOf(settings.inbound_auth_username, inbound),
    },
    srtp: settings.srtp,
    healthEveryS: settings.health_check_seconds,
  };
}

/** Null when the number has no address to send to. TCP where it says nothing, as the API shows it. */
export function trunkOfNumber(deps: Pick<ResourceDeps, 'envelope'>, row: Row<'phone_numbers'>): SipTrunk | null {
  const config = row.config as {
    termination_uri?: string | null;
    transport?: string | null;
    auth_username?: string | null;
  };
  if (config.termination_uri == null) return null;
  const transport = transportOf(config.transport) ?? transportIn(config.termination_uri) ?? 'tcp';
  return {
    trunkId: ownTrunkId(row),
    workspaceId: row.workspace_id,
    targets: [{ uri: config.termination_uri, priority: 0, weight: 1 }],
    outboundProxy: null,
    transport,
    credentials: credentialsOf(config.auth_username, trunkPassword(deps, row)),
    registration: null,
    inbound: { networks: [], credentials: null },
    srtp: transport === 'tls' ? 'offered' : 'never',
    healthEveryS: NO_HEALTH_CHECK,
  };
}

/** Of a number's own trunk. */
export function ownTrunkId(row: Pick<Row<'phone_numbers'>, 'workspace_id' | 'phone_number'>): string {
  return `number:${row.workspace_id}:${row.phone_number}`;
}

function credentialsOf(
  username: string | null | undefined,
  password: string | null,
): { username: string; password: string } | null {
  return username == null || username === '' ? null : { username, password: password ?? '' };
}

function transportOf(transport: string | null | undefined): SipTrunk['transport'] {
  return transport == null ? null : (transport.toLowerCase() as 'udp' | 'tcp' | 'tls');
}

function transportIn(uri: string): SipTrunk['transport'] {
  if (/^sips:/i.test(uri)) return 'tls';
  return transportOf(/;transport=(udp|tcp|tls)\b/i.exec(uri)?.[1]);
}
