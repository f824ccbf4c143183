// Calls out that a voicemail answers, on real legs with real sound: its greeting, its beep, and what is left on it.

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { silentLog } from '../../src/interfaces/log.ts';
import type { TextToSpeech } from '../../src/interfaces/text-to-speech.ts';
import { createLocalSpeech } from '../../src/providers/local/index.ts';
import { createScriptedProviders } from '../../src/providers/scripted/index.ts';
import { openListener } from '../support/speech/listen.ts';
import { openTestModels } from '../support/speech/models.ts';
import {
  OWN_NUMBER,
  startTransferWorld,
  type RunningPhoneCall,
  type TransferWorld,
} from '../support/transfer-world.ts';

/** A text in the local voice. */
async function spoken(mouth: TextToSpeech, text: string): Promise<{ pcm: Int16Array; rateHz: number }> {
  const synthesis = mouth.open({
    voice: 'local-Joe',
    model: null,
    speed: 1,
    temperature: null,
    language: 'en',
    pronunciations: [],
    signal: new AbortController().signal,
  });
  synthesis.write(text);
  synthesis.end();
  const parts: number[] = [];
  let rateHz = 0;
  for await (const chunk of synthesis.chunks) {
    parts.push(...chunk.pcm);
    rateHz = chunk.rateHz;
  }
  return { pcm: Int16Array.from(parts), rateHz };
}

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

  async function call(agent: object, hears: string[], deps = {}): Promise<RunningPhoneCall> {
    const agentId = await world.agent({ agent, llm: { begin_message: 'Hello, this is the dentist.' } });
    const row = {
      direction: 'outbound' as const,
      from_number: OWN_NUMBER,
      to_number: THEM,
      retell_llm_dynamic_variables: JSON.stringify({ name: 'Ann' }),
    };
    return world.begin({ agentId, turns: [{ say: 'By the prompt.' }], hears, row, deps });
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

  test('a greeting that a real voice speaks is understood by the real recogniser, and the message is heard whole behind the beep', async (t) => {
    const store = openTestModels();
    const speech = createLocalSpeech({ store, log: silentLog });
    t.after(async () => {
      await speech.close();
      await store.close();
    });
    await speech.warm();
    const greeting = await spoken(
      speech.mouth,
      'You have reached the voicemail of Ann. Please leave a message after the tone.',
    );
    const option = { action: { type: 'static_text', text: 'Please call the dentist tomorrow morning.' } };
    const providers = createScriptedProviders({ ears: speech.ears, mouth: speech.mouth });
    const made = await call({ voicemail_option: option }, [], { providers });
    await made.caller.told('answer');
    await made.caller.play(greeting.pcm, greeting.rateHz);
    const heard = made.caller.record();
    made.caller.beep();
    await made.call.finished;
    const row = await made.row();
    assert.equal(row.disconnection_reason, 'voicemail_reached');
    assert.match(
      String(row.details['transcript']),
      /User: .*(voice ?mail|message|tone).*\nAgent: Please call the dentist tomorrow morning\.\n$/i,
    );
    const words = await openListener(t)(heard(), 8000);
    assert.match(words, /call the dentist tomorrow/i);
  });

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
