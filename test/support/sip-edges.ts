// Two or more ways of SIP on this machine that call each other over real sockets, with sound in a real media host.

import type { LegEvent } from '../../src/interfaces/leg.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import type { DialWish, IncomingPhoneCall, PhoneLeg } from '../../src/interfaces/phone-edge.ts';
import type { KeptDialog, DialogKeeper, SipTrunk, TrunkDirectory } from '../../src/interfaces/sip-trunk.ts';
import type { RunningMediaHost } from '../../src/media/index.ts';
import { createSipEdge, type SipEdge, type SipEdgeOptions } from '../../src/telephony/sip-edge.ts';
import type { Bridge } from '../../src/interfaces/bridge.ts';

export const WORKSPACE = 'org_1';

/** Trunks in the hand of a test; numbers go by the first of them unless `numbers` says otherwise. */
export interface HandTrunks extends TrunkDirectory {
  set(trunks: SipTrunk[]): void;
  readonly numbers: Map<string, string>;
}

export function handTrunks(): HandTrunks {
  const listeners: (() => void)[] = [];
  const numbers = new Map<string, string>();
  let trunks: SipTrunk[] = [];
  return {
    numbers,
    set(next) {
      trunks = next;
      for (const listener of listeners) listener();
    },
    all: () => trunks,
    async forNumber(_workspaceId, number) {
      const id = numbers.get(number);
      return trunks.find(({ trunkId }) => id === undefined || trunkId === id) ?? null;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

export function trunkTo(uri: string, more: Partial<SipTrunk> = {}): SipTrunk {
  return {
    trunkId: `trunk to ${uri}`,
    workspaceId: WORKSPACE,
    targets: [{ uri, priority: 0, weight: 1 }],
    outboundProxy: null,
    transport: null,
    credentials: null,
    registration: null,
    inbound: { networks: [], credentials: null },
    srtp: 'never',
    healthEveryS: null,
    ...more,
  };
}

export interface HandDialogs extends DialogKeeper {
  readonly kept: Map<string, KeptDialog>;
  /** As if their server had died. */
  orphan: KeptDialog[];
}

export function handDialogs(): HandDialogs {
  const kept = new Map<string, KeptDialog>();
  return {
    kept,
    orphan: [],
    async keep(dialog) {
      kept.set(dialog.key, dialog);
    },
    async forget(key) {
      kept.delete(key);
    },
    async orphans() {
      return this.orphan.splice(0);
    },
  };
}

export interface EdgeInHand {
  edge: SipEdge;
  trunks: HandTrunks;
  /** `127.0.0.1:port` of its UDP. */
  place: string;
  /** Calls that came, in order; each is given once. */
  incoming(): Promise<{ party: Party; call: IncomingPhoneCall }>;
  dial(wish?: Partial<DialWish>): Party;
}

/** UDP and TCP on loopback, open for loopback unless `options` say otherwise. */
export async function openEdge(host: RunningMediaHost, options: Partial<SipEdgeOptions> = {}): Promise<EdgeInHand> {
  const trunks = (options.trunks as HandTrunks | undefined) ?? handTrunks();
  const edge = await createSipEdge({
    listen: [
      { transport: 'udp', address: '127.0.0.1', port: 0 },
      { transport: 'tcp', address: '127.0.0.1', port: 0 },
    ],
    publicAddress: '127.0.0.1',
    allow: ['127.0.0.0/8'],
    strangers: 'silence',
    trunks,
    dialogs: null,
    openPeer: host.phonePeer,
    speakTest: null,
    log: silentLog,
    wallClock: Date.now,
    ...options,
  });
  const came: { party: Party; call: IncomingPhoneCall }[] = [];
  const waiting: ((one: { party: Party; call: IncomingPhoneCall }) => void)[] = [];
  edge.onIncoming((leg, call) => {
    const one = { party: partyOf(host, leg), call };
    const next = waiting.shift();
    if (next) next(one);
    else came.push(one);
  });
  const udp = edge.listening.find(({ transport }) => transport === 'udp') ?? edge.listening[0];
  return {
    edge,
    trunks,
    place: `${udp?.address}:${udp?.port}`,
    incoming: () => new Promise((resolve) => (came.length > 0 ? resolve(came.shift()!) : waiting.push(resolve))),
    dial: (wish) => partyOf(host, edge.dial({ ...WISH, ...wish })),
  };
}

const WISH: DialWish = {
  callId: 'call_1',
  workspaceId: WORKSPACE,
  role: 'caller',
  number: '+14155550100',
  shownAs: '+14155550100',
  to: '+14155550199',
  headers: {},
  ringMs: 20_000,
};

/** One leg on a bridge of its own. */
export interface Party {
  readonly leg: PhoneLeg;
  readonly bridge: Bridge;
  readonly events: readonly LegEvent[];
  tell(command: DistributiveOmit<Parameters<PhoneLeg['send']>[0], 'n'>): void;
  /** The first event of this kind, or the next after those that were waited for. */
  until<Is extends LegEvent['is']>(is: Is): Promise<Extract<LegEvent, { is: Is }>>;
  /** Plays a tone for ever. */
  play(hz: number): void;
  /** Resolves when this tone came for a tenth of a second in all. */
  hears(hz: number): Promise<void>;
  /** Resolves when it has heard so much that is not silence, in all. */
  hearsSound(seconds: number): Promise<void>;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const RATE_HZ = 8_000;
const LOUD = 600;

function partyOf(host: RunningMediaHost, leg: PhoneLeg): Party {
  const bridge = host.createBridge(`of ${leg.id}`, 1);
  const events: LegEvent[] = [];
  const taken = new Map<string, number>();
  let waiting: (() => void)[] = [];
  const meters: { fits: (pcm: Int16Array) => boolean; samples: number; enough: number; resolve: () => void }[] = [];
  const measured = (fits: (pcm: Int16Array) => boolean, seconds: number): Promise<void> =>
    new Promise((resolve) => meters.push({ fits, samples: 0, enough: seconds * RATE_HZ, resolve }));
  let n = 0;
  bridge.attach(leg);
  bridge.routes([{ from: 'agent', to: leg.id, gain: 1 }]);
  bridge.tap(leg.id, {
    kind: 'stt',
    format: { rate: RATE_HZ, codec: 'pcm16' },
    packetMs: 20,
    sink(pcm) {
      for (const meter of meters) {
        if (meter.fits(pcm)) meter.samples += pcm.length;
        if (meter.samples >= meter.enough) meter.resolve();
      }
    },
  });
  leg.onEvent((event) => {
    events.push(event);
    const wake = waiting;
    waiting = [];
    for (const one of wake) one();
    if (event.is === 'gone') void bridge.close();
  });
  return {
    leg,
    bridge,
    events,
    tell: (command) => leg.send({ ...command, n: ++n }),
    async until(is) {
      for (;;) {
        const found = events.filter((event) => event.is === is)[taken.get(is) ?? 0];
        if (found) {
          taken.set(is, (taken.get(is) ?? 0) + 1);
          return found as never;
        }
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    play(hz) {
      // A whole number of waves, so that it can be put end to end.
      const pcm = Int16Array.from({ length: RATE_HZ }, (_, i) => 8_000 * Math.sin((2 * Math.PI * hz * i) / RATE_HZ));
      bridge.voice('agent').loop({ pcm, rateHz: RATE_HZ }, 1);
    },
    hears: (hz) => measured((pcm) => toneShare(pcm, hz) > 0.5, 0.1),
    hearsSound: (seconds) => measured((pcm) => pcm.some((sample) => Math.abs(sample) > LOUD), seconds),
  };
}

/** 0..1: how much of the energy is this tone (Goertzel). */
export function toneShare(pcm: Int16Array, hz: number, rateHz = RATE_HZ): number {
  const k = 2 * Math.cos((2 * Math.PI * hz) / rateHz);
  let [a, b, energy] = [0, 0, 0];
  for (const sample of pcm) {
    [a, b] = [sample + k * a - b, a];
    energy += sample * sample;
  }
  return energy < pcm.length * 100 ? 0 : (2 * (a * a + b * b - k * a * b)) / (pcm.length * energy);
}
