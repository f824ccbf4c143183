// Which trunk does a message come from? By the networks that a trunk names, and by the addresses of its targets, registrar and proxy, which are
// looked up again from time to time: carriers move.

import { isIP, type BlockList } from 'node:net';
import { holds, networkList, plainAddress } from '../../interfaces/network-address.ts';
import type { Log } from '../../interfaces/log.ts';
import type { SipTrunk, TrunkDirectory } from '../../interfaces/sip-trunk.ts';
import type { SipTimers } from '../sip/sip-timers.ts';
import { locate, type SipResolver } from '../sip/transport/locate.ts';
import type { SipSource } from '../sip/sip-call.ts';
import { routeTo, targetUri } from './target.ts';

export interface TrunkSourcesDeps {
  directory: Pick<TrunkDirectory, 'all' | 'onChange'>;
  resolver: SipResolver;
  timers: Pick<SipTimers, 'after'>;
  log: Log;
  /** Between two look-ups of all names. Default: five minutes. */
  refreshMs?: number;
}

export interface TrunkSources {
  /** Those it may come from; several when several workspaces use one carrier. */
  of(source: Pick<SipSource, 'address' | 'peerName'>): SipTrunk[];
  /** Resolves when the names that are known now have been looked up. */
  ready(): Promise<void>;
  close(): void;
}

const REFRESH_MS = 5 * 60_000;
/** Look-ups at a time: the name service is shared with calls. */
const AT_ONCE = 8;

interface Networked {
  trunk: SipTrunk;
  networks: BlockList;
}

export function createTrunkSources(deps: TrunkSourcesDeps): TrunkSources {
  const { directory, resolver, timers, log, refreshMs = REFRESH_MS } = deps;
  /** Of a written address: what it resolved to last. A name that cannot be looked up keeps what it had. */
  let resolved = new Map<string, string[]>();
  let byAddress = new Map<string, SipTrunk[]>();
  let byName = new Map<string, SipTrunk[]>();
  let networked: Networked[] = [];
  let running: Promise<void> = Promise.resolve();
  let closed = false;
  /** A look-up waits for the one that runs; `isWhole`: of all names, not only of those never asked for. */
  let queued: { isWhole: boolean } | null = null;
  let stopTimer: () => void = () => {};

  function index(): void {
    byAddress = new Map();
    byName = new Map();
    networked = [];
    for (const trunk of directory.all()) {
      const written = addressesWritten(trunk);
      for (const text of written) {
        put(byName, targetUri(text)?.host ?? '', trunk);
        for (const address of resolved.get(lookupKey(trunk, text)) ?? literal(text)) put(byAddress, address, trunk);
      }
      if (trunk.inbound.networks.length > 0) networked.push({ trunk, networks: blockListOf(trunk.inbound.networks) });
    }
  }

  async function look(isWhole: boolean): Promise<void> {
    const jobs = new Map<string, { trunk: SipTrunk; text: string }>();
    for (const trunk of directory.all())
      for (const text of addressesWritten(trunk))
        if (literal(text).length === 0) jobs.set(lookupKey(trunk, text), { trunk, text });
    const fresh = new Map<string, string[]>();
    if (!isWhole) for (const [key, addresses] of resolved) if (jobs.delete(key)) fresh.set(key, addresses);
    const queue = [...jobs];
    const work = async (): Promise<void> => {
      for (let next = queue.pop(); next && !closed; next = queue.pop()) {
        const [key, { trunk, text }] = next;
        fresh.set(key, (await addressesOf(trunk, text)) ?? resolved.get(key) ?? []);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (closed) return;
    resolved = fresh;
    index();
  }

  /** Null: the name service did not answer. */
  async function addressesOf(trunk: SipTrunk, text: string): Promise<string[] | null> {
    const route = routeTo(trunk, text);
    if (!route) return [];
    try {
      const hops = await locate(route.target, route.transport, { resolver, random: Math.random });
      return [...new Set(hops.map(({ address }) => plainAddress(address)))];
    } catch (error) {
      log.debug({ trunk: trunk.trunkId, err: error }, 'the address of a SIP trunk could not be looked up');
      return null;
    }
  }

  /** However many trunks change at once, and however slow the name service is, one look-up waits behind another. */
  function refresh(isWhole: boolean): void {
    if (closed) return;
    index();
    if (queued) return void (queued.isWhole ||= isWhole);
    const own = { isWhole };
    queued = own;
    running = running.then(() => {
      queued = null;
      return look(own.isWhole);
    });
  }

  function refreshAll(): void {
    refresh(true);
    if (!closed) stopTimer = timers.after(refreshMs, refreshAll);
  }

  directory.onChange(() => refresh(false));
  refreshAll();
  return {
    of({ address, peerName }) {
      const plain = plainAddress(address);
      const found = new Set(byAddress.get(plain));
      for (const trunk of (peerName && byName.get(peerName.toLowerCase())) || []) found.add(trunk);
      for (const { trunk, networks } of networked) if (holds(networks, plain)) found.add(trunk);
      return [...found];
    },
    ready: async () => {
      let seen;
      do await (seen = running);
      while (seen !== running);
    },
    close() {
      closed = true;
      stopTimer();
    },
  };
}

/** Networks as CIDR; what is none is left out. */
export function blockListOf(networks: readonly string[]): BlockList {
  return networkList(networks.filter(isNetwork));
}

function isNetwork(text: string): boolean {
  try {
    networkList([text]);
    return true;
  } catch {
    return false;
  }
}

function addressesWritten(trunk: SipTrunk): string[] {
  const { targets, registration, outboundProxy } = trunk;
  const others = [registration?.registrar, outboundProxy].filter((uri) => uri != null);
  return [...targets.map(({ uri }) => uri), ...others];
}

const lookupKey = (trunk: SipTrunk, text: string): string => `${trunk.transport ?? ''} ${text}`;

/** The address itself, where it is written in numbers. */
function literal(text: string): string[] {
  const host = targetUri(text)?.host ?? '';
  return isIP(host) ? [plainAddress(host)] : [];
}

function put(map: Map<string, SipTrunk[]>, key: string, trunk: SipTrunk): void {
  const list = map.get(key);
  if (!list) map.set(key, [trunk]);
  else if (!list.includes(trunk)) list.push(trunk);
}
