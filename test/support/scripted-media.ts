// A media host in virtual time: one leg, one bridge, playout counted in samples. A test says what the caller does and when; the
// events are those that the real host gives.

import type { Bridge, MediaEvent, MediaHost, Tap, UttId, Voice } from '../../src/interfaces/bridge.ts';
import type { Us } from '../../src/interfaces/clock.ts';
import type { CallLeg, LegCommand, LegEvent } from '../../src/interfaces/leg.ts';
import { createLexicon, NOISE, type Lexicon } from './spoken-sound.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

/** How late the host reports an edge of speech, as the real detector does. */
const SPEECH_ON_LATE_US = 100_000;
const SPEECH_OFF_LATE_US = 60_000;

export interface ScriptedMedia {
  host: MediaHost;
  bridge: Bridge;
  leg: CallLeg;
  clock: VirtualClock;
  lexicon: Lexicon;
  /** Commands that the leg got, in order. */
  commands: LegCommand[];
  /** JSON that the client got. */
  messages(): Record<string, unknown>[];
  /** Everything the media host reported. */
  events: MediaEvent[];
  /** Utterances that were audible at one time or another, with what was played of them, us. */
  played: Map<UttId, number>;
  /** All sound of the agent that was played so far, seconds. */
  playedSeconds(): number;
  /** How many speeches sound right now: never more than one. */
  sounding(): number;
  connect(): void;
  /** Plans: the caller says words between two seconds of call time; returns at once. */
  says(text: string, fromS: number, toS: number): void;
  coughs(fromS: number, toS: number): void;
  /** Plans anything at a second of call time. */
  at(seconds: number, run: () => void): void;
  degrade(): void;
  restore(): void;
  /** The far side holds the line, or takes it back. */
  hold(on: boolean): void;
  mute(on: boolean): void;
  /** Plans the beep of a voicemail that ends then. */
  beeps(atS: number): void;
  /** Plans keys that the caller presses, 200 ms apart. */
  presses(keys: string, fromS: number): void;
  /** Packets of the caller stop, or come again: the host says so once a second. */
  starve(on: boolean): void;
  hangUp(by?: 'peer' | 'lost'): void;
  /** Moves time. */
  runTo(seconds: number): Promise<void>;
}

interface Utterance {
  utt: UttId;
  open: boolean;
  ended: boolean;
  begun: boolean;
  writtenUs: number;
  /** Place of the next sample, and the farthest that was ever played. */
  playedUs: number;
  farthestUs: number;
  words: number[];
}

