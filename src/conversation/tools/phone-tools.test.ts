// The tools of the telephone against a scripted line: what they ask of it, and what comes of its answers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createScriptedLine,
  createScriptedTexting,
  type LineScript,
  type ScriptedLine,
} from '../../../test/support/scripted-line.ts';
import type { Texting } from '../../interfaces/phone-line.ts';
import type { ToolConfig } from '../retell-llm-config.ts';
import { runConfiguredTool } from './run-tool.ts';
import type { ToolDeps, ToolOutcome } from './tool-kind.ts';

const VARIABLES: Record<string, string> = {
  number: '+1 (415) 555-0100',
  menu: '1*2#',
  name: 'Ann',
  evil: 'a\r\nX-Evil: 1',
  to: '+14155550123',
};
const HANGUP = new DOMException('the call ended', 'AbortError');

interface Run extends ToolOutcome {
  line: ScriptedLine;
  pauses: number[];
}

async function run(
  tool: Record<string, unknown> & { type: string },
  args: Record<string, unknown> = {},
  script: LineScript = {},
  more: Partial<ToolDeps> = {},
): Promise<Run> {
  const line = createScriptedLine(script);
  const pauses: number[] = [];
  const deps: ToolDeps = {
    egress: { send: () => Promise.reject(new Error('no net')) },
    sign: () => '',
    line,
    pause: async (ms) => void pauses.push(ms),
    ...more,
  };
  const outcome = await runConfiguredTool(deps, {
    tool: { name: tool.type, ...tool } as ToolConfig,
    args,
    lookup: (name) => VARIABLES[name],
    context: { subject: () => ({}), signal: new AbortController().signal },
  });
  return { ...outcome, line, pauses };
}

const predefined = (number: string, extension?: string): object => ({
  transfer_destination: { type: 'predefined', number, extension },
});
const cold = { transfer_option: { type: 'cold_transfer' } };

test('every tool of the telephone fails clearly without one, and the agent speaks about it', async () => {
  for (const type of ['transfer_call', 'press_digit', 'send_sms', 'bridge_transfer', 'cancel_transfer']) {
    const { successful, content, speaksAfter, directive } = await run({ type }, {}, {}, { line: null });
    assert.deepEqual([successful, speaksAfter, directive], [false, true, null], type);
    assert.match(content, /telephone|transfer/, type);
  }
});

test('a cold transfer asks for what the tool says, and ends the agent’s part', async () => {
  const { line, successful, directive } = await run({
    type: 'transfer_call',
    ...predefined('{{number}}', '{{menu}}'),
    transfer_option: { type: 'cold_transfer', show_transferee_as_caller: true, transfer_ring_duration_ms: 1 },
    custom_sip_headers: { 'X-Name': '{{name}} {{evil}}', 'User-To-User': 'u', From: 'me', 'x bad': '1' },
  });
  assert.deepEqual(line.transfers, [
    {
      destination: '+14155550100',
      extension: '1*2#',
      headers: { 'X-Name': 'Ann a X-Evil: 1', 'User-To-User': 'u' },
      ringMs: 5000,
      showTransfereeAsCaller: true,
      how: { is: 'cold', mode: 'sip_invite' },
    },
  ]);
  assert.equal(successful, true);
  assert.deepEqual(directive, { do: 'leave', reason: 'call_transfer', destination: '+14155550100' });
});

test('with REFER the caller’s number cannot be shown; the agent’s ring time counts where the transfer has none', async () => {
  const transfer_option = { type: 'cold_transfer', cold_transfer_mode: 'sip_refer', show_transferee_as_caller: true };
  const { line } = await run(
    { type: 'transfer_call', ...predefined('sip:ann@example.com'), transfer_option },
    {},
    {},
    { ringMs: 12_000 },
  );
  const [wish] = line.transfers;
  assert.deepEqual(
    [wish?.showTransfereeAsCaller, wish?.ringMs, wish?.destination],
    [false, 12_000, 'sip:ann@example.com'],
  );
});

