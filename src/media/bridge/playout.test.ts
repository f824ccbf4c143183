import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { MediaEvent, UttId } from '../../interfaces/bridge.ts';
import { frameUs, mixFrameSamples, mixRateHz } from './media-time.ts';
import { Playout } from './playout.ts';

type Told = Pick<Extract<MediaEvent, { utt: UttId }>, 'is' | 'utt' | 'playedUs' | 'word'> & { at: number };

let told: Told[];
let voice: Playout;
let now: number;

beforeEach(() => {
  told = [];
  now = 0;
  voice = new Playout({ emit: (event, at) => told.push({ ...event, at }) });
});

const level = (ms: number, value = 1000) => new Int16Array((mixRateHz * ms) / 1000).fill(value);
const kinds = () => told.map(({ is, utt }) => `${is} ${utt}`);

/** Pulls frames; gives what was heard as one array. */
function play(ms: number): number[] {
  const heard: number[] = [];
  for (let done = 0; done < ms; done += 20) {
    const frame = voice.pull(now);
    heard.push(...(frame ?? new Int16Array(mixFrameSamples)));
    now += frameUs;
  }
  return heard;
}

function speak(utt: UttId, ms: number): void {
  voice.write(utt, level(ms), mixRateHz);
  voice.end(utt);
  voice.setGate(utt, true);
}

test('an utterance is written but silent until its gate opens', () => {
  voice.write('a', level(40), mixRateHz);
  voice.end('a');
  assert.ok(play(60).every((sample) => sample === 0));
  assert.equal(voice.ready, false);
  voice.setGate('a', true);
  assert.equal(voice.ready, true);
  assert.ok(play(40).every((sample) => sample === 1000));
  assert.deepEqual(kinds(), ['first a', 'done a']);
  assert.deepEqual(told[1], { is: 'done', utt: 'a', playedUs: 40_000, word: 0, at: 100_000 });
});

test('a gate may open before the first sound is there', () => {
  voice.setGate('a', true);
  voice.write('a', level(20), mixRateHz);
  assert.ok(play(20).every((sample) => sample === 1000));
});

test('utterances follow each other without a gap', () => {
  speak('a', 30);
  speak('b', 30);
  assert.ok(play(60).every((sample) => sample === 1000));
  assert.deepEqual(kinds(), ['first a', 'done a', 'first b', 'done b']);
  assert.equal(told[2]!.at, 30_000);
});

test('a pause fades, holds every sample, and goes on where it stopped', () => {
  speak('a', 200);
  play(40);
  voice.pause(20, now);
  const fading = play(40);
  assert.ok(fading[0]! > 900 && fading[0]! <= 1000);
  assert.ok(fading.slice(1, 480).every((sample, i) => sample <= fading[i]!));
  assert.ok(fading.slice(490).every((sample) => sample === 0));
  const { playedUs, at } = told.at(-1)!;
  assert.equal(told.at(-1)!.is, 'paused');
  assert.ok(Math.abs(playedUs - 60_000) < 200, `${playedUs}`);
  assert.ok(Math.abs(at - 60_000) < 200);
  voice.resume(now);
  assert.equal(told.at(-1)!.is, 'resumed');
  play(160);
  assert.deepEqual(told.at(-1)!.is, 'done');
  assert.equal(told.at(-1)!.playedUs, 200_000);
});

test('a pause with nothing begun holds nothing back', () => {
  voice.pause(20, now);
  speak('a', 20);
  assert.ok(play(20).every((sample) => sample === 1000));
});

test('a pause that meets the end of the utterance does not mute the next', () => {
  speak('a', 40);
  play(20);
  voice.pause(100, now);
  play(60);
  speak('b', 20);
  assert.ok(play(20).every((sample) => sample === 1000));
});

test('clearing cuts with a short fade and tells how much and how many words were heard', () => {
  const words = [0, 1, 2, 3].map((i) => ({ word: `w${i}`, start: i * 0.05, end: (i + 1) * 0.05 }));
  voice.write('a', level(200), mixRateHz, words);
  voice.setGate('a', true);
  speak('b', 50);
  play(100);
  voice.clear(undefined, now);
  assert.deepEqual(kinds(), ['first a', 'cleared b']);
  const cut = play(40);
  assert.ok(cut.slice(260).every((sample) => sample === 0));
  assert.deepEqual(kinds(), ['first a', 'cleared b', 'cleared a']);
  assert.equal(told.at(-1)!.word, 2);
  assert.ok(Math.abs(told.at(-1)!.playedUs - 120_000) <= 20_000);
});

test('what is said next while the cut still fades is not cut', () => {
  speak('a', 200);
  play(40);
  voice.clear(undefined, now);
  speak('b', 40);
  play(80);
  assert.deepEqual(kinds(), ['first a', 'cleared a', 'first b', 'done b']);
});

test('late sound for an utterance that was cleared does not bring it back', () => {
  speak('a', 200);
  voice.clear('a', now);
  voice.write('a', level(100), mixRateHz);
  speak('b', 20);
  assert.ok(play(20).every((sample) => sample === 1000));
  assert.deepEqual(kinds(), ['cleared a', 'first b', 'done b']);
});

test('clearing what is paused makes way for the next', () => {
  speak('a', 200);
  play(40);
  voice.pause(10, now);
  play(40);
  voice.clear('a', now);
  speak('b', 20);
  assert.ok(play(20).every((sample) => sample === 1000));
});

