// A bridge in virtual time. Long, because all that a bridge does is tried through one set-up.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { MediaEvent } from '../../interfaces/bridge.ts';
import { decodeWav } from '../wav.ts';
import { BridgeCore } from './bridge-core.ts';
import type { LegPort } from './leg-port.ts';
import type { VadListener } from './vad-stream.ts';
import { mixFrameSamples, mixRateHz, slotUs } from './media-time.ts';

/** A bridge in virtual time: `run` moves it slot by slot, and sound arrives where a test says. */
function setUp() {
  let now = 0;
  const events: MediaEvent[] = [];
  const frames: { tap: string; pcm: Int16Array; at: number }[] = [];
  const vad: { listener: VadListener }[] = [];
  const bridge = new BridgeCore({
    now: () => now,
    emit: (event) => events.push(event),
    send: (tap, pcm, at) => frames.push({ tap, pcm: pcm.slice(), at }),
    openVad: (listener) => {
      vad.push({ listener });
      return { write() {}, close() {} };
    },
  });
  const run = (ms: number, each?: () => void) => {
    for (const end = now + ms * 1000; now < end;) {
      each?.();
      bridge.tick();
      now += slotUs;
    }
  };
  return { bridge, events, frames, vad, run, now: () => now, jump: (ms: number) => (now += ms * 1000) };
}

function createLeg(id: string, now: () => number, role: LegPort['role'] = 'caller') {
  const played: { frame: Int16Array | null; index: number; at: number }[] = [];
  const port: LegPort = {
    id,
    role,
    playRateHz: mixRateHz,
    onSound: null,
    play: (frame, index) => void played.push({ frame: frame?.slice() ?? null, index, at: now() }),
  };
  /** Sound of 20 ms every 20 ms. */
  let last = -20_000;
  const talk = (value: number) => () => {
    if (now() - last < 20_000) return;
    last = now();
    port.onSound?.(new Int16Array(320).fill(value), 16000);
  };
  return { port, played, talk };
}

const constant = (ms: number, value: number) => new Int16Array((mixRateHz * ms) / 1000).fill(value);
const loudness = (frame: Int16Array | null) =>
  frame ? Math.round(frame.reduce((sum, value) => sum + value, 0) / frame.length) : 0;

test('a voice reaches the leg it is routed to, frame by frame, in time', () => {
  const { bridge, run, now } = setUp();
  const { port, played } = createLeg('a', now);
  bridge.attach(port);
  bridge.routes([{ from: 'agent', to: 'a', gain: 1 }]);
  const voice = bridge.voice('agent');
  run(20);
  voice.write('u', constant(100, 700), mixRateHz);
  voice.end('u');
  voice.setGate('u', true);
  run(380);
  assert.deepEqual(
    played.map(({ index }) => index),
    [...played.keys()],
  );
  assert.equal(played.length, 20);
  assert.deepEqual(
    played.slice(0, 7).map(({ frame }) => loudness(frame)),
    [0, 700, 700, 700, 700, 700, 0],
  );
});