test('a warm transfer brings its music, detection and hand-offs along, variables put in', async () => {
  const { line } = await run({
    type: 'transfer_call',
    ...predefined('{{to}}'),
    transfer_option: {
      type: 'warm_transfer',
      on_hold_music: 'relaxing_sound',
      agent_detection_timeout_ms: 9000,
      ivr_option: { type: 'prompt', prompt: 'Ask for {{name}}.' },
      private_handoff_option: { type: 'static_message', message: 'It is {{name}}.' },
      public_handoff_option: { type: 'prompt', prompt: 'Introduce {{name}}.' },
      enable_bridge_audio_cue: false,
    },
  });
  assert.deepEqual(line.transfers[0]?.how, {
    is: 'warm',
    music: 'relaxing_sound',
    publicHandoff: { is: 'prompt', prompt: 'Introduce Ann.' },
    bridgeCue: false,
    humanDetection: { timeoutMs: 9000, ivrPrompt: 'Ask for Ann.' },
    privateHandoff: { is: 'text', text: 'It is Ann.' },
  });
  const blind = await run({
    type: 'transfer_call',
    ...predefined('{{to}}'),
    transfer_option: { type: 'warm_transfer', opt_out_human_detection: true },
  });
  const how = blind.line.transfers[0]?.how;
  assert.deepEqual(how?.is === 'warm' && [how.humanDetection, how.music, how.bridgeCue], [null, 'ringtone', true]);
});

test('an agentic transfer names its agent, its time and what happens then', async () => {
  const config = { transfer_agent: { agent_id: 'agent_1', agent_version: 3 }, action_on_timeout: 'bridge_transfer' };
  const transfer_option = { type: 'agentic_warm_transfer', agentic_transfer_config: config };
  const { line } = await run({ type: 'transfer_call', ...predefined('{{to}}'), transfer_option });
  assert.deepEqual(line.transfers[0]?.how, {
    is: 'agentic',
    music: 'ringtone',
    publicHandoff: null,
    bridgeCue: true,
    agent: { agentId: 'agent_1', version: 3 },
    timeoutMs: 30_000,
    onTimeout: 'bridge',
  });
  const nobody = await run({
    type: 'transfer_call',
    ...predefined('{{to}}'),
    transfer_option: { type: 'agentic_warm_transfer' },
  });
  assert.deepEqual([nobody.successful, nobody.line.transfers.length], [false, 0]);
});

test('the model gives an inferred destination; what cannot be dialled is never dialled', async () => {
  const inferred = {
    type: 'transfer_call',
    transfer_destination: { type: 'inferred', prompt: 'The nearest shop.' },
    ...cold,
  };
  assert.equal((await run(inferred, { transfer_to: '+49 30 1234567' })).line.transfers[0]?.destination, '+49301234567');
  for (const transfer_to of ['', '415 555', 'ann', null, 7, 'sip:@', '+0123456', 'sip:a@b c', { a: 1 }]) {
    const { successful, content, line, speaksAfter } = await run(inferred, { transfer_to });
    assert.deepEqual([successful, line.transfers.length, speaksAfter], [false, 0, true], JSON.stringify(transfer_to));
    assert.match(content, /E\.164/);
  }
  const unset = await run({ type: 'transfer_call', ...predefined('{{nobody}}'), ...cold });
  assert.match(unset.content, /\{\{nobody\}\}/);
  const extension = await run({ type: 'transfer_call', ...predefined('{{to}}', 'ext 7'), ...cold });
  assert.match(extension.content, /extension "ext 7"/);
});

test('pseudo numbers are dialled on custom telephony alone, and only when the tool says so', async () => {
  const tool = { type: 'transfer_call', ...predefined('desk-7'), ...cold };
  const raw = { dialsRawNumbers: true };
  assert.equal((await run(tool, {}, raw)).successful, false);
  assert.equal((await run({ ...tool, ignore_e164_validation: true })).successful, false);
  const dialled = await run({ ...tool, ignore_e164_validation: true }, {}, raw);
  assert.equal(dialled.line.transfers[0]?.destination, 'desk-7');
});

test('a transfer that fails says why, and the agent goes on', async () => {
  for (const why of ['busy', 'no_answer', 'rejected', 'invalid_destination', 'no_human', 'cancelled'] as const) {
    const tool = { type: 'transfer_call', ...predefined('{{to}}'), ...cold };
    const failed = await run(tool, {}, { transfer: { ok: false, why, detail: 'It did not work.' } });
    assert.deepEqual([failed.successful, failed.directive, failed.speaksAfter], [false, null, true]);
    assert.equal(failed.content, `It did not work. (${why})`);
  }
});

test('a transfer is given up when the call ends', async () => {
  const ending = new AbortController();
  const line = createScriptedLine({ transfer: new Promise(() => {}) });
  const transfer = runConfiguredTool(
    { egress: { send: () => Promise.reject(new Error()) }, sign: () => '', line },
    {
      tool: { type: 'transfer_call', name: 't', ...predefined('{{to}}'), ...cold },
      args: {},
      lookup: (name) => VARIABLES[name],
      context: { subject: () => ({}), signal: ending.signal },
    },
  );
  ending.abort(HANGUP);
  await assert.rejects(transfer, HANGUP);
});

