// Calls out that a voicemail answers, on real legs with real sound: its greeting, its beep, and what is left on it.

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import {
  OWN_NUMBER,
  startTransferWorld,
  type RunningPhoneCall,
  type TransferWorld,
} from '../support/transfer-world.ts';

const THEM = '+14155550177';

suite('voicemails', { concurrency: 4 }, () => {
  let world: TransferWorld;
  const cleanUps: (() => unknown)[] = [];
  before(async () => {
    world = await startTransferWorld({ after: (cleanUp) => void cleanUps.push(cleanUp) });
  });
  after(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });

  async function call(agent: object, hears: string[]): Promise<RunningPhoneCall> {
    const agentId = await world.agent({ agent, llm: { begin_message: 'Hello, this is the dentist.' } });
    const row = {
      direction: 'outbound' as const,
      from_number: OWN_NUMBER,
      to_number: THEM,
      retell_llm_dynamic_variables: JSON.stringify({ name: 'Ann' }),
    };
    return world.begin({ agentId, turns: [{ say: 'By the prompt.' }], hears, row });
  }

  /** The greeting, and behind it a beep of 400 ms. */
  async function greet({ caller }: RunningPhoneCall): Promise<void> {
    caller.say(900);
    await caller.said();
    caller.beep();
  }

  for (const [type, text, expected] of [
    ['static_text', 'Please call us, {{name}}.', 'Please call us, Ann.'],
    ['prompt', 'Ask {{name}} to call.', 'By the prompt.'],
  ] as const) {
    test(`a message by ${type} is left behind the beep, and then the call ends`, async () => {
      const made = await call({ voicemail_option: { action: { type, text } } }, ['Leave a message after the tone.']);
      await greet(made);
      await made.caller.hears(220);
      await made.call.finished;
      assert.equal((await made.row()).disconnection_reason, 'voicemail_reached');
      assert.equal(made.mouth.speeches.at(-1)?.text.trim(), expected);
      assert.equal(
        String((await made.row()).details['transcript'])
          .split('\n')
          .at(-2),
        `Agent: ${expected}`,
      );
      await made.caller.gone;
    });
  }

  test('a beep without a word that was understood is a voicemail, too', async () => {
    const made = await call({ voicemail_option: { action: { type: 'hangup' } } }, ['']);
    await greet(made);
    await made.call.finished;
    assert.equal((await made.row()).disconnection_reason, 'voicemail_reached');
  });

  test('a menu ends the call only where its option says so', async () => {
    const made = await call({ ivr_option: { action: { type: 'hangup' } } }, ['For sales press one.']);
    made.caller.say();
    await made.call.finished;
    assert.equal((await made.row()).disconnection_reason, 'ivr_reached');
  });
});