test('the first frame of a talkspurt leaves in the next slot, and silence afterwards falls back into step', () => {
  const { bridge, run, now, events } = setUp();
  const { port, played } = createLeg('a', now);
  bridge.attach(port);
  bridge.routes([{ from: 'agent', to: 'a', gain: 1 }]);
  const voice = bridge.voice('agent');
  run(110);
  voice.write('u', constant(40, 700), mixRateHz);
  voice.end('u');
  voice.setGate('u', true);
  run(90);
  const times = played.map(({ at }) => at / 1000);
  assert.deepEqual(times, [0, 20, 40, 60, 80, 100, 110, 130, 150, 180]);
  assert.deepEqual(
    played.map(({ index }) => index),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  assert.equal(events.find(({ is }) => is === 'first')?.at, 110_000);
});

test('a stall is skipped, not caught up in a burst', () => {
  const { bridge, run, now, jump } = setUp();
  const { port, played } = createLeg('a', now);
  bridge.attach(port);
  run(100);
  jump(1000);
  const before = played.length;
  run(5);
  assert.ok(played.length - before <= 2);
  assert.ok(played.at(-1)!.index >= 54);
});

test('everybody hears the others and not himself', () => {
  const { bridge, run, now } = setUp();
  const a = createLeg('a', now);
  const b = createLeg('b', now, 'supervisor');
  bridge.attach(a.port);
  bridge.attach(b.port);
  bridge.routes([
    { from: 'agent', to: 'a', gain: 1 },
    { from: 'agent', to: 'b', gain: 0.5 },
    { from: 'a', to: 'b', gain: 1 },
  ]);
  bridge.voice('agent').write('u', constant(900, 1000), mixRateHz);
  bridge.voice('agent').setGate('u', true);
  const talk = a.talk(200);
  run(600, talk);
  assert.equal(loudness(a.played.at(-1)!.frame), 1000);
  assert.ok(Math.abs(loudness(b.played.at(-1)!.frame) - 700) < 5, `${loudness(b.played.at(-1)!.frame)}`);
});

test('after a hole in its sound a leg is heard by others as soon as before it', () => {
  const { bridge, run, now } = setUp();
  const a = createLeg('a', now);
  const b = createLeg('b', now, 'consult');
  bridge.attach(a.port);
  bridge.attach(b.port);
  bridge.routes([{ from: 'a', to: 'b', gain: 1 }]);
  const delayMs = (value: number) => {
    const since = now();
    run(200, a.talk(value));
    return (b.played.find(({ frame, at }) => at >= since && loudness(frame) > value / 2)!.at - since) / 1000;
  };
  const before = delayMs(300);
  run(300);
  const after = delayMs(900);
  assert.ok(after <= before + 20, `${after} ms, ${before} before`);
});

test('a change of routes fades within 10 ms', () => {
  const { bridge, run, now } = setUp();
  const { port, played } = createLeg('a', now);
  bridge.attach(port);
  bridge.voice('agent').write('u', constant(900, 1000), mixRateHz);
  bridge.voice('agent').setGate('u', true);
  bridge.routes([{ from: 'agent', to: 'a', gain: 1 }]);
  run(100);
  bridge.routes([]);
  run(20);
  const frame = played.at(-1)!.frame!;
  assert.ok(frame[0]! > 950 && frame[120]! > 400 && frame[120]! < 600 && frame[240] === 0);
  run(20);
  assert.equal(loudness(played.at(-1)!.frame), 0);
});

test('a recogniser gets packets on the time line, gaps as silence, and the rest at once when a pause begins', () => {
  const { bridge, run, now, frames, vad } = setUp();
  const { port, talk } = createLeg('a', now);
  bridge.attach(port);
  bridge.tap('a', 'tap-1', { kind: 'stt', format: { rate: 16000, codec: 'pcm16' }, packetMs: 60 });
  bridge.tap('a', 'tap-2', { kind: 'vad' });
  const speak = talk(300);
  run(200, speak);
  const before = frames.length;
  vad[0]!.listener.pause();
  assert.equal(frames.length, before + 1);
  run(400);
  const sizes = frames.map(({ pcm }) => pcm.length);
  assert.deepEqual(sizes.slice(0, 4), [960, 960, 960, 320]);
  let end = frames[0]!.at;
  for (const { pcm, at } of frames) {
    assert.ok(Math.abs(at - end) <= 1, `${at} follows ${end}`);
    end = at + (pcm.length * 1e6) / 16000;
  }
  assert.equal(frames.at(-1)!.pcm.at(-1), 0);
});

test('a leg that sends nothing any more is told of every second', () => {
  const { bridge, run, now, events } = setUp();
  const { port, talk } = createLeg('a', now);
  bridge.attach(port);
  run(100, talk(1));
  run(2500);
  assert.deepEqual(
    events.flatMap((event) => (event.is === 'starved' ? [event.silentMs] : [])),
    [1000, 2000],
  );
});

test('the reflex pauses the voice while the session sleeps', () => {
  const { bridge, run, now, events, vad } = setUp();
  const { port } = createLeg('a', now);
  bridge.attach(port);
  bridge.routes([{ from: 'agent', to: 'a', gain: 1 }]);
  bridge.tap('a', 'tap-1', { kind: 'vad' });
  const voice = bridge.voice('agent');
  voice.reflexRule = { pauseAfterSpeechMs: 150, duckGain: 1 };
  voice.write('u', constant(3000, 900), mixRateHz);
  voice.setGate('u', true);
  run(500);
  const edge = now() - 90_000;
  vad[0]!.listener.edge(true, edge);
  run(200);
  const paused = events.find(({ is }) => is === 'paused')!;
  assert.ok(paused.at - edge >= 150_000 && paused.at - edge <= 150_000 + 45_000, `${paused.at - edge}`);
});

test('the recording has the caller left and the agent right, each at its time, however long the call', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-recording-'));
  const { bridge, run, now } = setUp();
  const { port, talk } = createLeg('a', now);
  bridge.attach(port);
  const [stereoFile, monoFile] = [join(folder, 'new', 'stereo.wav'), join(folder, 'new', 'mono.wav')];
  bridge.tap('a', 'tap-1', { kind: 'record', stereoFile, monoFile, rateHz: 16000 });
  run(2000);
  run(1000, talk(2000));
  const voice = bridge.voice('agent');
  voice.write('u', constant(1000, 3000), mixRateHz);
  voice.end('u');
  voice.setGate('u', true);
  run(5000);
  voice.write('v', constant(100, 0), mixRateHz);
  voice.end('v');
  voice.setGate('v', true);
  run(7000);
  const { recorded } = await bridge.close();
  assert.deepEqual(recorded, { frames: 15 * 16000, rateHz: 16000 });
  const { channels, rateHz } = decodeWav(await readFile(stereoFile));
  const [caller, agent] = channels as [Int16Array, Int16Array];
  const mono = decodeWav(await readFile(monoFile)).channels[0]!;
  assert.equal(rateHz, 16000);
  const at = (track: Int16Array, seconds: number) => track[Math.round(seconds * 16000)]!;
  assert.deepEqual([at(caller, 1.9), at(caller, 2.5), at(caller, 3.2)], [0, 2000, 0]);
  assert.deepEqual([at(agent, 2.9), at(agent, 3.5), at(agent, 4.2)], [0, 3000, 0]);
  assert.ok(
    agent.subarray(5 * 16000).every((sample) => sample === 0),
    'what is said next begins with no rest of what was said before',
  );
  assert.deepEqual([at(mono, 2.5), at(mono, 3.5), mono.length], [2000, 3000, agent.length]);
  await rm(folder, { recursive: true });
});

