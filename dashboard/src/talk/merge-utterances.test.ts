import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeUtterances } from './merge-utterances.ts';
import type { TalkUtterance } from './talk-state.ts';

const say = (role: 'agent' | 'user', content: string): TalkUtterance => ({ is: 'utterance', role, content });

test('an agent utterance grows in place', () => {
  const known = [say('agent', 'Hello')];
  assert.deepEqual(mergeUtterances(known, [say('agent', 'Hello and welcome.')]), [say('agent', 'Hello and welcome.')]);
});

test('an utterance cut by a barge-in shrinks in place, also at the far end of a long call', () => {
  const known = 'abcdefgh'
    .split('')
    .map((letter, index) => say(index % 2 ? 'user' : 'agent', `${letter} said something`));
  const window = [...known.slice(4, 7), say('user', 'h said-'), say('agent', 'Sure.')];
  assert.deepEqual(mergeUtterances(known, window).slice(-2), [say('user', 'h said-'), say('agent', 'Sure.')]);
  assert.equal(mergeUtterances(known, window).length, 9);
});

test('words of which nothing was heard go again, also at the far end of a long call', () => {
  const known = 'abcdefg'.split('').map((letter, index) => say(index % 2 ? 'user' : 'agent', `${letter} was said`));
  const window = [...known.slice(3, 6), say('user', 'No.'), say('agent', 'Sorry.')];
  assert.deepEqual(mergeUtterances(known, window), [...known.slice(0, 6), say('user', 'No.'), say('agent', 'Sorry.')]);
});

test('interim words at the end of a window are no utterance, and a window that they fill is still a window', () => {
  const known = 'abcdefg'.split('').map((letter, index) => say(index % 2 ? 'user' : 'agent', `${letter} was said`));
  const window = [...known.slice(-4), say('user', 'good mor')];
  assert.deepEqual(mergeUtterances(known, window, 'good mor'), known);
  assert.deepEqual(mergeUtterances(known.slice(0, 1), [known[0]!, say('user', 'good')], 'good'), known.slice(0, 1));
});

test('the transcript of any call comes out whole when every utterance is seen', () => {
  const utterance = fc.record({ role: fc.constantFrom('agent' as const, 'user' as const), id: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(utterance, { maxLength: 40 }), (script) => {
      const call = script.map(({ role, id }, index) => say(role, `${id} utterance number ${index}!`));
      let known: TalkUtterance[] = [];
      for (let end = 1; end <= call.length; end++)
        known = mergeUtterances(known, call.slice(Math.max(0, end - 5), end));
      assert.deepEqual(known, call);
    }),
  );
});