export function createScriptedMedia(): ScriptedMedia {
  const clock = createVirtualClock();
  const lexicon = createLexicon();
  const commands: LegCommand[] = [];
  const events: MediaEvent[] = [];
  const played = new Map<UttId, number>();
  const backlog: LegEvent[] = [];
  let onLeg: ((event: LegEvent) => void) | undefined;
  let onMedia: ((event: MediaEvent) => void) | undefined;
  let gone = false;

  function legEvent(event: Record<string, unknown>): void {
    if (gone) return;
    if (event['is'] === 'gone') gone = true;
    const full = { at: clock.now(), wall: 0, ...event } as LegEvent;
    if (onLeg) onLeg(full);
    else backlog.push(full);
  }

  type MediaFact = MediaEvent extends infer E ? (E extends { at: Us } ? Omit<E, 'at'> : never) : never;
  function report(event: MediaFact): void {
    const full = { at: clock.now(), ...event } as MediaEvent;
    events.push(full);
    onMedia?.(full);
  }

  const leg: CallLeg = {
    id: 'leg',
    kind: 'scripted',
    role: 'caller',
    can: { dtmf: true, data: true, refer: false, hold: false, reattach: true, maxDataBytes: 60_000, tailMs: 120 },
    send(command) {
      commands.push(command);
      if (command.do === 'hangup') legEvent({ is: 'gone', by: 'us', detail: '' });
    },
    onEvent(listener) {
      onLeg = listener;
      for (const event of backlog.splice(0)) listener(event);
    },
  };

  const voice = createVoice({ clock, report, played });
  const microphone = createMicrophone(clock);

  const bridge: Bridge = {
    callId: 'call',
    clock,
    attach() {},
    detach() {},
    routes() {},
    voice: () => voice.handle,
    tap(from, tap) {
      return from === leg.id ? microphone.tap(tap) : 'none';
    },
    untap: microphone.untap,
    onEvent(listener) {
      onMedia = listener;
    },
    endRecording: async () => null,
    async close() {
      return { at: clock.now(), recorded: null };
    },
  };

  let stopStarving: (() => void) | undefined;
  function starve(on: boolean): void {
    stopStarving?.();
    if (!on) return;
    const since = clock.now();
    stopStarving = clock.at(since + 1_000_000, function tell() {
      const silentMs = (clock.now() - since) / 1000;
      stopStarving = clock.at(clock.now() + 1_000_000, tell);
      report({ is: 'starved', from: leg.id, silentMs });
    });
  }

  function plan(atUs: Us, run: () => void): void {
    clock.at(atUs, () => {
      if (!gone) run();
    });
  }

  function sound(fromS: number, toS: number, numbers: number[]): void {
    const from = Math.round(fromS * 1e6);
    const to = Math.round(toS * 1e6);
    microphone.record(from, to, numbers);
    plan(from + SPEECH_ON_LATE_US, () => {
      report({ is: 'speech', from: leg.id, on: true, edge: from });
      voice.callerSpeaks(from);
    });
    plan(to + SPEECH_OFF_LATE_US, () => {
      voice.callerSilent();
      microphone.flush();
      report({ is: 'speech', from: leg.id, on: false, edge: to });
    });
  }

  return {
    host: {
      id: 'scripted',
      createBridge: () => bridge,
      load: () => ({ legs: 1, tickLateMs: 0, priority: 'normal' }),
      onExit() {},
      async close() {},
    },
    bridge,
    leg,
    clock,
    lexicon,
    commands,
    messages: () => commands.flatMap((each) => (each.do === 'data' ? [each.json as Record<string, unknown>] : [])),
    events,
    played,
    playedSeconds: voice.playedSeconds,
    sounding: voice.sounding,
    connect: () => legEvent({ is: 'connected' }),
    says: (text, fromS, toS) => sound(fromS, toS, text.split(' ').map(lexicon.numberOf)),
    coughs: (fromS, toS) => sound(fromS, toS, [NOISE]),
    at: (seconds, run) => void clock.at(Math.round(seconds * 1e6), run),
    degrade: () => legEvent({ is: 'degraded' }),
    restore: () => legEvent({ is: 'restored' }),
    hold(on) {
      legEvent({ is: on ? 'degraded' : 'restored' });
      legEvent({ is: 'held', on });
    },
    presses(keys, fromS) {
      for (const [k, digit] of [...keys].entries())
        plan(Math.round((fromS + k * 0.2) * 1e6), () => legEvent({ is: 'dtmf', digit }));
    },
    mute: (on) => legEvent({ is: 'muted', on }),
    beeps: (atS) =>
      plan(Math.round(atS * 1e6), () =>
        report({ is: 'answer', from: leg.id, verdict: 'voicemail', edge: clock.now() }),
      ),
    starve,
    hangUp: (by = 'peer') => legEvent({ is: 'gone', by, detail: '' }),
    runTo: (seconds) => clock.runTo(Math.round(seconds * 1e6)),
  };
}

