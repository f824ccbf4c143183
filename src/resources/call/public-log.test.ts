import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf } from '../../../test/support/call-end.ts';
import { publicLog } from './public-log.ts';

test('a line has wall time, media time and the fact', () => {
  const [, second] = publicLog(
    eventsOf({ is: 'speaking', who: 'user', on: true }, { is: 'end', reason: 'user_hangup', detail: '' }),
  ).split('\n');
  assert.equal(second, '2023-11-14T22:13:21.000Z +1.000s call ended: user_hangup');
});

test('what was said, typed, asked of tools or collected does not stand in the log', () => {
  const words = [{ word: 'SECRET', start: 0, end: 1 }];
  const log = publicLog(
    eventsOf(
      { is: 'user_said', text: 'SECRET', words },
      { is: 'agent_said', utt: 'u', text: 'SECRET', words, interrupted: true, metadata: { response_id: 1 } },
      { is: 'dtmf', digit: '7' },
      { is: 'tool_started', tool_call_id: 't1', name: 'book', arguments: '{"card":"SECRET"}', type: 'custom' },
      { is: 'tool_finished', tool_call_id: 't1', successful: false, content: 'SECRET', tookMs: 12.4 },
      { is: 'variables', collected: { name: 'SECRET' } },
    ),
  );
  assert.doesNotMatch(log, /SECRET|card|pressed.*7/);
  assert.match(log, /user: 1 word transcribed/);
  assert.match(log, /agent: 1 word heard, interrupted/);
  assert.match(log, /tool call t1 failed after 12 ms, 6 characters/);
});
