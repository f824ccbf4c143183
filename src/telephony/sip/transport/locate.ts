// From a SIP URI to addresses, best first (RFC 3263 section 4): NAPTR says which transports, SRV where, A and AAAA the addresses.

import { lookup } from 'node:dns/promises';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { SipUri } from '../message.ts';
import type { Hop, Transport } from './flow.ts';

/** Answers of the name service; an empty list when there is no such record. Other failures reject. */
export interface SipResolver {
  naptr(name: string): Promise<{ order: number; preference: number; service: string; replacement: string }[]>;
  srv(name: string): Promise<{ priority: number; weight: number; port: number; name: string }[]>;
  /** A and AAAA, and whatever else the host knows of names. */
  addresses(name: string): Promise<string[]>;
}

const SERVICES: Record<string, Transport> = { 'SIP+D2U': 'udp', 'SIP+D2T': 'tcp', 'SIPS+D2T': 'tls' };

export interface LocateDeps {
  resolver: SipResolver;
  /** 0..1, for the weights of SRV. */
  random: () => number;
}

/**
 * Hops to try in order; empty when the name has no address.
 * `transport`: chosen by configuration, over what the URI says.
 */
export async function locate(uri: SipUri, transport: Transport | null, deps: LocateDeps): Promise<Hop[]> {
  const name = uri.params.maddr || uri.host;
  const chosen = transport ?? transportOf(uri);
  if (name === '') return [];
  if (isIP(name) || uri.port !== null) {
    const way = chosen ?? 'udp';
    return hopsOf(name, uri.port ?? defaultPort(way), way, uri.host, deps);
  }
  const services = chosen ? [{ transport: chosen, name: srvName(chosen, name) }] : await servicesOf(name, deps);
  const hops: Hop[] = [];
  for (const service of services) hops.push(...(await hopsOfService(service, uri.host, deps)));
  if (hops.length > 0) return hops;
  const way = chosen ?? 'udp';
  return hopsOf(name, defaultPort(way), way, uri.host, deps);
}

export const defaultPort = (transport: Transport): number => (transport === 'tls' ? 5061 : 5060);

/** What the URI itself demands; null: nothing. */
export function transportOf(uri: SipUri): Transport | null {
  if (uri.scheme === 'sips') return 'tls';
  const wish = uri.params.transport?.toLowerCase();
  return wish === 'udp' || wish === 'tcp' || wish === 'tls' ? wish : null;
}

const srvName = (transport: Transport, name: string): string =>
  transport === 'tls' ? `_sips._tcp.${name}` : `_sip._${transport}.${name}`;

async function servicesOf(name: string, { resolver }: LocateDeps): Promise<{ transport: Transport; name: string }[]> {
  const records = await resolver.naptr(name);
  const known = records
    .filter((record) => SERVICES[record.service.toUpperCase()] && record.replacement !== '')
    .sort((a, b) => a.order - b.order || a.preference - b.preference)
    .map((record) => ({ transport: SERVICES[record.service.toUpperCase()]!, name: record.replacement }));
  if (known.length > 0) return known;
  // Without NAPTR: what SRV knows, in our order of liking (RFC 3263 section 4.1).
  return (['udp', 'tcp'] as const).map((transport) => ({ transport, name: srvName(transport, name) }));
}

async function hopsOfService(
  service: { transport: Transport; name: string },
  name: string,
  deps: LocateDeps,
): Promise<Hop[]> {
  const records = await deps.resolver.srv(service.name);
  const hops: Hop[] = [];
  for (const record of inOrder(records, deps.random)) {
    // A single dot says: decidedly not here (RFC 2782).
    if (record.name === '' || record.name === '.') continue;
    hops.push(...(await hopsOf(record.name, record.port, service.transport, name, deps)));
  }
  return hops;
}

async function hopsOf(
  host: string,
  port: number,
  transport: Transport,
  name: string,
  { resolver }: LocateDeps,
): Promise<Hop[]> {
  const addresses = isIP(host) ? [host] : await resolver.addresses(host);
  return addresses.map((address) => ({ transport, address, port, name }));
}

/** By priority; among equals drawn by weight (RFC 2782). */
export function inOrder<Record extends { priority: number; weight: number }>(
  records: Record[],
  random: () => number,
): Record[] {
  const left = records.toSorted((a, b) => a.priority - b.priority || a.weight - b.weight);
  const ordered: Record[] = [];
  while (left.length > 0) {
    const equals = left.filter((each) => each.priority === left[0]!.priority);
    const sum = equals.reduce((total, each) => total + each.weight, 0);
    let draw = random() * sum;
    const picked = equals.find((each) => (draw -= each.weight) < 0) ?? equals[equals.length - 1]!;
    ordered.push(picked);
    left.splice(left.indexOf(picked), 1);
  }
  return ordered;
}

/** The name servers and hosts file of this machine. */
export function createSystemResolver(): SipResolver {
  const resolver = new Resolver({ timeout: 1500, tries: 2 });
  return {
    naptr: (name) => orNone(resolver.resolveNaptr(name)),
    srv: (name) => orNone(resolver.resolveSrv(name)),
    addresses: async (name) => {
      const found = await orNone(lookup(name, { all: true, order: 'ipv4first' }));
      return found.map((each) => each.address);
    },
  };
}

const NONE = new Set([
  'ENOTFOUND',
  'ENODATA',
  'ENOENT',
  'ESERVFAIL',
  'ETIMEOUT',
  'ECONNREFUSED',
  'ENOTIMP',
  'EREFUSED',
]);

/** A name server that knows no NAPTR or is away is no reason to give up: the next question tells. */
async function orNone<Answer>(answers: Promise<Answer[]>): Promise<Answer[]> {
  try {
    return await answers;
  } catch (error) {
    if (NONE.has((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