/** The agent's voice: utterances in the order of their first write, one at a time, sample by sample. */
function createVoice(deps: { clock: VirtualClock; report: (event: never) => void; played: Map<UttId, number> }): {
  handle: Voice;
  callerSpeaks(edge: Us): void;
  callerSilent(): void;
  sounding(): number;
  playedSeconds(): number;
} {
  const { clock, played } = deps;
  const report = deps.report as (event: object) => void;
  const queue: Utterance[] = [];
  let paused = false;
  let reflexMs: number | null = null;
  let playingSince: Us | null = null;
  let cancelEnd: (() => void) | undefined;
  let cancelReflex: (() => void) | undefined;

  function head(): Utterance | undefined {
    return queue[0];
  }

  /** Counts what was played up to now, and stops counting. */
  function hold(): void {
    const utterance = head();
    cancelEnd?.();
    if (utterance && playingSince !== null) {
      utterance.playedUs = Math.min(utterance.writtenUs, utterance.playedUs + clock.now() - playingSince);
      utterance.farthestUs = Math.max(utterance.farthestUs, utterance.playedUs);
      played.set(utterance.utt, utterance.farthestUs);
    }
    playingSince = null;
  }

  /** Goes on with the head of the queue, if it may sound. */
  function play(): void {
    hold();
    const utterance = head();
    if (!utterance || paused || !utterance.open || (utterance.writtenUs === 0 && !utterance.ended)) return;
    if (!utterance.begun) {
      utterance.begun = true;
      report({ is: 'first', utt: utterance.utt, playedUs: 0, word: 0 });
      if (head() !== utterance || playingSince !== null) return;
    }
    playingSince = clock.now();
    cancelEnd = clock.at(clock.now() + utterance.writtenUs - utterance.playedUs, ranDry);
  }

  function ranDry(): void {
    hold();
    const utterance = head();
    if (!utterance) return;
    if (!utterance.ended)
      return report({ is: 'underrun', utt: utterance.utt, playedUs: utterance.farthestUs, word: 0 });
    leave(utterance, 'done');
  }

  function leave(utterance: Utterance, how: 'done' | 'cleared'): void {
    if (utterance === head()) hold();
    queue.splice(queue.indexOf(utterance), 1);
    const word = utterance.words.filter((start) => start < utterance.farthestUs).length;
    report({ is: how, utt: utterance.utt, playedUs: utterance.farthestUs, word });
    if (how === 'cleared' && queue.length === 0) paused = false;
    play();
  }

  function pause(): void {
    const utterance = head();
    if (paused || !utterance?.begun) return;
    hold();
    paused = true;
    report({ is: 'paused', utt: utterance.utt, playedUs: utterance.playedUs, word: 0 });
  }

  const handle: Voice = {
    gate(utt, open) {
      const utterance = queue.find((each) => each.utt === utt);
      if (!utterance) return;
      utterance.open = open;
      if (utterance === head() && playingSince === null) play();
    },
    write(utt, pcm, rateHz, words) {
      let utterance = queue.find((each) => each.utt === utt);
      if (!utterance) {
        utterance = {
          utt,
          open: false,
          ended: false,
          begun: false,
          writtenUs: 0,
          playedUs: 0,
          farthestUs: 0,
          words: [],
        };
        queue.push(utterance);
      }
      utterance.writtenUs += (pcm.length / rateHz) * 1e6;
      utterance.words.push(...(words ?? []).map((word) => word.start * 1e6));
      if (utterance === head()) play();
    },
    end(utt) {
      const utterance = queue.find((each) => each.utt === utt);
      if (!utterance) return;
      utterance.ended = true;
      if (utterance === head()) play();
    },
    pause,
    resume(rewindMs = 0) {
      const utterance = head();
      if (!paused) return;
      paused = false;
      if (utterance) utterance.playedUs = Math.max(0, utterance.playedUs - rewindMs * 1000);
      if (utterance) report({ is: 'resumed', utt: utterance.utt, playedUs: utterance.playedUs, word: 0 });
      play();
    },
    clear(utt) {
      for (const utterance of queue.filter((each) => utt === undefined || each.utt === utt)) {
        // As from another thread: the report comes a moment later.
        if (utterance === head()) hold();
        utterance.open = false;
        clock.at(clock.now() + 300, () => {
          if (queue.includes(utterance)) leave(utterance, 'cleared');
        });
      }
    },
    loop() {},
    volume() {},
    reflex(rule) {
      reflexMs = rule.pauseAfterSpeechMs;
    },
  };

  return {
    handle,
    callerSpeaks(edge) {
      if (reflexMs !== null) cancelReflex = clock.at(edge + reflexMs * 1000, pause);
    },
    callerSilent: () => cancelReflex?.(),
    sounding: () => (playingSince === null ? 0 : 1),
    playedSeconds() {
      const current = head();
      const now = current && playingSince !== null ? current.playedUs + clock.now() - playingSince : 0;
      const past = current ? (played.get(current.utt) ?? 0) : 0;
      const sum = [...played.values()].reduce((total, us) => total + us, 0);
      return (sum - past + Math.max(past, Math.min(now, current?.writtenUs ?? 0))) / 1e6;
    },
  };
}

/** The caller's sound, cut into packets for the taps that ask for it. */
function createMicrophone(clock: VirtualClock): {
  tap(tap: Tap): string;
  untap(id: string): void;
  record(from: Us, to: Us, numbers: number[]): void;
  flush(): void;
} {
  const pieces: { from: Us; to: Us; numbers: number[] }[] = [];
  const taps = new Map<string, { stop: () => void; flush: () => void }>();

  function sampleAt(at: Us): number {
    const piece = pieces.find((each) => each.from <= at && at < each.to);
    if (!piece) return 0;
    return piece.numbers[Math.floor(((at - piece.from) / (piece.to - piece.from)) * piece.numbers.length)] ?? 0;
  }

  return {
    tap(tap) {
      const id = `tap${taps.size}`;
      if (tap.kind !== 'stt') return id;
      const { sink, format, packetMs } = tap;
      let sent: Us = clock.now();
      const flush = (): void => {
        const samples = Math.floor(((clock.now() - sent) / 1e6) * format.rate);
        if (samples <= 0) return;
        const start = sent;
        const pcm = Int16Array.from({ length: samples }, (_, index) => sampleAt(start + (index / format.rate) * 1e6));
        sent += (samples / format.rate) * 1e6;
        sink(pcm, start);
      };
      let cancel = clock.at(clock.now(), function tick() {
        flush();
        cancel = clock.at(clock.now() + packetMs * 1000, tick);
      });
      taps.set(id, { stop: () => cancel(), flush });
      return id;
    },
    untap(id) {
      taps.get(id)?.stop();
      taps.delete(id);
    },
    record: (from, to, numbers) => void pieces.push({ from, to, numbers }),
    flush() {
      for (const tap of taps.values()) tap.flush();
    },
  };
}
