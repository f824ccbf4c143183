// Arithmetic with addresses of IP, for all who must know how near one is. Names are none of them.

import { BlockList, isIP } from 'node:net';

/** How near an address is, by kind. */
export const nearNetworks = {
  /** This machine. */
  own: ['127.0.0.0/8', '::1/128'],
  /** This wire: also where clouds keep their secrets (169.254.169.254). */
  link: ['169.254.0.0/16', 'fe80::/10'],
  /** RFC 1918, RFC 6598, RFC 4193. */
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'],
} as const;

const NEAR = networkList(Object.values(nearNetworks).flat());

/** One way to write each: IPv4 in the clothes of IPv6 (`::ffff:192.0.2.1`) is IPv4, no zone, lower case. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '')
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/, '')
    .replace(/%.*$/, '');
}

/** `10.0.0.0/8`, `fd00::/8`, or a single address. Throws RangeError for anything else. */
export function networkList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', length] = network.trim().split('/');
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    const bits = length === undefined ? most : Number(length);
    if (family === 0 || !Number.isInteger(bits) || bits < 0 || bits > most)
      throw new RangeError(`"${network}" is not a network like 10.0.0.0/8 or fd00::/8`);
    list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** False for what is no address. */
export function holds(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Means it something on its own network only? False for names. */
export function isPrivateAddress(address: string): boolean {
  return holds(NEAR, plainAddress(address));
}
