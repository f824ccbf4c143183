// A telephone network of tones inside the test: every leg is a real one of the media host over RTP, and who hears which tone tells who is
// connected. What the far end does (ring, answer, refuse, hang up) is said by the test.

import type { LegCommand, LegEvent } from '../../src/interfaces/leg.ts';
import type { DialFailure, DialWish, IncomingPhoneCall, PhoneEdge, PhoneLeg } from '../../src/interfaces/phone-edge.ts';
import { decodePcmu, encodePcmu, resample, type RunningMediaHost } from '../../src/media/index.ts';
import type { RtpNews } from '../../src/media/rtp/rtp-protocol.ts';
import { createRtpPhone, pcmuSession } from './rtp-phone.ts';

type LegFact = LegEvent extends infer E ? (E extends LegEvent ? Omit<E, 'at' | 'wall'> : never) : never;

export interface TonePhone {
  readonly leg: PhoneLeg;
  /** What it was dialled with; null for one that called in. */
  readonly wish: DialWish | null;
  /** What our side told the leg, in order. */
  readonly commands: LegCommand[];
  /** Keys that came from our side. */
  readonly keys: () => string;
  ring(): void;
  /** Its network says something before it answers. */
  early(): void;
  /** Sound flows from here on. */
  answer(): Promise<void>;
  fail(why: DialFailure): void;
  hangUp(): void;
  press(digit: string): void;
  referDone(ok: boolean, sip: number): void;
  /** Sends this tone without end; null = silence. */
  tone(hz: number | null): void;
  /** A tone of so long, then silence: to a recogniser, something was said. */
  say(ms?: number): void;
  /** Resolves when that was sent. */
  said(): Promise<void>;
  /** Sends a sound; resolves when it was sent. */
  play(pcm: Int16Array, rateHz: number): Promise<void>;
  /** All that was heard from now on, 8 kHz; gives the way to get it. */
  record(): () => Int16Array;
  /** 1000 Hz for 400 ms. */
  beep(): void;
  /** Resolves as soon as the last 200 ms are this tone. */
  hears(hz: number): Promise<void>;
  /** Resolves as soon as the last 200 ms have none of it, while sound or silence is being received. */
  hearsNo(hz: number): Promise<void>;
  /** Resolves with the first command of this kind, also one that was given already. */
  told<D extends LegCommand['do']>(what: D): Promise<Extract<LegCommand, { do: D }>>;
  readonly gone: Promise<void>;
}

export interface ToneEdge extends PhoneEdge {
  /** The next telephone that is dialled, in order. */
  next(): Promise<TonePhone>;
  readonly dialled: readonly TonePhone[];
  /** Somebody calls in; who listens to the edge hears of it. */
  callIn(incoming: IncomingPhoneCall): TonePhone;
  /** A leg that is nobody's yet: for tests that begin behind the edge. */
  phone(role?: PhoneLeg['role'], can?: Partial<PhoneLeg['can']>): TonePhone;
}

const RATE_HZ = 8000;
const PACKET = 160;
const WINDOW = 1600;
let legs = 0;

export function createToneEdge(host: Pick<RunningMediaHost, 'phonePeer'>): ToneEdge {
  const dialled: TonePhone[] = [];
  const waiting: ((phone: TonePhone) => void)[] = [];
  const open = new Set<TonePhone>();
  let taken = 0;
  let onIncoming: ((leg: PhoneLeg, incoming: IncomingPhoneCall) => void) | null = null;

  function phone(role: PhoneLeg['role'] = 'caller', can: Partial<PhoneLeg['can']> = {}, wish: DialWish | null = null) {
    const made = createPhone(host, role, can, wish);
    open.add(made);
    void made.gone.then(() => open.delete(made));
    return made;
  }

  return {
    dialled,
    phone,
    dial(wish) {
      const made = phone(wish.role, {}, wish);
      dialled.push(made);
      waiting.shift()?.(made);
      return made.leg;
    },
    next() {
      const there = dialled[taken];
      taken += 1;
      return there ? Promise.resolve(there) : new Promise((resolve) => waiting.push(resolve));
    },
    callIn(incoming) {
      const made = phone('caller');
      onIncoming?.(made.leg, incoming);
      return made;
    },
    onIncoming: (listener) => void (onIncoming = listener),
    async close() {
      for (const each of open) each.hangUp();
      await Promise.all([...open].map((each) => each.gone));
    },
  };
}

