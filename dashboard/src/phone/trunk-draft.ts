// A trunk as its form holds it, and as the API takes it.

import type { SipTrunk, SipTrunkRequest } from '../api/index.ts';

export interface TrunkDraft {
  name: string;
  targets: { uri: string; priority: number; weight: number }[];
  transport: '' | 'UDP' | 'TCP' | 'TLS';
  username: string;
  /** Empty: the stored one stays. */
  password: string;
  /** Empty: it does not register. */
  registrar: string;
  /** Empty: none. */
  proxy: string;
  networks: string[];
  inboundUsername: string;
  inboundPassword: string;
  srtp: 'never' | 'offered' | 'required';
}

export const emptyTrunk: TrunkDraft = {
  name: '',
  targets: [{ uri: '', priority: 0, weight: 1 }],
  transport: '',
  username: '',
  password: '',
  registrar: '',
  proxy: '',
  networks: [],
  inboundUsername: '',
  inboundPassword: '',
  srtp: 'never',
};

export function draftOfTrunk(trunk: SipTrunk): TrunkDraft {
  return {
    name: trunk.name,
    targets: trunk.targets.map(({ uri, priority = 0, weight = 1 }) => ({ uri, priority, weight })),
    transport: trunk.transport ?? '',
    username: trunk.auth_username ?? '',
    password: '',
    registrar: trunk.registration?.registrar ?? '',
    proxy: trunk.outbound_proxy ?? '',
    networks: trunk.inbound_networks ?? [],
    inboundUsername: trunk.inbound_auth_username ?? '',
    inboundPassword: '',
    srtp: trunk.srtp ?? 'never',
  };
}

/** `stored`: the trunk that is changed; what the form does not show of it stays. */
export function trunkBody(draft: TrunkDraft, stored?: SipTrunk): SipTrunkRequest {
  const username = draft.username.trim();
  const inboundUsername = draft.inboundUsername.trim();
  return {
    name: draft.name.trim(),
    targets: draft.targets.filter(({ uri }) => uri.trim()).map((target) => ({ ...target, uri: target.uri.trim() })),
    outbound_proxy: draft.proxy.trim() || null,
    transport: draft.transport || null,
    auth_username: username || null,
    ...password('auth_password', username, draft.password),
    registration: draft.registrar.trim() ? { ...stored?.registration, registrar: draft.registrar.trim() } : null,
    inbound_networks: draft.networks,
    inbound_auth_username: inboundUsername || null,
    ...password('inbound_auth_password', inboundUsername, draft.inboundPassword),
    srtp: draft.srtp,
  };
}

/** A password goes with its user name. */
function password(field: 'auth_password' | 'inbound_auth_password', username: string, typed: string) {
  if (!username) return { [field]: null };
  return typed === '' ? {} : { [field]: typed };
}
