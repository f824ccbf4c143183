import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LegCommand, LegEvent } from '../../../interfaces/leg.ts';
import { scriptedLeg } from '../../../../test/support/scripted-leg.ts';
import { shareLeg } from './shared-leg.ts';

test('each hand counts its own commands, and the leg gets them all in order', () => {
  const { leg, commands } = scriptedLeg();
  const shared = shareLeg(leg);
  const one = shared.hand();
  const two = shared.hand();
  one.send({ n: 1, do: 'ring' });
  one.send({ n: 1, do: 'ring' });
  two.send({ n: 1, do: 'answer' });
  shared.send({ do: 'hangup', reason: 'ended' });
  const given = commands.map(({ n, do: what }: LegCommand) => [n, what]);
  assert.deepEqual(given, [
    [1, 'ring'],
    [2, 'answer'],
    [3, 'hangup'],
  ]);
});

test('a later hand hears what was before it, keys only if nobody heard them', () => {
  const { leg, tell } = scriptedLeg();
  const shared = shareLeg(leg);
  const heard = (): LegEvent['is'][] => {
    const kinds: LegEvent['is'][] = [];
    shared.hand().onEvent(({ is }) => kinds.push(is));
    return kinds;
  };
  tell({ is: 'dtmf', digit: '0' });
  const first = heard();
  tell({ is: 'ringing' });
  tell({ is: 'dtmf', digit: '1' });
  tell({ is: 'answered' });
  const second = heard();
  tell({ is: 'gone', by: 'peer', detail: '' });
  assert.deepEqual(first, ['dtmf', 'ringing', 'dtmf', 'answered', 'gone']);
  assert.deepEqual(second, ['ringing', 'answered', 'gone']);
  assert.equal(shared.isGone, true);
});
