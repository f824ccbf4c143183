// Calls out that a machine answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVirtualCall, type VirtualCallOptions } from '../support/virtual-call.ts';

const HANG_UP = { voicemail_option: { action: { type: 'hangup' } } };
const LEAVE = { voicemail_option: { action: { type: 'static_text', text: 'Call us back.' } } };
const GREETING = 'Sorry I cannot take your call please leave a message after the tone.';

function called(agent: object, more: Partial<VirtualCallOptions> = {}) {
  return startVirtualCall({
    agent: { ...agent },
    opening: { who: 'agent', text: 'Hello, this is the agent of the dentist.', delayMs: 0 },
    reply: () => ['I see.'],
    callsOut: { message: async () => 'Call us back.' },
    ...more,
  });
}

const goodbye = (call: ReturnType<typeof called>): string | undefined => call.transcript().at(-1);

test('a voicemail is hung up on at once, in the middle of its greeting and of the agent’s', async () => {
  const call = called(HANG_UP);
  call.media.says(GREETING, 0.5, 5);
  await call.runTo(10);
  assert.equal(call.end()?.reason, 'voicemail_reached');
  const [end] = call.facts('end');
  assert.ok((end?.at ?? 0) < 6.2e6, `ended at ${end?.at}`);
});

test('a message is left when the beep was heard, whole, and then the call ends', async () => {
  const call = called(LEAVE);
  call.media.says(GREETING, 0.5, 5);
  call.media.beeps(6.5);
  await call.runTo(6.4);
  assert.ok(!call.transcript().some((line) => line.includes('Call us back.')));
  await call.runTo(15);
  assert.equal(goodbye(call), 'Agent: Call us back.');
  assert.equal(call.end()?.reason, 'voicemail_reached');
  const said = call.facts('agent_said').at(-1)!;
  assert.ok(said.words[0]!.start >= 6.5 && said.words[0]!.start < 7, `said at ${said.words[0]!.start}`);
});

test('without a beep the message follows the silence; a greeting that promised one is given more time', async () => {
  for (const [greeting, fromS, toS] of [
    ['You have reached the voicemail of Ann Miller.', 1, 3],
    [GREETING, 3.8, 5.8],
  ] as const) {
    const call = called(LEAVE);
    call.media.says(greeting, 0.1, 2);
    await call.runTo(20);
    const start = call.facts('agent_said').at(-1)!.words[0]!.start - 2;
    assert.ok(start > fromS - 0.5 && start < toS + 0.5, `${greeting}: ${start}`);
    assert.equal(call.end()?.reason, 'voicemail_reached');
  }
});

test('a greeting with pauses is waited for to its end', async () => {
  const call = called(LEAVE);
  call.media.says('You have reached the voicemail of Ann.', 0.1, 2);
  call.media.says('I will get back to you.', 2.8, 4.5);
  await call.runTo(20);
  assert.ok(call.facts('agent_said').at(-1)!.words[0]!.start > 5.5);
});

test('a beep alone tells a voicemail, seven seconds of speech do, and nothing does after three minutes', async () => {
  const beep = called(HANG_UP);
  beep.media.beeps(4);
  await beep.runTo(6);
  assert.equal(beep.end()?.reason, 'voicemail_reached');
  const long = called(HANG_UP);
  long.media.says('this is a very long text of a company', 0.5, 12);
  await long.runTo(12);
  assert.equal(long.end()?.reason, 'voicemail_reached');
  const late = called({ ...HANG_UP, reminder_max_count: 0 });
  late.media.beeps(181);
  await late.runTo(183);
  assert.equal(late.end(), undefined);
});

test('a person is a person: the agent talks, and what is said later about messages ends nothing', async () => {
  const call = called(LEAVE);
  call.media.says('Hello?', 0.3, 0.9);
  call.media.says('Can I leave a message for the doctor?', 6, 8);
  await call.runTo(12);
  assert.equal(call.end(), undefined);
  assert.equal(goodbye(call), 'Agent: I see.');
});

test('a greeting as short as a person’s is known by the beep behind it, not by one much later', async () => {
  const machine = called(LEAVE);
  machine.media.says('Hi, this is Ann.', 0.3, 1.2);
  machine.media.beeps(3.5);
  await machine.runTo(12);
  assert.equal(machine.end()?.reason, 'voicemail_reached');
  assert.equal(goodbye(machine), 'Agent: Call us back.');
  const person = called(LEAVE);
  person.media.says('Hi, this is Ann.', 0.3, 1.2);
  person.media.beeps(20);
  await person.runTo(22);
  assert.equal(person.end(), undefined);
});

