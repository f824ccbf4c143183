// A way in and out for phone calls inside this process: legs in a real media host, far ends in the hands of a test. Sound travels as frames
// of PCM, 20 ms each, in real time.

import { createChannel } from '../../src/interfaces/channel.ts';
import type { Clock } from '../../src/interfaces/clock.ts';
import type { LegCommand, LegEvent } from '../../src/interfaces/leg.ts';
import type {
  DialFailure,
  DialWish,
  IncomingPhoneCall,
  LineQuality,
  PhoneEdge,
  PhoneLeg,
  PhoneLegSummary,
} from '../../src/interfaces/phone-edge.ts';
import type { OpenPhonePeer } from '../../src/media/index.ts';

const RATE_HZ = 16_000;
const FRAME_MS = 20;
const LOUD = 600;

type LegFact = LegEvent extends infer E ? (E extends LegEvent ? Omit<E, 'at' | 'wall'> : never) : never;

/** The far end of one leg. */
export interface FarPhone {
  /** How it was dialled; null for one that calls in. */
  readonly wish: DialWish | null;
  readonly leg: PhoneLeg;
  /** What our side told the leg, in order. */
  readonly commands: readonly LegCommand[];
  rings(): void;
  /** Early media: its network is heard before it answers. */
  early(): void;
  answers(): void;
  /** Nobody answers, for this reason. */
  fails(why: DialFailure, sipStatus?: number): void;
  hangsUp(): void;
  presses(keys: string): void;
  /** Sends sound; resolves when all of it was sent. */
  says(pcm: Int16Array): Promise<void>;
  /** Everything that it heard, at 16 kHz; silence is not sent. */
  heard(): Int16Array;
  /** Resolves when it has heard so much sound that is not silence, in all. */
  hears(seconds: number): Promise<void>;
  /** The first command of this kind, now or when it comes. */
  told<D extends LegCommand['do']>(what: D): Promise<Extract<LegCommand, { do: D }>>;
  /** Resolves when the leg is gone, with the event. */
  readonly over: Promise<Extract<LegEvent, { is: 'gone' }>>;
}

export interface TestEdge {
  readonly edge: PhoneEdge;
  /** Far ends that were dialled, in order; each is given once. */
  dialled(): Promise<FarPhone>;
  /** How many were dialled so far. */
  readonly dials: number;
  /** Somebody calls in. */
  call(incoming: Partial<IncomingPhoneCall>): FarPhone;
}

export function createTestEdge(openPeer: OpenPhonePeer): TestEdge {
  const dialled = createChannel<FarPhone>();
  const next = dialled[Symbol.asyncIterator]();
  const phones = new Set<FarPhone>();
  let take: ((leg: PhoneLeg, incoming: IncomingPhoneCall) => void) | undefined;
  let dials = 0;

  function add(wish: DialWish | null): FarPhone {
    const phone = createFarPhone(openPeer, wish);
    phones.add(phone);
    void phone.over.then(() => phones.delete(phone));
    return phone;
  }

  return {
    edge: {
      dial(wish) {
        dials += 1;
        const phone = add(wish);
        dialled.push(phone);
        return phone.leg;
      },
      onIncoming: (listener) => void (take = listener),
      async close() {
        for (const phone of phones) phone.hangsUp();
      },
    },
    async dialled() {
      const { value } = await next.next();
      return value as FarPhone;
    },
    get dials() {
      return dials;
    },
    call(incoming) {
      const phone = add(null);
      take?.(phone.leg, { wire: 'sip', workspaceId: null, to: '', from: 'anonymous', headers: {}, ...incoming });
      return phone;
    },
  };
}

let made = 0;

