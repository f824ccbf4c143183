// May somebody name this address as theirs? Contacts, Record-Routes, redirections and descriptions of sound are words of the far side: by them
// it must not make us send into networks that it could not reach itself, our own machine first among them.

import { isIP, type BlockList } from 'node:net';
import { holds, nearNetworks, networkList, plainAddress } from '../../../interfaces/network-address.ts';

/** How near an address is: the nearer, the fewer may name it. */
const NEAR = {
  own: networkList(nearNetworks.own),
  link: networkList(nearNetworks.link),
  private: networkList(nearNetworks.private),
  /** Nobody in particular: "this network", multicast, reserved and broadcast. */
  nobody: networkList(['0.0.0.0/8', '224.0.0.0/3', '::/128', 'ff00::/8']),
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
  const address = plainAddress(written);
  if (isIP(address) === 0) return 'nobody';
  const places = Object.entries(NEAR) as [keyof typeof NEAR, BlockList][];
  return places.find(([, list]) => holds(list, address))?.[0] ?? 'public';
}
