// May somebody name this address as theirs? Contacts, Record-Routes, redirections and descriptions of sound are words of the far side: by them
// it must not make us send into networks that it could not reach itself, our own machine first among them.

import { BlockList, isIP } from 'node:net';

/** How near an address is: the nearer, the fewer may name it. */
const NEAR = {
  /** This machine. */
  own: listOf(['127.0.0.0/8', '::1/128']),
  /** This wire: also where clouds keep their secrets (169.254.169.254). */
  link: listOf(['169.254.0.0/16', 'fe80::/10']),
  /** RFC 1918, RFC 6598, RFC 4193. */
  private: listOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']),
  /** Nobody in particular: "this network", multicast, reserved and broadcast. */
  nobody: listOf(['0.0.0.0/8', '224.0.0.0/3', '::/128', 'ff00::/8']),
} as const;

type Place = keyof typeof NEAR | 'public';

/**
 * Addresses, not names. From the internet only the internet may be named; from a private network that too; a neighbour of this wire or this
 * machine only by one of the same kind.
 */
export function mayLead(from: string, to: string): boolean {
  const [theirs, named] = [placeOf(from), placeOf(to)];
  switch (named) {
    case 'public':
      return true;
    case 'private':
      return theirs !== 'public';
    case 'link':
    case 'own':
      return theirs === named;
    case 'nobody':
      return false;
    default:
      return named satisfies never;
  }
}

function placeOf(written: string): Place {
  const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(written)?.[1] ?? written;
  const family = isIP(address);
  if (family === 0) return 'nobody';
  const places = Object.entries(NEAR) as [keyof typeof NEAR, BlockList][];
  return places.find(([, list]) => list.check(address, family === 6 ? 'ipv6' : 'ipv4'))?.[0] ?? 'public';
}

function listOf(networks: string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
