import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bridgeCue, holdSound } from './hold-sound.ts';

test('sounds of waiting loop without a click, are neither silent nor too loud, and are made once', async () => {
  assert.equal(await holdSound('none'), null);
  for (const music of ['ringtone', 'relaxing_sound', 'uplifting_beats'] as const) {
    const sound = (await holdSound(music))!;
    const { pcm } = sound;
    const peak = pcm.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    assert.ok(peak > 2000 && peak < 24_000, `${music}: ${peak}`);
    assert.ok(Math.abs(pcm[0]! - pcm.at(-1)!) < 300, `${music}: a click where it begins anew`);
    let step = 0;
    for (let i = 1; i < pcm.length; i++) step = Math.max(step, Math.abs(pcm[i]! - pcm[i - 1]!));
    assert.ok(step < 4500, `${music}: a click of ${step}`);
    assert.equal(await holdSound(music), sound);
  }
});

test('ringing is on for two seconds of six', async () => {
  const { pcm, rateHz } = (await holdSound('ringtone'))!;
  assert.equal(pcm.length, 6 * rateHz);
  assert.ok(pcm.subarray(0, rateHz).some((value) => Math.abs(value) > 1000));
  assert.ok(pcm.subarray(2 * rateHz).every((value) => value === 0));
});

test('the cue is short', async () => {
  const { pcm, rateHz } = await bridgeCue();
  assert.ok(pcm.length <= rateHz / 2 && pcm.some((value) => Math.abs(value) > 2000));
});
