import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering } from '../../../test/support/jobs.ts';
import type { Row } from '../../storage/index.ts';
import { judgeAnswer } from './voicemail-message.ts';

const ROW = {
  call_id: 'call_1',
  call_type: 'phone_call',
  retell_llm_dynamic_variables: { shop: 'Elm' },
  details: {},
} as unknown as Row<'calls'>;

async function judged(agent: object, answer: string) {
  const { model, asked } = answering(answer, answer);
  const writer = { agent: { ...agent }, defaults: {}, collected: () => ({}), model: () => model };
  const as = await judgeAnswer({ wallClock: Date.now }, ROW, writer, 'Who is it?', new AbortController().signal);
  return { as, asked };
}

const BOTH = {
  voicemail_option: { action: { type: 'hangup' }, detection_prompt: 'Also the machine of {{shop}}.' },
  ivr_option: { action: { type: 'hangup' }, detection_prompt: 'Asks for a number.' },
};

test('a model judges by the detection_prompts that there are, and what it may not say is a person', async () => {
  const { as, asked } = await judged(BOTH, '{"answered_by":"ivr"}');
  assert.equal(as, 'ivr');
  const system = String(asked[0]?.messages[0]?.content);
  assert.match(system, /"voicemail": Also the machine of Elm\.\n"ivr": Asks for a number\./);
  assert.match(String(asked[0]?.messages[1]?.content), /"Who is it\?"/);
  assert.equal((await judged(BOTH, '{"answered_by":"person"}')).as, null);
  assert.equal((await judged({ voicemail_option: BOTH.voicemail_option }, '{"answered_by":"ivr"}')).as, null);
  assert.equal((await judged(BOTH, 'A machine, I think.')).as, null);
  const none = await judged({ voicemail_option: { action: { type: 'hangup' } } }, '{"answered_by":"voicemail"}');
  assert.deepEqual([none.as, none.asked.length], [null, 0]);
});