test('running dry is told once for each dry spell', () => {
  voice.write('a', level(20), mixRateHz);
  voice.setGate('a', true);
  play(80);
  voice.write('a', level(20), mixRateHz);
  play(60);
  voice.end('a');
  play(20);
  assert.deepEqual(kinds(), ['first a', 'underrun a', 'underrun a', 'done a']);
});

test('the reflex pauses after so much speech of the caller, once for each speech', () => {
  voice.reflexRule = { pauseAfterSpeechMs: 150, duckGain: 1 };
  speak('a', 2000);
  play(100);
  const since = now;
  for (let ms = 0; ms < 140; ms += 20) {
    voice.reflex(since, now);
    play(20);
  }
  assert.deepEqual(kinds(), ['first a']);
  voice.reflex(since, now + 10_000);
  play(40);
  assert.equal(kinds().at(-1), 'paused a');
  voice.resume(now);
  voice.reflex(since, now);
  play(200);
  assert.equal(kinds().at(-1), 'resumed a');
  voice.reflex(now - 200_000, now);
  play(40);
  assert.equal(kinds().at(-1), 'paused a');
});

test('speech that went on before the voice began does not count against it', () => {
  voice.reflexRule = { pauseAfterSpeechMs: 150, duckGain: 1 };
  now = 5_000_000;
  speak('a', 400);
  play(20);
  voice.reflex(1_000_000, now);
  play(100);
  assert.deepEqual(kinds(), ['first a']);
});

test('volume scales and a loop lies underneath', () => {
  voice.setVolume(0.5);
  speak('a', 400);
  assert.ok(Math.abs(play(400).at(-1)! - 500) <= 1);
  voice.setVolume(1);
  voice.loop({ pcm: level(30, 100), rateHz: mixRateHz }, 0.5);
  assert.ok(play(40).every((sample) => sample === 50));
  voice.loop(null, 1);
  assert.equal(voice.pull(now), null);
});

/** Every sample is its own number, so that what is played twice can be told. */
const counting = (ms: number) => Int16Array.from({ length: (mixRateHz * ms) / 1000 }, (_, i) => i);

test('a rewind plays what was played again, from samples that no fade has touched', () => {
  // Pieces of uneven length, so that the way back crosses them.
  const sound = counting(400);
  for (let at = 0; at < sound.length; at += 1111) voice.write('a', sound.slice(at, at + 1111), mixRateHz);
  voice.end('a');
  voice.setGate('a', true);
  play(200);
  voice.pause(20, now);
  play(40);
  const paused = told.at(-1)!;
  voice.resume(now, 100);
  const resumed = told.at(-1)!;
  assert.equal(resumed.is, 'resumed');
  assert.equal(paused.playedUs - resumed.playedUs, 100_000);
  const from = Math.round((resumed.playedUs * mixRateHz) / 1e6);
  const heard = play(400);
  const steady = heard.slice(480, 480 + 4000);
  assert.deepEqual(steady, [...sound.slice(from + 480, from + 480 + 4000)]);
  assert.equal(heard.filter((sample) => sample !== 0).length, sound.length - from);
  assert.equal(told.at(-1)!.is, 'done');
  assert.equal(told.at(-1)!.playedUs, 400_000);
});

test('what was heard before a rewind counts although it is cut before it is said again', () => {
  const words = [0, 1, 2, 3].map((i) => ({ word: `w${i}`, start: i * 0.1, end: (i + 1) * 0.1 }));
  voice.write('a', level(400), mixRateHz, words);
  voice.setGate('a', true);
  play(280);
  voice.pause(10, now);
  play(20);
  const { playedUs } = told.at(-1)!;
  voice.resume(now, 90);
  assert.equal(told.at(-1)!.word, 2);
  play(20);
  voice.pause(10, now);
  play(20);
  assert.equal(told.at(-1)!.is, 'paused');
  assert.ok(told.at(-1)!.playedUs < playedUs, 'a pause tells its place');
  voice.clear('a', now);
  assert.deepEqual(told.at(-1), { is: 'cleared', utt: 'a', playedUs, word: 3, at: now });
});

test('a rewind goes no farther than the beginning, nor than what is kept', () => {
  speak('a', 3000);
  play(100);
  voice.pause(10, now);
  play(20);
  voice.resume(now, 1000);
  assert.equal(told.at(-1)!.playedUs, 0);
  play(2500);
  voice.pause(10, now);
  play(20);
  const { playedUs } = told.at(-1)!;
  voice.resume(now, 60_000);
  assert.equal(playedUs - told.at(-1)!.playedUs, 1_500_000);
  play(2000);
  assert.equal(told.at(-1)!.is, 'done');
});

test('a speech that ran dry and is rewound can run dry again', () => {
  voice.write('a', level(200), mixRateHz);
  voice.setGate('a', true);
  play(240);
  voice.pause(10, now);
  voice.resume(now, 100);
  play(240);
  assert.deepEqual(kinds(), ['first a', 'underrun a', 'paused a', 'resumed a', 'underrun a']);
});

test('sound that was played does not stay for ever', () => {
  const second = level(1000);
  for (let i = 0; i < 30; i++) voice.write('a', second, mixRateHz);
  voice.setGate('a', true);
  play(20_000);
  assert.ok(voice.dump().heldMs < 13_000, `${voice.dump().heldMs}`);
});
