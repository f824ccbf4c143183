// What an agent must keep to beyond its schema.

import { invalidRequest, type Schema, quoted } from '../../contract/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { checkRanges, type Range } from '../limits.ts';
import { checkVoice, vendorOf } from '../voice/index.ts';

import type { Channel } from './resolve.ts';

export type AgentConfig = Schema<'AgentRequest'>;

const ANY = Number.MAX_SAFE_INTEGER;

/** Those that the schema states are left out. */
const VOICE_RANGES: Record<string, Range> = {
  voice_temperature: [0, 2],
  volume: [0, 2],
  backchannel_frequency: [0, 1],
  reminder_trigger_ms: [1, ANY],
  reminder_max_count: [0, ANY],
  ambient_sound_volume: [0, 2],
  webhook_timeout_ms: [1, 600_000],
  signed_url_expiration_ms: [1, ANY],
  end_call_after_silence_ms: [10_000, ANY],
  max_call_duration_ms: [60_000, 7_200_000],
  voicemail_detection_timeout_ms: [5_000, 180_000],
  begin_message_delay_ms: [0, 5_000],
};

const CHAT_RANGES: Record<string, Range> = {
  webhook_timeout_ms: [1, 600_000],
  signed_url_expiration_ms: [1, ANY],
  end_chat_after_silence_ms: [120_000, 259_200_000],
};

/** Least wait for the end of speech that each vendor takes, ms. */
const LEAST_ENDPOINTING_MS: Record<string, number> = { azure: 100, deepgram: 10 };

/**
 * Throws an ApiError that names the field: 400 for values, 422 for voices that are not there. `deps`: with the workspace's own voices
 * (`withOwnVoices`). `path` is put before field names (`agent_override.agent.`).
 */
export function checkAgent(
  deps: Pick<ResourceDeps, 'voices'>,
  config: Partial<AgentConfig>,
  path = '',
  channel: Channel = 'voice',
): void {
  checkRanges(config, channel === 'voice' ? VOICE_RANGES : CHAT_RANGES, path);
  if (channel === 'voice') checkVoiceSettings(deps, config, path);
  if (config.timezone != null && !isTimezone(config.timezone))
    throw invalidRequest(
      `${path}timezone: expected an IANA time zone like America/New_York, got ${quoted(config.timezone)}.`,
    );
  if (config.webhook_url != null && !/^(https?:\/\/.|\{\{)/i.test(config.webhook_url))
    throw invalidRequest(`${path}webhook_url: expected an http:// or https:// address.`);
}

function checkVoiceSettings(deps: Pick<ResourceDeps, 'voices'>, config: Partial<AgentConfig>, path: string): void {
  checkVoices(deps.voices(), config, path);
  const { stt_mode, custom_stt_config: stt, user_dtmf_options: dtmf } = config;
  if (stt_mode === 'custom' && stt == null)
    throw invalidRequest(`${path}custom_stt_config: needed when stt_mode is custom.`);
  if (stt)
    checkRanges(stt, { endpointing_ms: [LEAST_ENDPOINTING_MS[stt.provider] ?? 1, ANY] }, `${path}custom_stt_config.`);
  if (dtmf?.termination_key != null && !/^[0-9#*]$/.test(dtmf.termination_key))
    throw invalidRequest(
      `${path}user_dtmf_options.termination_key: expected one of 0 to 9, # and *, got ${quoted(dtmf.termination_key)}.`,
    );
}

function checkVoices(voices: ReturnType<ResourceDeps['voices']>, config: Partial<AgentConfig>, path: string): void {
  if (config.voice_id !== undefined) checkVoice(voices, config.voice_id);
  for (const [i, id] of (config.fallback_voice_ids ?? []).entries()) {
    checkVoice(voices, id);
    const vendor = vendorOf(voices, id);
    if (config.voice_id === undefined || vendor === null || vendor !== vendorOf(voices, config.voice_id)) continue;
    throw invalidRequest(
      `${path}fallback_voice_ids[${i}]: expected a voice of another vendor than ${config.voice_id}, or it fails with it.`,
    );
  }
}

export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
