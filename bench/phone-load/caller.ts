// One caller: speaks for three seconds, listens until the agent is quiet, and again; keeps how soon the agent began and how late its sound came.

import { setTimeout as delay } from 'node:timers/promises';
import { decodePcmu } from '../../src/media/codec/g711.ts';
import type { Line, OpenLine } from './wires.ts';

const FRAME_MS = 20;
const FRAME_BYTES = 160;
const SILENCE = new Uint8Array(FRAME_BYTES).fill(0xff);
/** Loudest sample of a frame that counts as sound. */
const LOUD = 700;
/** The agent has ended when nothing sounds for so long. */
const QUIET_MS = 400;
const LATE_MS = 40;
const ANSWER_MS = 10_000;

export interface CallerFigures {
  /** Last sample of speech sent to first sound heard, ms; one a turn. */
  turnsMs: number[];
  missed: number;
  /** The agent spoke into the caller's speech. */
  early: number;
  frames: number;
  /** Frames with sound that came more than 40 ms behind the schedule of their own turn. */
  late: number;
  /** The line ended on its own. */
  isClosed: boolean;
}

export interface Caller {
  readonly hasTalked: boolean;
  /** Forgets what was counted so far. */
  begin(): void;
  figures(): CallerFigures;
  hangup(): void;
}

/** Resolves once the line is open; it then goes on until `hangup`. */
export async function startCaller(id: number, open: OpenLine, speech: Uint8Array): Promise<Caller> {
  let counts = noFigures();
  let isClosed = false;
  let hasTalked = false;
  let isOver = false;
  let turn: { startedAt: number; soundMs: number; lastAt: number } | null = null;
  /** Sound that was sent ahead of time is heard until then. */
  let heardUntil = 0;
  let said = { at: speech.length, done: (): void => {} };
  let onSound = (): void => {};

  const line: Line = await open(id, {
    sound(bytes) {
      const now = performance.now();
      heardUntil = Math.max(heardUntil, now) + bytes.length / 8;
      if (turn && now - turn.lastAt > QUIET_MS) turn = null;
      const isLoud = decodePcmu(bytes).some((sample) => Math.abs(sample) > LOUD);
      if (isLoud) {
        counts.frames++;
        turn ??= { startedAt: now, soundMs: 0, lastAt: now };
        if (now - turn.startedAt - turn.soundMs > LATE_MS) counts.late++;
        turn.lastAt = Math.max(now, heardUntil);
        onSound();
      }
      if (turn) turn.soundMs += bytes.length / 8;
    },
    clear: () => (heardUntil = performance.now()),
    closed: () => (isClosed = true),
  });

  let nextAt = performance.now();
  function tick(): void {
    for (const now = performance.now(); nextAt <= now; nextAt += FRAME_MS) {
      if (said.at >= speech.length) line.send(SILENCE);
      else {
        line.send(speech.subarray(said.at, said.at + FRAME_BYTES));
        said.at += FRAME_BYTES;
        if (said.at >= speech.length) said.done();
      }
    }
    if (!isOver) setTimeout(tick, Math.max(0, nextAt - performance.now()));
  }

  const say = (): Promise<void> => new Promise((done) => (said = { at: 0, done }));
  const isSpeaking = (): boolean => turn !== null && performance.now() - turn.lastAt < QUIET_MS;
  async function quiet(): Promise<void> {
    while (isSpeaking() && !isOver) await delay(20);
    turn = null;
  }
  /** When the agent's next sound came, or null. */
  function answer(): Promise<number | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), ANSWER_MS);
      onSound = () => {
        clearTimeout(timer);
        onSound = () => {};
        resolve(performance.now());
      };
    });
  }

  async function talk(): Promise<void> {
    await delay(1500);
    await quiet();
    while (!isOver && !isClosed) {
      await say();
      const spokenAt = performance.now();
      const wasEarly = isSpeaking();
      if (!wasEarly) turn = null;
      const soundAt = wasEarly ? spokenAt : await answer();
      if (isOver) return;
      if (soundAt === null) counts.missed++;
      else if (wasEarly) counts.early++;
      else counts.turnsMs.push(soundAt - spokenAt);
      hasTalked ||= soundAt !== null;
      await quiet();
    }
  }

  tick();
  void talk();
  return {
    get hasTalked() {
      return hasTalked;
    },
    begin: () => (counts = noFigures()),
    figures: () => ({ ...counts, isClosed }),
    hangup() {
      isOver = true;
      line.hangup();
    },
  };
}

function noFigures(): CallerFigures {
  return { turnsMs: [], missed: 0, early: 0, frames: 0, late: 0, isClosed: false };
}
