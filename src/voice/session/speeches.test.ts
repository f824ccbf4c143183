import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestMouth } from '../../../test/support/scripted-mouth.ts';
import { createVirtualClock } from '../../../test/support/virtual-clock.ts';
import type { Voice } from '../../interfaces/bridge.ts';
import { voiceSettings } from '../settings.ts';
import { createSpeeches } from './speeches.ts';

test('speeches that were dropped before their turn take no room from later ones', async () => {
  const clock = createVirtualClock();
  const mouth = createTestMouth(clock);
  const written = new Map<string, number>();
  const unused = (): void => {};
  const voice: Voice = {
    gate: unused,
    write: (utt, pcm, rateHz) => void written.set(utt, (written.get(utt) ?? 0) + pcm.length / rateHz),
    end: unused,
    pause: unused,
    resume: unused,
    clear: unused,
    loop: unused,
    volume: unused,
    reflex: unused,
  };
  const speeches = createSpeeches({
    clock,
    voice,
    settings: voiceSettings({}),
    mouths: [mouth],
    signal: new AbortController().signal,
    report: unused,
    background: (work) => void work,
  });
  const by = { mouth: 0, speed: 1 };
  const minute = 'word '.repeat(200);
  speeches.say('first', minute, by);
  await clock.runTo(1e6);
  assert.ok(Math.abs(written.get('first')! - 10.2) < 0.01, 'read until it is ten seconds ahead');
  for (let i = 0; i < 50; i++) {
    speeches.say(`dropped ${i}`, minute, by);
    await clock.runTo(clock.now() + 100_000);
    speeches.clear(`dropped ${i}`);
  }
  speeches.say('last', minute, by);
  speeches.clear('first');
  await clock.runTo(clock.now() + 1e6);
  assert.deepEqual([...written.keys()], ['first', 'last']);
  assert.ok(Math.abs(written.get('last')! - 10.2) < 0.01, String(written.get('last')));
});
