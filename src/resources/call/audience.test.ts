import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Route } from '../../interfaces/bridge.ts';
import type { CallLeg, LegCommand, LegEvent } from '../../interfaces/leg.ts';
import { createAudience } from './audience.ts';
import { createMatrix } from './stage/matrix.ts';

function world() {
  let routes: string[] = [];
  let speakersGone = 0;
  const bridge = {
    attach() {},
    detach() {},
    routes: (given: Route[]) => void (routes = given.map(({ from, to }) => `${from}>${to}`).sort()),
  };
  const matrix = createMatrix({ bridge, caller: 'caller' });
  const audience = createAudience({ bridge, matrix, onSpeakerGone: () => speakersGone++ });
  function leg(id: string) {
    const commands: string[] = [];
    let listener: (event: LegEvent) => void = () => {};
    const send = (command: LegCommand): void => {
      commands.push(command.do);
      if (command.do === 'hangup') listener({ is: 'gone', by: 'us', detail: '', at: 0, wall: 0 });
    };
    const made = { id, send, onEvent: (each: typeof listener) => (listener = each) } as unknown as CallLeg;
    return { leg: made, commands, goes: () => listener({ is: 'gone', by: 'peer', detail: '', at: 0, wall: 0 }) };
  }
  return { audience, leg, routes: () => routes, speakersGone: () => speakersGone };
}

test('who listens hears both and is heard by nobody', () => {
  const { audience, leg, routes } = world();
  const [one, two] = [leg('one'), leg('two')];
  audience.join(one.leg, 'a');
  audience.join(two.leg, 'b');
  assert.deepEqual(routes(), ['agent>caller', 'agent>one', 'agent>two', 'caller>one', 'caller>two']);
  one.goes();
  assert.deepEqual(routes(), ['agent>caller', 'agent>two', 'caller>two']);
  assert.deepEqual(one.commands, ['answer']);
});

test('who takes over is heard by all, in place of the agent, and told so', () => {
  const { audience, leg, routes, speakersGone } = world();
  const [one, two] = [leg('one'), leg('two')];
  audience.join(one.leg, 'a');
  audience.join(two.leg, 'b');
  audience.takeOver('a');
  assert.equal(audience.speaker, 'a');
  assert.deepEqual(routes(), ['caller>one', 'caller>two', 'one>caller', 'one>two']);
  assert.deepEqual(one.commands, ['answer', 'publish']);
  two.goes();
  assert.equal(speakersGone(), 0);
  one.goes();
  assert.equal(speakersGone(), 1);
});

test('five at a time; the newest of one id takes its own seat', () => {
  const { audience, leg } = world();
  for (const id of ['a', 'b', 'c', 'd', 'e']) audience.join(leg(id).leg, id);
  assert.deepEqual([audience.admits('f'), audience.admits('a')], [false, true]);
  const late = leg('late');
  audience.join(late.leg, 'f');
  assert.deepEqual([late.commands, audience.has('f')], [['hangup'], false]);
  audience.join(leg('again').leg, 'a');
  assert.equal(audience.has('a'), true);
});

test('a call that is over sends everybody away and takes nobody in', () => {
  const { audience, leg, speakersGone } = world();
  const one = leg('one');
  audience.join(one.leg, 'a');
  audience.takeOver('a');
  audience.close();
  assert.deepEqual(one.commands.at(-1), 'hangup');
  assert.equal(speakersGone(), 0);
  assert.equal(audience.admits('b'), false);
});