function createFarPhone(openPeer: OpenPhonePeer, wish: DialWish | null): FarPhone {
  const id = `leg-far-${++made}`;
  const commands: LegCommand[] = [];
  const early: LegEvent[] = [];
  const frames: Int16Array[] = [];
  const over = Promise.withResolvers<Extract<LegEvent, { is: 'gone' }>>();
  const summary = Promise.withResolvers<PhoneLegSummary>();
  let listener: ((event: LegEvent) => void) | null = null;
  const onCommand: (() => void)[] = [];
  let listening: { samples: number; resolve: () => void }[] = [];
  let loudSamples = 0;
  let clock: Clock | null = null;
  let last = 0;
  let sipStatus: number | null = null;
  let quality: LineQuality | null = null;
  let isAnswered = false;
  let isGone = false;

  const peer = openPeer(id, (news) => {
    if (news.is === 'frames') for (const bytes of news.frames) hear(bytes);
    if (news.is === 'quality') quality = news.quality;
    if (news.is === 'closed') summary.resolve({ sipStatus, quality, ladder: `INVITE ${id}\n\n200 OK\n` });
  });
  peer.send({ do: 'open', wire: 'frames', role: wish?.role ?? 'caller', codec: 'pcm16', rateHz: RATE_HZ });

  function hear(bytes: Uint8Array): void {
    const pcm = new Int16Array(bytes.slice().buffer);
    frames.push(pcm);
    if (pcm.some((sample) => Math.abs(sample) > LOUD)) loudSamples += pcm.length;
    for (const { samples, resolve } of listening) if (loudSamples >= samples) resolve();
    listening = listening.filter(({ samples }) => loudSamples < samples);
  }

  function tell(fact: LegFact): void {
    if (isGone) return;
    const event = { at: clock?.now() ?? 0, wall: Date.now(), ...fact } as LegEvent;
    if (event.is === 'gone') {
      isGone = true;
      peer.send({ do: 'close' });
      over.resolve(event);
    }
    if (listener) listener(event);
    else early.push(event);
  }

  function answered(): void {
    if (isAnswered) return;
    isAnswered = true;
    tell({ is: 'answered' });
    tell({ is: 'connected' });
  }

  function obey(command: LegCommand): void {
    switch (command.do) {
      case 'answer':
        return wish ? undefined : answered();
      case 'hangup':
        return tell({ is: 'gone', by: 'us', detail: command.reason });
      case 'dtmf':
        return peer.send({ do: 'digits', digits: command.digits, gapMs: command.gapMs });
      default:
        return;
    }
  }

  const leg: PhoneLeg & { attached(clock: Clock): void } = {
    id,
    kind: 'sip',
    role: wish?.role ?? 'caller',
    can: { dtmf: true, data: false, refer: true, hold: true, reattach: false, maxDataBytes: 0, tailMs: 60 },
    identifier: { sip_call_id: `${id}@far.test` },
    send(command) {
      if (isGone || command.n <= last) return;
      last = command.n;
      commands.push(command);
      for (const look of onCommand.splice(0)) look();
      obey(command);
    },
    onEvent(hearEvent) {
      listener = hearEvent;
      for (const event of early.splice(0)) hearEvent(event);
    },
    summary: () => summary.promise,
    attached: (callClock) => void (clock = callClock),
  };

  return {
    wish,
    leg,
    commands,
    rings: () => tell({ is: 'ringing' }),
    early: () => tell({ is: 'early' }),
    answers: answered,
    fails(why, status) {
      sipStatus = status ?? null;
      tell({ is: 'failed', code: why });
      tell({ is: 'gone', by: 'peer', detail: why });
    },
    hangsUp: () => tell({ is: 'gone', by: 'peer', detail: '' }),
    presses(keys) {
      for (const digit of keys) tell({ is: 'dtmf', digit });
    },
    says: (pcm) => speak(pcm, (bytes) => peer.send({ do: 'frame', bytes })),
    heard: () => Int16Array.from(frames.flatMap((frame) => [...frame])),
    hears(seconds) {
      const samples = seconds * RATE_HZ;
      return loudSamples >= samples
        ? Promise.resolve()
        : new Promise((resolve) => listening.push({ samples, resolve }));
    },
    async told(what) {
      for (;;) {
        const found = commands.find((command) => command.do === what);
        if (found) return found as never;
        await new Promise<void>((resolve) => onCommand.push(resolve));
      }
    },
    over: over.promise,
  };
}

/** As a telephone does: a frame each 20 ms. */
function speak(pcm: Int16Array, send: (bytes: Uint8Array) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const samples = (RATE_HZ * FRAME_MS) / 1000;
  let at = 0;
  const timer = setInterval(() => {
    const frame = pcm.slice(at, at + samples);
    if (frame.length === 0) {
      clearInterval(timer);
      return resolve();
    }
    at += samples;
    send(new Uint8Array(frame.buffer));
  }, FRAME_MS);
  return promise;
}