test('a disk that refuses is told once and the call goes on', async () => {
  const { bridge, run, events } = setUp();
  bridge.tap('a', 'tap-9', {
    kind: 'record',
    stereoFile: '/dev/null/x.wav',
    monoFile: '/dev/null/y.wav',
    rateHz: 8000,
  });
  run(5000);
  await bridge.close();
  assert.deepEqual(
    events.flatMap((event) => (event.is === 'tap' ? [event.id] : [])),
    ['tap-9'],
  );
});

test('a frame of the mixer is 20 ms', () => assert.equal(mixFrameSamples, 480));

const starvings = (events: MediaEvent[]) =>
  events.flatMap((event) => (event.is === 'starved' ? [`${event.from} ${event.silentMs} at ${event.at / 1000}`] : []));

test('a leg from which nothing comes is told of at each second, from its last packet on', () => {
  const { bridge, run, now, events } = setUp();
  const { port, talk } = createLeg('a', now);
  bridge.attach(port);
  run(500, talk(100));
  run(3000);
  assert.deepEqual(starvings(events), ['a 1000 at 1480', 'a 2000 at 2480', 'a 3000 at 3480']);
  run(600, talk(100));
  events.length = 0;
  run(1500);
  assert.deepEqual(
    starvings(events).map((line) => line.split(' at ')[0]),
    ['a 1000'],
  );
});

