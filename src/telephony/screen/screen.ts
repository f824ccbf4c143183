// May this source speak to us? Trunks by their addresses, whoever knows a trunk's credentials, networks that the owner of this server named,
// and calls to the id of a registered call, which nobody can guess. Everybody else gets no answer, or the one that was set.

import type { BlockList } from 'node:net';
import { holds, plainAddress } from '../../interfaces/network-address.ts';
import type { SipTrunk, TrunkDirectory } from '../../interfaces/sip-trunk.ts';
import type { DigestServer } from '../sip/digest/digest-server.ts';
import type { SipRequest } from '../sip/message.ts';
import type { Screen, ScreenVerdict, SipSource } from '../sip/sip-call.ts';
import { dialledIn, registeredCallIn } from '../edge/incoming.ts';
import type { TrunkSources } from '../trunk/trunk-sources.ts';
import type { Strangers } from './strangers.ts';

export interface ScreenDeps {
  sources: Pick<TrunkSources, 'of'>;
  directory: Pick<TrunkDirectory, 'all'>;
  /** Networks that may always call. */
  allowed: BlockList;
  digest: DigestServer;
  strangers: Strangers;
  /** What strangers get. */
  answer: 'silence' | '403';
}

export interface ScreenWithTrunks {
  screen: Screen;
  /** The trunks that a request which was let in may belong to; empty for networks that may always call, and for registered calls. */
  trunksOf(request: SipRequest, source: SipSource): SipTrunk[];
  /**
   * May it call all workspaces? A trunk that names such a source as well takes nothing away from the others: whoever sets a trunk up must not
   * be able to draw the calls of a switch that serves everybody.
   */
  isAllowed(source: Pick<SipSource, 'address'>): boolean;
}

/** Strangers may try to reach a registered call, and to prove who they are, by these. */
const KNOCKS = new Set(['INVITE', 'OPTIONS']);
const LET_IN: ScreenVerdict = { ok: true };

export function createScreen(deps: ScreenDeps): ScreenWithTrunks {
  const { sources, directory, allowed, digest, strangers, answer } = deps;
  /** By credentials: the request says which, but not twice. */
  const proven = new WeakMap<SipRequest, SipTrunk[]>();

  const refusal = answer === 'silence' ? null : { status: 403 };
  const unproven: ScreenVerdict = { ok: true, unproven: true, otherwise: refusal };

  function screen(source: SipSource, request: SipRequest): ScreenVerdict {
    const address = plainAddress(source.address);
    if (isAllowed(source) || sources.of(source).length > 0) return LET_IN;
    if (strangers.isBlocked(address)) return { ok: false, answer: null };
    const isRegistered = request.method === 'INVITE' && registeredCallIn(request) !== null;
    const verdict = isRegistered ? unproven : (byCredentials(address, request) ?? turnAway(address, request));
    return strangers.isKnown(address) ? { ...verdict, known: true } : verdict;
  }

  function isAllowed(source: Pick<SipSource, 'address'>): boolean {
    return holds(allowed, plainAddress(source.address));
  }

  /** Null: no trunk lets anybody in by credentials. */
  function byCredentials(address: string, request: SipRequest): ScreenVerdict | null {
    const trunks = directory.all().filter(({ inbound }) => inbound.credentials !== null);
    if (trunks.length === 0 || !KNOCKS.has(request.method)) return null;
    const named = new Map<string, SipTrunk[]>();
    for (const trunk of trunks) {
      const name = trunk.inbound.credentials?.username ?? '';
      named.set(name, [...(named.get(name) ?? []), trunk]);
    }
    // Two trunks may share a user name; each of their passwords is tried.
    let verdict = digest.verify(
      request,
      address,
      (name) => named.get(name)?.[0]?.inbound.credentials?.password ?? null,
    );
    let index = 0;
    const sharing = verdict.ok ? [] : (named.get(verdict.username ?? '') ?? []);
    while (!verdict.ok && verdict.why === 'wrong' && ++index < sharing.length)
      verdict = digest.verify(request, address, () => sharing[index]?.inbound.credentials?.password ?? null);
    if (verdict.ok) {
      const trunk = (named.get(verdict.username) ?? [])[index];
      proven.set(request, trunk ? [trunk] : []);
      strangers.proved(address);
      return LET_IN;
    }
    if (verdict.why === 'wrong') strangers.guessed(address);
    else if (verdict.why === 'malformed') strangers.garbled(address);
    else strangers.knocked(address, request.method, dialledIn(request));
    return { ok: false, answer: { status: 401, headers: digest.challenge(401, address, verdict.why === 'stale') } };
  }

  function turnAway(address: string, request: SipRequest): ScreenVerdict {
    strangers.knocked(address, request.method, dialledIn(request));
    return { ok: false, answer: refusal };
  }

  return {
    screen,
    isAllowed,
    trunksOf: (request, source) => proven.get(request) ?? sources.of(source),
  };
}
