// What of an agent's configuration the voice session acts on. Contract names on the outside, units in the names inside.

import { answerRuleOf, type AnswerRule } from './answered-by/answer-rule.ts';

/** Everything the session reads; all of it decided once, when the call starts. */
export interface VoiceSettings {
  /** BCP 47 tag as in the contract, `multi`, or several of them. */
  language: string | string[];
  sttMode: 'fast' | 'accurate';
  boostedKeywords: string[];
  /** 1 = natural. */
  voiceSpeed: number;
  /** 0..2; null = the vendor's default. */
  voiceTemperature: number | null;
  /** 0..2, 1 = as synthesised. */
  volume: number;
  pronunciations: { word: string; alphabet: 'ipa' | 'cmu'; phoneme: string }[];
  /** 0..1: how soon the agent answers after a silence. */
  responsiveness: number;
  /** 0..1: how easily the caller stops the agent; 0 = never. */
  interruptionSensitivity: number;
  /** What makes an input of the keys that the caller presses; null = they are not taken. */
  keys: KeyRule | null;
  /** What is done when a machine answers; null = nobody looks for one. */
  answer: AnswerRule | null;
  /** Silence after which the agent asks again; null = never. */
  reminderMs: number | null;
  reminderMaxCount: number;
  beginMessageDelayMs: number;
  endAfterSilenceMs: number;
  maxCallMs: number;
  /** Smart Turn's bar: below it the caller is thought to go on. Lower for wideband sound than for a phone's. */
  turnVoteThreshold: number;
  /**
   * The agent's mind is a program behind a socket. It is asked only when the caller's turn is certain, for asking it has effects; an
   * answer that it leaves open gives way to the caller; and it is told of speech in which no words were recognised.
   */
  remoteMind: boolean;
}

export interface KeyRule {
  /** So many keys are an input; null = no limit. */
  limit: number | null;
  /** The key that ends an input. */
  terminator: string | null;
  /** An input ends when no key follows for so long. */
  timeoutMs: number;
  /** Does the first key stop what the agent says? */
  interrupt: boolean;
}

/** The contract names no default. */
const KEYS_TIMEOUT_MS = 2500;

/**
 * Reads an agent's config (contract fields, snake_case) with the contract's defaults. Values out of range are moved to the nearest
 * allowed one; `callsOut`: somebody is called, so that machines may answer; fields of the wrong type and unknown fields are ignored, since the contract's validation stands at the door.
 */
export function voiceSettings(
  config: Readonly<Record<string, unknown>>,
  options: { narrowband?: boolean; callsOut?: boolean } = {},
): VoiceSettings {
  const number = numbersOf(config);
  return {
    ...liveSettings(config, { responsiveness: 1, interruptionSensitivity: 1, reminderMs: 10_000, reminderMaxCount: 1 }),
    language: languageOf(config['language']),
    sttMode: config['stt_mode'] === 'accurate' ? 'accurate' : 'fast',
    boostedKeywords: strings(config['boosted_keywords']).slice(0, 100),
    voiceSpeed: number('voice_speed', 1, 0.5, 2),
    voiceTemperature: typeof config['voice_temperature'] === 'number' ? number('voice_temperature', 1, 0, 2) : null,
    volume: number('volume', 1, 0, 2),
    pronunciations: pronunciationsOf(config['pronunciation_dictionary']),
    keys: keyRuleOf(config),
    answer: options.callsOut ? answerRuleOf(config) : null,
    beginMessageDelayMs: number('begin_message_delay_ms', 0, 0, 5000),
    endAfterSilenceMs: number('end_call_after_silence_ms', 600_000, 10_000, 86_400_000),
    maxCallMs: number('max_call_duration_ms', 3_600_000, 60_000, 7_200_000),
    turnVoteThreshold: options.narrowband ? 0.7 : 0.5,
    remoteMind: (config['response_engine'] as { type?: unknown } | null | undefined)?.type === 'custom-llm',
  };
}

type LiveSettings = Pick<
  VoiceSettings,
  'responsiveness' | 'interruptionSensitivity' | 'reminderMs' | 'reminderMaxCount'
>;

/** Those that may change in the middle of a call, read with the same rules; what `config` does not have stays as it is. */
export function liveSettings(config: Readonly<Record<string, unknown>>, now: LiveSettings): LiveSettings {
  const number = numbersOf(config);
  return {
    responsiveness: number('responsiveness', now.responsiveness, 0, 1),
    interruptionSensitivity: number('interruption_sensitivity', now.interruptionSensitivity, 0, 1),
    reminderMs: number('reminder_trigger_ms', now.reminderMs ?? 0, 0, 86_400_000) || null,
    reminderMaxCount: Math.floor(number('reminder_max_count', now.reminderMaxCount, 0, 1000)),
  };
}

/** What a node of a flow has its own values for, laid over the agent's. */
export function settingsInNode(own: VoiceSettings, overrides: Readonly<Record<string, number>>): VoiceSettings {
  const number = numbersOf(overrides);
  return {
    ...own,
    responsiveness: number('responsiveness', own.responsiveness, 0, 1),
    interruptionSensitivity: number('interruption_sensitivity', own.interruptionSensitivity, 0, 1),
    voiceSpeed: number('voice_speed', own.voiceSpeed, 0.5, 2),
  };
}

type ReadNumber = (field: string, fallback: number, min: number, max: number) => number;

function numbersOf(config: Readonly<Record<string, unknown>>): ReadNumber {
  return (field, fallback, min, max) => {
    const value = config[field];
    return typeof value === 'number' && Number.isFinite(value) ? Math.min(max, Math.max(min, value)) : fallback;
  };
}

/** `en` of `en-US`; the first of several; `multi` counts as English where one language must be chosen. */
export function baseLanguage(language: string | readonly string[]): string {
  const first = typeof language === 'string' ? language : (language[0] ?? 'en');
  return first === 'multi' ? 'en' : (first.split('-')[0] ?? 'en').toLowerCase();
}

function languageOf(value: unknown): string | string[] {
  if (typeof value === 'string' && value !== '') return value;
  const several = strings(value);
  return several.length > 0 ? several : 'en-US';
}

function keyRuleOf(config: Readonly<Record<string, unknown>>): KeyRule | null {
  if (config['allow_user_dtmf'] === false) return null;
  const options = (config['user_dtmf_options'] ?? {}) as Record<string, unknown>;
  const number = numbersOf(options);
  const { digit_limit: limit, termination_key: key } = options;
  return {
    limit: typeof limit === 'number' ? Math.floor(number('digit_limit', 1, 1, 50)) : null,
    terminator: typeof key === 'string' && key !== '' ? key : null,
    timeoutMs: number('timeout_ms', KEYS_TIMEOUT_MS, 1000, 15_000),
    interrupt: config['allow_dtmf_interruption'] === true,
  };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item.trim() !== '') : [];
}

function pronunciationsOf(value: unknown): VoiceSettings['pronunciations'] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (item) =>
      typeof item?.word === 'string' &&
      typeof item?.phoneme === 'string' &&
      (item.alphabet === 'ipa' || item.alphabet === 'cmu'),
  );
}
