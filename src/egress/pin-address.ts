// From a URL to the addresses that may be connected to: everything the name resolves to is checked, and only that is connected to.

import { lookup } from 'node:dns/promises';
import type { BlockList, LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { EgressError } from '../interfaces/egress.ts';
import { isBlocked } from './blocked-addresses.ts';

/** All addresses of a name. */
export type Resolver = (name: string) => Promise<string[]>;

/** The system's resolver, so that /etc/hosts and the local search list count as they do elsewhere. */
export const systemResolver: Resolver = async (name) => {
  const found = await lookup(name, { all: true, verbatim: true });
  return found.map((item) => item.address);
};

/**
 * Parses and checks the form of an address: http or https, no credentials. Throws EgressError('invalid_url').
 * Decimal, octal and hexadecimal forms of IPv4 come out of the parser as plain ones.
 */
export function parseTarget(address: string, base?: URL): URL {
  if (!URL.canParse(address, base?.href)) throw new EgressError('invalid_url', `"${short(address)}" is not a URL`);
  const url = new URL(address, base?.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new EgressError('invalid_url', `only http and https addresses are called, not ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new EgressError('invalid_url', 'an address must not carry a user name or password: use a header');
  }
  return url;
}

/**
 * Resolves the host of a URL. One forbidden address among several blocks all of it: a name that points inside is not to be trusted with
 * its other answers. Throws EgressError('blocked' | 'network').
 */
export async function pinAddress(url: URL, resolver: Resolver, allowed: BlockList): Promise<string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await resolve(host, resolver);
  const blocked = addresses.find((address) => isBlocked(address, allowed));
  if (blocked !== undefined) {
    const where = blocked === host ? host : `${host} (${blocked})`;
    throw new EgressError(
      'blocked',
      `${where} is a private or local address and may not be called. To allow it, add its network to RINGBACK_EGRESS_ALLOW, for example RINGBACK_EGRESS_ALLOW=${blocked}/${isIP(blocked) === 4 ? 32 : 128}.`,
    );
  }
  return addresses;
}

async function resolve(host: string, resolver: Resolver): Promise<string[]> {
  let addresses: string[];
  try {
    addresses = await resolver(host);
  } catch (cause) {
    throw new EgressError('network', `the name ${host} cannot be resolved`, { cause });
  }
  if (addresses.length === 0) throw new EgressError('network', `the name ${host} has no address`);
  return addresses;
}

/** A lookup for sockets that knows only the checked addresses: what the name resolves to later does not matter. */
export function pinnedLookup(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    if (options.all) callback(null, all);
    else callback(null, all[0]?.address ?? '', all[0]?.family ?? 4);
  };
}

function short(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