test('keys are pressed after their delay; the agent is silent afterwards', async () => {
  const pressed = await run({ type: 'press_digit' }, { digit: '1 2, #' });
  assert.deepEqual([pressed.line.acts, pressed.pauses], [['press 12#'], [1000]]);
  assert.equal(pressed.speaksAfter, undefined);
  assert.deepEqual((await run({ type: 'press_digit', delay_ms: 0 }, { digit: 5 })).line.acts, ['press 5']);
  assert.deepEqual((await run({ type: 'press_digit', delay_ms: 60_000 }, { digit: '5' })).pauses, [5000]);
  for (const digit of ['', 'one', '+1', undefined, '1'.repeat(65)]) {
    const refused = await run({ type: 'press_digit' }, { digit });
    assert.deepEqual([refused.successful, refused.line.acts], [false, []]);
  }
});

test('only a transfer agent bridges and cancels', async () => {
  for (const [type, act, reason] of [
    ['bridge_transfer', 'bridge', 'transfer_bridged'],
    ['cancel_transfer', 'cancel', 'transfer_cancelled'],
  ] as const) {
    const done = await run({ type }, {}, { consultation: { ok: true } });
    assert.deepEqual([done.line.acts, done.directive], [[act], { do: 'leave', reason, destination: null }]);
    const gone = await run({ type }, {}, { consultation: { ok: false, why: 'not_possible', detail: 'They hung up.' } });
    assert.deepEqual([gone.successful, gone.content], [false, 'They hung up. (not_possible)']);
    assert.equal((await run({ type })).successful, false, 'on an ordinary line');
  }
});

test('a text message is written beforehand or by the model, and its failure is told', async () => {
  const sms = async (content: object, args = {}, texting: Texting & { texts: string[] } = createScriptedTexting()) => ({
    ...(await run({ type: 'send_sms', sms_content: content }, args, {}, { texting })),
    texts: texting.texts,
  });
  assert.deepEqual((await sms({ type: 'predefined', content: 'Hi {{name}}' })).texts, ['Hi Ann']);
  assert.deepEqual((await sms({ type: 'inferred', prompt: 'Sum up.' }, { content: 'Booked.' })).texts, ['Booked.']);
  for (const args of [{}, { content: ' ' }, { content: 'x'.repeat(1601) }]) {
    const unsent = await sms({ type: 'inferred', prompt: '' }, args);
    assert.deepEqual([unsent.successful, unsent.texts], [false, []]);
  }
  const failing = createScriptedTexting({ ok: false, why: 'rejected', detail: 'No such number.' });
  const failed = await sms({ type: 'predefined', content: 'Hi' }, {}, failing);
  assert.deepEqual([failed.successful, failed.content], [false, 'No such number. (rejected)']);
});

test('a trial never touches the line; a mock that goes well ends the agent’s part as the line would', async () => {
  const trial = { mocks: [] };
  const tool = { type: 'transfer_call', name: 'to_desk', ...predefined('{{to}}'), ...cold };
  const refused = await run(tool, {}, {}, { trial });
  assert.deepEqual([refused.successful, refused.line.transfers.length], [false, 0]);
  const mock = { tool_name: 'to_desk', input_match_rule: { type: 'any' as const }, output: 'They answered.' };
  const mocked = await run(tool, {}, {}, { trial: { mocks: [mock] } });
  assert.deepEqual([mocked.line.transfers.length, mocked.directive?.do], [0, 'leave']);
  const sad = await run(tool, {}, {}, { trial: { mocks: [{ ...mock, result: false }] } });
  assert.deepEqual([sad.successful, sad.directive], [false, null]);
});

test('variables are extracted as text, those that fit alone, in trials as well', async () => {
  const variables = [
    { type: 'string', name: 'who', description: 'Name' },
    { type: 'number', name: 'guests', description: '' },
    { type: 'boolean', name: 'member', description: '' },
    { type: 'enum', name: 'place', description: '', choices: ['inside', 'terrace'] },
  ];
  const extract = (args: Record<string, unknown>) =>
    run({ type: 'extract_dynamic_variable', variables }, args, {}, { trial: { mocks: [] } });
  const all = await extract({ who: 'Ann', guests: 4, member: true, place: 'terrace', other: 'x' });
  assert.deepEqual(all.variables, { who: 'Ann', guests: '4', member: 'true', place: 'terrace' });
  assert.deepEqual((await extract({ guests: '4', member: 'false' })).variables, { guests: '4', member: 'false' });
  assert.deepEqual((await extract({ who: null, guests: 'many', member: 'maybe', place: 'roof' })).variables, {});
});
