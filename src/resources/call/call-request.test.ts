import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createValidators } from '../../contract/index.ts';
import { settingsWithoutEffect } from '../../contract/settings-without-effect.ts';
import { voiceSettings } from '../../voice/index.ts';
import type { AgentConfig } from '../agent/index.ts';
import { checkedOverride, storageDetails } from './call-request.ts';

const { $defs } = JSON.parse(
  readFileSync(new URL('../../contract/generated/schemas.json', import.meta.url), 'utf8'),
) as { $defs: Record<string, { properties?: object }> };
const fieldsOf = (name: string): string[] => Object.keys($defs[name]?.properties ?? {}).sort();

const RETELL_LLM = {
  model: 'gpt-4.1',
  s2s_model: null,
  model_temperature: 0.5,
  model_high_priority: true,
  tool_call_strict_mode: true,
  knowledge_base_ids: [],
  kb_config: { top_k: 2 },
  start_speaker: 'user',
  begin_after_user_silence_ms: 2000,
  begin_message: 'Hello',
} as const;

test('every field of a Retell LLM that the contract lets a call override is taken, and no other one', () => {
  assert.deepEqual(Object.keys(RETELL_LLM).sort(), fieldsOf('RetellLlmOverride'));
  const given = { ...RETELL_LLM, general_prompt: 'of no use', states: [] } as never;
  assert.deepEqual(checkedOverride({ voices: () => [] }, { retell_llm: given })?.retell_llm, RETELL_LLM);
});

test('every field of a flow that the contract lets a call override is taken', () => {
  const { tool_call_strict_mode, knowledge_base_ids, kb_config, start_speaker, begin_after_user_silence_ms } =
    RETELL_LLM;
  const conversation_flow = {
    ...{ tool_call_strict_mode, knowledge_base_ids: [...knowledge_base_ids], kb_config, start_speaker },
    ...{ begin_after_user_silence_ms, model_temperature: 0.5 },
    model_choice: { type: 'cascading' as const, model: 'gpt-4.1', high_priority: true },
  };
  assert.deepEqual(Object.keys(conversation_flow).sort(), fieldsOf('ConversationFlowOverride'));
  assert.deepEqual(checkedOverride({ voices: () => [] }, { conversation_flow })?.conversation_flow, conversation_flow);
});

/** A value of each field, other than what holds without it. */
const AGENT = {
  agent_name: 'Ada',
  version_title: 'Second',
  version_description: 'Says less.',
  voice_id: 'openai-nova',
  voice_model: 'eleven_turbo_v2',
  fallback_voice_ids: ['cartesia-Ann'],
  voice_temperature: 0.5,
  voice_speed: 1.5,
  volume: 1.5,
  responsiveness: 0.5,
  interruption_sensitivity: 0.5,
  reminder_trigger_ms: 5000,
  reminder_max_count: 2,
  language: 'de-DE',
  webhook_url: 'https://hooks.example/call',
  webhook_events: ['call_ended'],
  webhook_timeout_ms: 5000,
  boosted_keywords: ['Ringback'],
  data_storage_setting: 'basic_attributes_only',
  data_storage_retention_days: 7,
  opt_in_signed_url: true,
  signed_url_expiration_ms: 5000,
  capture_packets: true,
  pronunciation_dictionary: [{ word: 'Ada', alphabet: 'ipa', phoneme: 'eɪdə' }],
  end_call_after_silence_ms: 20_000,
  max_call_duration_ms: 120_000,
  voicemail_message: 'Please call back.',
  voicemail_detection_timeout_ms: 10_000,
  voicemail_option: { action: { type: 'hangup' } },
  ivr_option: { action: { type: 'hangup' } },
  post_call_analysis_data: [{ type: 'string', name: 'topic', description: 'What it was about.' }],
  post_call_analysis_model: 'gpt-4.1',
  analysis_successful_prompt: 'Was it booked?',
  analysis_summary_prompt: 'In one sentence.',
  analysis_user_sentiment_prompt: 'Was it friendly?',
  begin_message_delay_ms: 1000,
  ring_duration_ms: 20_000,
  stt_mode: 'accurate',
  allow_user_dtmf: false,
  user_dtmf_options: { digit_limit: 4, termination_key: '#', timeout_ms: 3000 },
  allow_dtmf_interruption: true,
  handbook_config: { echo_verification: true },
  speak_unset_variables: true,
  timezone: 'Europe/Berlin',
} as const satisfies Partial<AgentConfig>;

type Field = keyof typeof AGENT;
const FIELDS = Object.keys(AGENT) as Field[];