function createPhone(
  host: Pick<RunningMediaHost, 'phonePeer'>,
  role: PhoneLeg['role'],
  can: Partial<PhoneLeg['can']>,
  wish: DialWish | null,
): TonePhone {
  const id = `phone-${++legs}`;
  const commands: LegCommand[] = [];
  const backlog: LegEvent[] = [];
  const gone = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const bound = Promise.withResolvers<number>();
  const looks = new Set<() => void>();
  let listener: ((event: LegEvent) => void) | null = null;
  let isGone = false;
  let hz: number | null = null;
  let playing: Int16Array = new Int16Array(0);
  const records = new Set<Int16Array[]>();
  let until = Infinity;
  let sent = 0;
  let heard = new Int16Array(0);
  let answering: Promise<void> | null = null;
  let stopSound: (() => void) | null = null;

  const peer = host.phonePeer(id, (news: RtpNews) => {
    if (news.is === 'bound') bound.resolve(news.port);
    if (news.is === 'digit') tell({ is: 'dtmf', digit: news.digit });
    if (news.is === 'closed') closed.resolve();
  });
  peer.send({ do: 'open', wire: 'rtp', role });

  function tell(fact: LegFact): void {
    if (isGone) return;
    if (fact.is === 'gone') isGone = true;
    const event = { at: 0, wall: 0, ...fact } as LegEvent;
    if (listener) listener(event);
    else backlog.push(event);
    if (fact.is === 'gone') void close();
  }

  async function close(): Promise<void> {
    await answering;
    stopSound?.();
    peer.send({ do: 'close' });
    await closed.promise;
    gone.resolve();
  }

  /** A telephone in real time: a packet each 20 ms, whatever it has to say. */
  async function connectSound(): Promise<void> {
    const socket = await createRtpPhone();
    const port = await bound.promise;
    peer.send({ do: 'session', session: pcmuSession(socket.port) });
    const timer = setInterval(() => {
      const from = sent * PACKET;
      const isOn = hz !== null && sent < until;
      const head = playing.subarray(0, PACKET);
      playing = playing.subarray(PACKET);
      const pcm = Int16Array.from({ length: PACKET }, (_, i) =>
        head.length > 0 ? (head[i] ?? 0) : isOn ? 8000 * Math.sin((2 * Math.PI * (hz ?? 0) * (from + i)) / RATE_HZ) : 0,
      );
      sent += 1;
      for (const look of [...looks]) look();
      socket.say(port, encodePcmu(pcm));
      for (const packet of socket.heard.splice(0)) if (packet.payloadType === 0) hear(decodePcmu(packet.payload));
    }, 20);
    stopSound = () => {
      clearInterval(timer);
      socket.close();
    };
  }

  function hear(pcm: Int16Array): void {
    for (const record of records) record.push(pcm);
    heard = Int16Array.from([...heard, ...pcm].slice(-WINDOW));
    for (const look of [...looks]) look();
  }

  function when(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        looks.delete(look);
        resolve();
      };
      looks.add(look);
      look();
    });
  }

  const leg: PhoneLeg = {
    id,
    kind: 'sip',
    role,
    can: { dtmf: true, data: false, refer: false, hold: true, reattach: false, maxDataBytes: 0, tailMs: 40, ...can },
    identifier: { sip_call_id: id },
    capture: (file) => peer.send({ do: 'capture', file }),
    send(command) {
      commands.push(command);
      for (const look of [...looks]) look();
      if (command.do === 'dtmf') peer.send({ do: 'digits', digits: command.digits, gapMs: command.gapMs });
      if (command.do === 'answer' && wish === null) void answer();
      if (command.do === 'hangup') tell({ is: 'gone', by: 'us', detail: '' });
    },
    onEvent(hears) {
      listener = hears;
      for (const event of backlog.splice(0)) hears(event);
    },
    summary: async () => {
      await gone.promise;
      return { sipStatus: null, quality: null, ladder: null };
    },
  };

  function answer(): Promise<void> {
    answering ??= connectSound().then(() => {
      if (wish) tell({ is: 'answered' });
      tell({ is: 'connected' });
    });
    return answering;
  }

  return {
    leg,
    wish,
    commands,
    keys: () => commands.flatMap((each) => (each.do === 'dtmf' ? [each.digits] : [])).join(''),
    ring: () => tell({ is: 'ringing' }),
    early() {
      answering ??= connectSound();
      void answering.then(() => tell({ is: 'early' }));
    },
    async answer() {
      if (!answering || !wish) return answer();
      await answering;
      tell({ is: 'answered' });
      tell({ is: 'connected' });
    },
    fail(why) {
      tell({ is: 'failed', code: why });
      tell({ is: 'gone', by: 'peer', detail: why });
    },
    hangUp: () => tell({ is: 'gone', by: 'peer', detail: '' }),
    press: (digit) => tell({ is: 'dtmf', digit }),
    referDone: (ok, sip) => tell({ is: 'referDone', ok, sip }),
    tone(of) {
      hz = of;
      until = Infinity;
    },
    say(ms = 600) {
      hz = 330;
      until = sent + ms / 20;
    },
    said: () => when(() => sent >= until),
    play(pcm, rateHz) {
      playing = resample(pcm, rateHz, RATE_HZ);
      return when(() => playing.length === 0);
    },
    record() {
      const parts: Int16Array[] = [];
      records.add(parts);
      return () => Int16Array.from(parts.flatMap((part) => [...part]));
    },
    beep() {
      hz = 1000;
      until = sent + 20;
    },
    hears: (of) => when(() => heard.length === WINDOW && level(heard, of) > 500),
    hearsNo: (of) => when(() => heard.length === WINDOW && level(heard, of) < 100),
    async told(what) {
      const found = () => commands.find((each) => each.do === what);
      await when(() => found() !== undefined);
      return found() as never;
    },
    gone: gone.promise,
  };
}

/** Amplitude of one tone in the sound (Goertzel). */
export function level(pcm: Int16Array, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / RATE_HZ);
  let one = 0;
  let two = 0;
  for (const sample of pcm) [one, two] = [sample + turn * one - two, one];
  return (2 * Math.sqrt(Math.max(0, one * one + two * two - turn * one * two))) / pcm.length;
}
