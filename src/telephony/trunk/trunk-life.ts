// What is going on with the trunks beside calls: they are registered, asked for signs of life, and remembered as up or down.

import type { Log } from '../../interfaces/log.ts';
import type {
  RegistrationLeases,
  SipTrunk,
  TrunkDirectory,
  TrunkHealth,
  TrunkTargetHealth,
} from '../../interfaces/sip-trunk.ts';
import type { SipUserAgent } from '../sip/sip-call.ts';
import type { SipTimers } from '../sip/sip-timers.ts';
import { createRegistrations } from './registrations.ts';
import { askForLife, healthOf, unknownHealth } from './target-health.ts';
import { routeTo } from './target.ts';

export interface TrunkLifeDeps {
  agent: Pick<SipUserAgent, 'request'>;
  directory: Pick<TrunkDirectory, 'all' | 'onChange'>;
  timers: SipTimers;
  /** Null: no other server registers the same trunks. */
  leases: RegistrationLeases | null;
  /** 0..1 */
  random: () => number;
  wallClock: () => number;
  log: Log;
}

export interface TrunkLife {
  health(trunkId: string): TrunkHealth | null;
  isDown(trunkId: string, uri: string): boolean;
  /** False where another server does, or nobody. */
  registersHere(trunkId: string): boolean;
  /** A server has been found dead: what it kept registered is looked for now. */
  takeOver(): void;
  /** Takes registrations back. Idempotent. */
  close(): Promise<void>;
}

/** Between the first signs of life of two targets, ms: with many trunks they are not all asked at once. */
const SPREAD_MS = 20;
const MOST_SPREAD_MS = 10_000;
/** Later looks stray by so much of their pause, so that those which fell together part again. */
const STRAY = 0.2;

interface Cared {
  trunk: SipTrunk;
  /** To tell a changed trunk from the same one. */
  text: string;
  targets: Map<string, TrunkTargetHealth>;
  stop(): void;
}

export function createTrunkLife(deps: TrunkLifeDeps): TrunkLife {
  const { agent, directory, timers, random, wallClock, log } = deps;
  const cared = new Map<string, Cared>();
  const registrations = createRegistrations(deps);
  let isClosed = false;

  function refresh(): void {
    if (isClosed) return;
    const wanted = new Map(directory.all().map((trunk) => [trunk.trunkId, trunk]));
    for (const [id, one] of cared) {
      const trunk = wanted.get(id);
      if (!trunk || JSON.stringify(trunk) !== one.text) drop(id, one);
    }
    let firstMs = 0;
    for (const trunk of wanted.values()) {
      if (cared.has(trunk.trunkId)) continue;
      care(trunk, firstMs);
      if (trunk.healthEveryS !== null) firstMs = Math.min(firstMs + SPREAD_MS * trunk.targets.length, MOST_SPREAD_MS);
    }
    // Those that are cared for already: of a trunk that has not changed it is the same object.
    registrations.want(
      [...cared.values()].map(({ trunk }) => trunk).filter(({ registration }) => registration !== null),
    );
  }

  function care(trunk: SipTrunk, firstMs: number): void {
    const stops: (() => void)[] = [];
    const one: Cared = {
      trunk,
      text: JSON.stringify(trunk),
      targets: new Map(trunk.targets.map((target) => [target.uri, unknownHealth(target)])),
      stop: () => stops.forEach((stop) => stop()),
    };
    cared.set(trunk.trunkId, one);
    const { healthEveryS } = trunk;
    if (healthEveryS === null) return;
    for (const [index, { uri }] of trunk.targets.entries()) {
      const look = (): void => {
        void lookAt(one, uri).then(() => {
          if (cared.get(trunk.trunkId) === one) stops[index] = timers.after(pauseMs(healthEveryS), look);
        });
      };
      stops[index] = timers.after(firstMs + index * SPREAD_MS, look);
    }
  }

  const pauseMs = (everyS: number): number => everyS * 1_000 * (1 + STRAY * (random() - 0.5));

  async function lookAt(one: Cared, uri: string): Promise<void> {
    const route = routeTo(one.trunk, uri);
    if (!route) return;
    const before = one.targets.get(uri)?.state;
    const health = healthOf(uri, await askForLife(agent, route), wallClock());
    if (cared.get(one.trunk.trunkId) !== one) return;
    one.targets.set(uri, health);
    if (health.state === before || (before === 'unknown' && health.state === 'up')) return;
    log[health.state === 'up' ? 'info' : 'warn'](
      { trunk: one.trunk.trunkId, target: uri, state: health.state, detail: health.detail },
      'a target of a SIP trunk changed',
    );
  }

  function drop(id: string, one: Cared): void {
    cared.delete(id);
    one.stop();
  }

  directory.onChange(refresh);
  refresh();
  return {
    health(trunkId) {
      const one = cared.get(trunkId);
      if (!one) return null;
      return { trunkId, targets: [...one.targets.values()], registration: registrations.stateOf(trunkId) };
    },
    isDown: (trunkId, uri) => cared.get(trunkId)?.targets.get(uri)?.state === 'down',
    registersHere: (trunkId) => registrations.isHere(trunkId),
    takeOver: () => registrations.lookNow(),
    async close() {
      isClosed = true;
      for (const [id, one] of [...cared]) drop(id, one);
      await registrations.close();
    },
  };
}
