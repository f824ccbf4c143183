// Addresses that nothing a user names may reach: this machine, private networks, cloud metadata, and what is no host at all.

import { isIPv4, isIPv6, type BlockList } from 'node:net';
import { nearNetworks, networkList } from '../interfaces/network-address.ts';

/** IANA special-purpose registries (RFC 6890 and its updates). */
const blockedV4 = [
  ...Object.values(nearNetworks)
    .flat()
    .filter((network) => !network.includes(':')),
  '0.0.0.0/8', // "this network"
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
  '168.63.129.16/32', // Azure's host, a public-looking metadata address
  '100.100.100.200/32', // Alibaba's metadata
];

/** Of IPv6 only global unicast (2000::/3) is public; inside it these are not. */
const blockedV6 = [
  '2001::/23', // protocol assignments, Teredo
  '2001:db8::/32', // documentation
  '3fff::/20', // documentation
];

const privateV4 = networkList(blockedV4);
const privateV6 = networkList(blockedV6);
const globalV6 = networkList(['2000::/3']);

/** May a request go there? An IPv6 address that carries an IPv4 one is judged by that one. `allowed` beats everything. */
export function isBlocked(address: string, allowed: BlockList): boolean {
  if (isIPv4(address)) return !allowed.check(address, 'ipv4') && privateV4.check(address, 'ipv4');
  if (!isIPv6(address)) return true;
  const groups = expandV6(address);
  const inner = embeddedV4(groups);
  if (inner !== null) return isBlocked(inner, allowed) && !allowed.check(address, 'ipv6');
  if (allowed.check(address, 'ipv6')) return false;
  return !globalV6.check(address, 'ipv6') || privateV6.check(address, 'ipv6');
}

/** The IPv4 address inside a mapped (::ffff:a.b.c.d), compatible (::a.b.c.d), NAT64 (64:ff9b::) or 6to4 (2002::) one. */
function embeddedV4(groups: readonly number[]): string | null {
  const startsWith = (...head: number[]): boolean => head.every((group, index) => groups[index] === group);
  const [, second = 0, third = 0, , , , seventh = 0, eighth = 0] = groups;
  if (startsWith(0x2002)) return toV4(second, third);
  const isMapped = startsWith(0, 0, 0, 0, 0, 0xffff) || startsWith(0, 0, 0, 0, 0xffff, 0);
  const isNat64 = startsWith(0x64, 0xff9b, 0, 0, 0, 0);
  const isCompatible = startsWith(0, 0, 0, 0, 0, 0) && seventh !== 0;
  return isMapped || isNat64 || isCompatible ? toV4(seventh, eighth) : null;
}

function toV4(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of a valid IPv6 address. */
function expandV6(address: string): number[] {
  const plain = address
    .replace(/%.*$/, '')
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) => {
      const hex = (high: string, low: string): string => ((Number(high) << 8) | Number(low)).toString(16);
      return `${hex(a, b)}:${hex(c, d)}`;
    });
  const [head = '', tail] = plain.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? [] : Array<string>(8 - first.length - last.length).fill('0');
  return [...first, ...gap, ...last].map((group) => Number.parseInt(group, 16));
}
