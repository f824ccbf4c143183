// The registrations of all trunks that want one. Of the servers on one database one keeps each: a registrar sends calls to whoever registered
// last, so two would take them from each other.

import type { RegistrationLeases, SipTrunk } from '../../interfaces/sip-trunk.ts';
import { keepRegistered, type Registration, type RegistrationDeps, type RegistrationState } from './registration.ts';

export interface RegistrationsDeps extends RegistrationDeps {
  /** Null: there is no other server. */
  leases: RegistrationLeases | null;
}

export interface Registrations {
  /** From now on these; those of the others are taken back. A trunk that changed is another object. */
  want(trunks: readonly SipTrunk[]): void;
  /** Null: it is not wanted. */
  stateOf(trunkId: string): RegistrationState | null;
  isHere(trunkId: string): boolean;
  /** Looks now for what a server that died has left, not at the next look. */
  lookNow(): void;
  /** Takes all back, then others may have them. Idempotent. */
  close(): Promise<void>;
}

/** Between two looks for registrations that nobody keeps any more. */
const LOOK_MS = 15_000;

const UNDECIDED: RegistrationState = { state: 'trying', until: null, detail: 'Not begun yet.' };
const ELSEWHERE: RegistrationState = { state: 'elsewhere', until: null, detail: 'Another server registers it.' };

interface Wanted {
  trunk: SipTrunk;
  /** Null: undecided, or another server's. */
  registration: Registration | null;
  isElsewhere: boolean;
}

export function createRegistrations(deps: RegistrationsDeps): Registrations {
  const { leases, timers, log } = deps;
  const wanted = new Map<string, Wanted>();
  const leaving = new Set<Promise<void>>();
  let isClosed = false;
  let looking: Promise<void> = Promise.resolve();
  let stopLook: () => void = () => {};

  function want(trunks: readonly SipTrunk[]): void {
    const next = new Map(trunks.map((trunk) => [trunk.trunkId, trunk]));
    for (const [id, one] of wanted) if (next.get(id) !== one.trunk) drop(one, !next.has(id));
    for (const trunk of trunks) {
      if (wanted.has(trunk.trunkId)) continue;
      const registration = leases ? null : keepRegistered(trunk, deps);
      wanted.set(trunk.trunkId, { trunk, registration, isElsewhere: false });
    }
    lookNow();
  }

  /** `forGood`: others may have it. */
  function drop(one: Wanted, forGood: boolean): void {
    wanted.delete(one.trunk.trunkId);
    const left = takeBack(one).then(() => (forGood ? release(one.trunk) : undefined));
    leaving.add(left);
    void left.then(() => leaving.delete(left));
  }

  function takeBack(one: Wanted): Promise<void> {
    const { registration } = one;
    one.registration = null;
    return registration?.close() ?? Promise.resolve();
  }

  async function release(trunk: SipTrunk): Promise<void> {
    await leases?.release(trunk).catch((error: unknown) => {
      // Once this server is gone it is anybody's.
      log.warn({ trunk: trunk.trunkId, err: error }, 'the registration of a SIP trunk could not be released');
    });
  }

  function lookNow(): void {
    if (!leases || isClosed || wanted.size === 0) return;
    stopLook();
    const look = looking
      .then(() => hold(leases))
      .catch((error: unknown) => log.warn({ err: error }, 'who registers SIP trunks could not be read'));
    looking = look;
    void look.then(() => {
      if (!isClosed && looking === look) stopLook = timers.after(LOOK_MS, lookNow);
    });
  }

  /** What was being registered at the last look goes on when the database is away. */
  async function hold(held: RegistrationLeases): Promise<void> {
    // The old ones are taken back first: a new one at the same registrar must not be taken back with them.
    await Promise.all(leaving);
    if (isClosed) return;
    const asked = [...wanted.values()];
    const ours = await held.hold(asked.map(({ trunk }) => trunk));
    for (const one of asked) {
      const { trunk } = one;
      const isOurs = ours.has(trunk.trunkId);
      if (isClosed || wanted.get(trunk.trunkId) !== one) {
        if (isOurs && !wanted.has(trunk.trunkId)) await release(trunk);
        continue;
      }
      one.isElsewhere = !isOurs;
      if (isOurs) one.registration ??= keepRegistered(trunk, deps);
      else await takeBack(one);
    }
  }

  return {
    want,
    stateOf(trunkId) {
      const one = wanted.get(trunkId);
      return one ? (one.registration?.state ?? (one.isElsewhere ? ELSEWHERE : UNDECIDED)) : null;
    },
    isHere: (trunkId) => wanted.get(trunkId)?.registration != null,
    lookNow,
    async close() {
      isClosed = true;
      stopLook();
      await looking;
      for (const one of [...wanted.values()]) drop(one, true);
      await Promise.all(leaving);
    },
  };
}