test('a menu is no voicemail: only its own option hangs up', async () => {
  const stays = called(HANG_UP);
  stays.media.says('For sales press one.', 0.3, 2);
  await stays.runTo(6);
  assert.equal(stays.end(), undefined);
  const leaves = called({ ivr_option: { action: { type: 'hangup' } } });
  leaves.media.says('For sales press one.', 0.3, 2);
  await leaves.runTo(6);
  assert.equal(leaves.end()?.reason, 'ivr_reached');
});

test('the older fields: a message, or an empty one that hangs up, within their time; the newer one goes before', async () => {
  const says = called({ voicemail_message: 'Call us back.' });
  says.media.says('This is the voicemail of Ann.', 0.3, 2);
  await says.runTo(15);
  assert.equal(goodbye(says), 'Agent: Call us back.');
  const empty = called({ voicemail_message: '' });
  empty.media.says(GREETING, 0.3, 3);
  await empty.runTo(6);
  assert.equal(empty.end()?.reason, 'voicemail_reached');
  const late = called({ voicemail_message: '', voicemail_detection_timeout_ms: 5000 });
  late.media.beeps(6);
  await late.runTo(8);
  assert.equal(late.end(), undefined);
  const both = called({ voicemail_message: 'Call us back.', ...HANG_UP });
  both.media.says(GREETING, 0.3, 3);
  await both.runTo(5);
  assert.equal(both.end()?.reason, 'voicemail_reached');
});

test('a message that could not be made, or a voicemail that hangs up, ends the call as reached', async () => {
  const none = called(LEAVE, { callsOut: { message: () => Promise.reject(new Error('no model')) } });
  none.media.says(GREETING, 0.3, 3);
  none.media.beeps(4);
  await none.runTo(8);
  assert.equal(none.end()?.reason, 'voicemail_reached');
  const cut = called(LEAVE);
  cut.media.says(GREETING, 0.3, 3);
  cut.media.at(3.5, () => cut.media.hangUp());
  await cut.runTo(6);
  assert.equal(cut.end()?.reason, 'voicemail_reached');
});

test('a message without an end, or one that is never made, is given up after two minutes', async () => {
  const messages = [async () => 'word '.repeat(1000), () => new Promise<null>(() => {})];
  for (const message of messages) {
    const call = called(LEAVE, { callsOut: { message } });
    call.media.says(GREETING, 0.3, 3);
    call.media.beeps(4);
    await call.runTo(120);
    assert.equal(call.end(), undefined);
    await call.runTo(130);
    assert.equal(call.end()?.reason, 'voicemail_reached');
  }
});

test('where words name no machine a model is asked once by the detection_prompt, and the conversation waits for nothing', async () => {
  const asks = { ...LEAVE.voicemail_option, detection_prompt: 'Also an assistant that screens calls.' };
  const answers = { voicemail: 'voicemail_reached', ivr: 'ivr_reached', person: undefined } as const;
  for (const [as, reason] of Object.entries(answers)) {
    const asked: string[] = [];
    const judge = async (text: string) => {
      asked.push(text);
      return as === 'person' ? null : (as as 'voicemail' | 'ivr');
    };
    const ivr_option = { action: { type: 'hangup' }, detection_prompt: 'Asks for a number.' };
    const call = called(
      { voicemail_option: asks, ivr_option },
      { callsOut: { message: async () => 'Call us back.', judge } },
    );
    call.media.says('Hello who is it?', 3.5, 5);
    if (as === 'person') call.media.says('And why do you call?', 8, 9);
    await call.runTo(13);
    assert.deepEqual(asked, ['Hello who is it?']);
    assert.equal(call.end()?.reason, reason, as);
    if (as === 'voicemail') assert.equal(goodbye(call), 'Agent: Call us back.');
    if (as === 'person') assert.equal(call.transcript().filter((line) => line === 'Agent: I see.').length, 2);
  }
  const plain: string[] = [];
  const none = called(LEAVE, { callsOut: { judge: async (text) => (plain.push(text), 'voicemail') } });
  none.media.says('Hello who is it?', 3.5, 5);
  await none.runTo(8);
  assert.deepEqual(plain, []);
});

test('without settings, and in calls that come in, nobody looks for machines', async () => {
  const plain = called({});
  plain.media.says(GREETING, 0.3, 3);
  plain.media.beeps(4);
  await plain.runTo(8);
  assert.equal(plain.end(), undefined);
  const inbound = startVirtualCall({ agent: HANG_UP, reply: () => ['I see.'] });
  inbound.media.says(GREETING, 0.3, 3);
  inbound.media.beeps(4);
  await inbound.runTo(8);
  assert.equal(inbound.end(), undefined);
});