/** What the call keeps of it when it is made. */
const KEPT: readonly Field[] = [
  'data_storage_setting',
  'data_storage_retention_days',
  'opt_in_signed_url',
  'signed_url_expiration_ms',
  'capture_packets',
];
/** Read from the plan of the call, or from the agent that its webhooks and its analysis are given: the override lies over both. */
const READ_LATER: readonly Field[] = [
  ...(['agent_name', 'version_title', 'version_description'] as const),
  ...(['voice_id', 'voice_model', 'fallback_voice_ids', 'ring_duration_ms'] as const),
  ...(['handbook_config', 'speak_unset_variables', 'timezone'] as const),
  ...(['webhook_url', 'webhook_events', 'webhook_timeout_ms'] as const),
  ...(['post_call_analysis_data', 'post_call_analysis_model', 'analysis_successful_prompt'] as const),
  ...(['analysis_summary_prompt', 'analysis_user_sentiment_prompt'] as const),
];
/** What a setting needs to be of use. */
const WITH: Partial<Record<Field, Partial<AgentConfig>>> = {
  voicemail_detection_timeout_ms: { voicemail_message: 'Please call back.' },
};

const validators = createValidators();
const overridden = (agent: object): object | undefined => checkedOverride({ voices: () => [] }, { agent })?.agent;

test('every field of an agent that the contract lets a call override is taken, or is known to have no effect yet', () => {
  const fields = [...FIELDS, ...settingsWithoutEffect, 'response_engine'];
  const ofCalls = fieldsOf('AgentRequest');
  assert.deepEqual(fields.filter((name) => ofCalls.includes(name)).sort(), ofCalls);
  assert.ok(FIELDS.every((name) => ofCalls.includes(name) && !settingsWithoutEffect.includes(name)));
  assert.equal(validators.componentFault('AgentOverrideRequest', { agent: AGENT }), null);
  assert.deepEqual(overridden(AGENT), AGENT);
  for (const name of ofCalls) {
    const fault = validators.componentFault('AgentOverrideRequest', { agent: { [name]: [1] } });
    assert.match(String(fault), new RegExp(`agent.*${name}`), name);
  }
});

test('every overridden field of an agent changes how the session runs, what the call keeps, or is read later', () => {
  for (const name of FIELDS) {
    const before = WITH[name] ?? {};
    const agent = { ...before, ...overridden({ [name]: AGENT[name] }) };
    const runs = JSON.stringify(voiceSettings(agent, { callsOut: true }));
    const kept = JSON.stringify(storageDetails(before, { agent }));
    assert.deepEqual(
      [
        runs !== JSON.stringify(voiceSettings(before, { callsOut: true })),
        kept !== JSON.stringify(storageDetails(before, undefined)),
      ],
      [!KEPT.includes(name) && !READ_LATER.includes(name), KEPT.includes(name)],
      name,
    );
  }
});

test('a value that no agent may have is refused in an override too, by its place; so is another engine', () => {
  const wrong: [object, RegExp][] = [
    [{ response_engine: { type: 'retell-llm', llm_id: 'x' } }, /response_engine: the engine of an agent cannot/],
    [{ voice_id: 'nobody' }, /nobody/],
    [{ fallback_voice_ids: ['nobody'] }, /nobody/],
    [{ timezone: 'Mars' }, /timezone/],
    [{ webhook_url: 'ftp://x' }, /webhook_url/],
    [{ stt_mode: 'custom' }, /custom_stt_config/],
    [{ user_dtmf_options: { termination_key: 'A' } }, /user_dtmf_options\.termination_key/],
    ...(Object.entries(BEYOND) as [string, number][]).map(([name, value]): [object, RegExp] => [
      { [name]: value },
      new RegExp(`agent_override\\.agent\\.${name}`),
    ]),
  ];
  for (const [agent, message] of wrong) assert.throws(() => overridden(agent), message, JSON.stringify(agent));
});

/** Just out of the range that the contract's text gives. */
const BEYOND = {
  voice_temperature: 2.1,
  volume: -0.1,
  backchannel_frequency: 1.1,
  reminder_trigger_ms: 0,
  reminder_max_count: -1,
  ambient_sound_volume: 2.1,
  webhook_timeout_ms: 0,
  signed_url_expiration_ms: 0,
  end_call_after_silence_ms: 9_999,
  max_call_duration_ms: 59_999,
  voicemail_detection_timeout_ms: 4_999,
  begin_message_delay_ms: 5_001,
} as const;