test('a leg that never sends anything starves from the moment it was attached', () => {
  const { bridge, run, now, events } = setUp();
  run(700);
  bridge.attach(createLeg('a', now).port);
  run(2400);
  assert.deepEqual(starvings(events), ['a 1000 at 1700', 'a 2000 at 2700']);
});

test('a leg that wants its frames early has them a slot before they leave, but the first of what is said at once', () => {
  const { bridge, run, now } = setUp();
  const leaves: number[] = [];
  const made: number[] = [];
  bridge.attach({
    ...{ id: 'a', role: 'caller', playRateHz: mixRateHz, onSound: null, wantsFramesEarly: true },
    play(_frame, _index, inUs) {
      made.push(now());
      leaves.push(now() + inUs);
    },
  });
  bridge.routes([{ from: 'agent', to: 'a', gain: 1 }]);
  run(50);
  assert.deepEqual(leaves, [0, 20_000, 40_000]);
  assert.deepEqual(made, [0, 15_000, 35_000]);

  const voice = bridge.voice('agent');
  voice.write('u', constant(60, 700), mixRateHz);
  voice.end('u');
  voice.setGate('u', true);
  run(90);
  assert.deepEqual(leaves.slice(3), [50_000, 70_000, 90_000, 110_000, 140_000]);
  assert.deepEqual(made.slice(3), [50_000, 65_000, 85_000, 105_000, 135_000]);
});

/** Ends each talkspurt with so much silence that the next begins anew. */
function setUpHolding() {
  const all = setUp();
  const made: { at: number; value: number }[] = [];
  const { port } = createLeg('a', all.now);
  const play: LegPort['play'] = (frame) => void made.push({ at: all.now() / 1000, value: loudness(frame) });
  all.bridge.attach({ ...port, holdsUs: 60_000, play });
  all.bridge.routes([{ from: 'agent', to: 'a', gain: 1 }]);
  const say = (utt: string, ms: number) => {
    all.bridge.voice('agent').write(utt, constant(ms, 700), mixRateHz);
    all.bridge.voice('agent').end(utt);
    all.bridge.voice('agent').setGate(utt, true);
  };
  const loud = () => made.flatMap(({ at, value }) => (value === 700 ? [at] : []));
  return { ...all, say, loud };
}

test('a far end that holds sound has three frames ahead of what it plays, and the times told are those of the playing', () => {
  const { run, say, loud, events } = setUpHolding();
  run(100);
  say('u', 200);
  run(400);
  assert.deepEqual(loud(), [100, 100, 100, 100, 120, 140, 160, 180, 200, 220]);
  assert.deepEqual(
    events.map(({ is, at }) => `${is} ${at / 1000}`),
    ['first 100', 'done 300'],
  );
  say('v', 60);
  run(100);
  assert.deepEqual(loud().slice(10), [500, 500, 500]);
});

test('what is said while some is still held is not sent further ahead', () => {
  const { run, say, loud } = setUpHolding();
  run(100);
  say('u', 200);
  run(150);
  say('v', 200);
  run(400);
  assert.deepEqual(loud().slice(10, 13), [250, 260, 280]);
});

test('what the far end forgets at a pause was not played, and is played when it goes on', () => {
  const { bridge, run, say, events } = setUpHolding();
  run(100);
  say('u', 1000);
  run(500);
  bridge.voice('agent').pause(20, 600_000);
  run(100);
  const paused = events.find(({ is }) => is === 'paused') as { playedUs: number };
  assert.ok(paused.playedUs >= 480_000 && paused.playedUs <= 520_000, `${paused.playedUs}`);
});
