// The settings that the agent's page offers, as data: field, words, unit, range. One entry, one control.

interface SettingBase {
  field: string;
  label: string;
  help: string;
}

export type Setting = SettingBase &
  (
    | { kind: 'slider'; min: number; max: number; step: number; initial: number; low: string; high: string }
    /** Stored in ms, shown in `unit`. */
    | { kind: 'time'; unit: 's' | 'min'; minMs: number; maxMs?: number; initialMs: number }
    | { kind: 'count'; min: number; max: number; initial: number }
    | { kind: 'choice'; options: { value: string; label: string }[]; initial: string }
    | { kind: 'switch'; initial: boolean }
    | { kind: 'words'; placeholder: string }
  );

export interface SettingGroup {
  title: string;
  settings: Setting[];
}

const share = { kind: 'slider', min: 0, max: 1, step: 0.05, initial: 1 } as const;

export const turnTaking: SettingGroup = {
  title: 'Turn taking',
  settings: [
    {
      ...share,
      field: 'responsiveness',
      label: 'Responsiveness',
      help: 'How soon the agent answers after the caller falls silent. Lower gives slow speakers more room.',
      low: 'patient',
      high: 'quick',
    },
    {
      ...share,
      field: 'interruption_sensitivity',
      label: 'Interruption sensitivity',
      help: 'How easily the caller’s words stop the agent. At 0 the agent always finishes.',
      low: 'never',
      high: 'at once',
    },
    {
      kind: 'time',
      field: 'reminder_trigger_ms',
      label: 'Remind after',
      help: 'Silence after the agent spoke before it asks whether the caller is still there.',
      unit: 's',
      minMs: 1000,
      initialMs: 10_000,
    },
    {
      kind: 'count',
      field: 'reminder_max_count',
      label: 'Reminders at most',
      help: '0 turns them off. The count starts anew when the caller speaks.',
      min: 0,
      max: 20,
      initial: 1,
    },
    {
      kind: 'switch',
      field: 'enable_backchannel',
      label: 'Backchannel',
      help: 'Small sounds of listening ("yeah", "uh-huh") while the caller talks.',
      initial: false,
    },
  ],
};

export const voiceSettings: SettingGroup = {
  title: 'Voice',
  settings: [
    {
      kind: 'slider',
      field: 'voice_speed',
      label: 'Speed',
      help: '1 is the voice’s own pace.',
      min: 0.5,
      max: 2,
      step: 0.05,
      initial: 1,
      low: 'half',
      high: 'double',
    },
    {
      kind: 'slider',
      field: 'volume',
      label: 'Volume',
      help: '1 is as synthesised.',
      min: 0,
      max: 2,
      step: 0.05,
      initial: 1,
      low: 'silent',
      high: 'double',
    },
    {
      kind: 'slider',
      field: 'voice_temperature',
      label: 'Variation',
      help: 'Higher sounds livelier and less even. Some vendors’ voices only.',
      min: 0,
      max: 2,
      step: 0.05,
      initial: 1,
      low: 'even',
      high: 'lively',
    },
    {
      kind: 'choice',
      field: 'ambient_sound',
      label: 'Background sound',
      help: 'Mixed under the agent’s voice.',
      options: [
        { value: '', label: 'None' },
        { value: 'coffee-shop', label: 'Coffee shop' },
        { value: 'convention-hall', label: 'Convention hall' },
        { value: 'summer-outdoor', label: 'Outdoors, summer' },
        { value: 'mountain-outdoor', label: 'Outdoors, mountains' },
        { value: 'static-noise', label: 'Static noise' },
        { value: 'call-center', label: 'Call center' },
      ],
      initial: '',
    },
  ],
};

export const hearing: SettingGroup = {
  title: 'Hearing',
  settings: [
    {
      kind: 'words',
      field: 'boosted_keywords',
      label: 'Boosted keywords',
      help: 'Names and brands that the recogniser should expect. Press Enter after each.',
      placeholder: 'Maple Street, Dr. Okafor',
    },
    {
      kind: 'choice',
      field: 'stt_mode',
      label: 'Transcription',
      help: 'Accurate waits for final words and costs about 0.2 s in each turn.',
      options: [
        { value: 'fast', label: 'Fast' },
        { value: 'accurate', label: 'Accurate' },
      ],
      initial: 'fast',
    },
    {
      kind: 'choice',
      field: 'denoising_mode',
      label: 'Noise',
      help: 'What is taken out of the caller’s sound before it is recognised.',
      options: [
        { value: 'no-denoise', label: 'Leave as it is' },
        { value: 'noise-cancellation', label: 'Remove noise' },
        { value: 'noise-and-background-speech-cancellation', label: 'Remove noise and other people' },
      ],
      initial: 'noise-cancellation',
    },
  ],
};

export const callLimits: SettingGroup = {
  title: 'Call',
  settings: [
    {
      kind: 'time',
      field: 'begin_message_delay_ms',
      label: 'Pause before speaking',
      help: 'Silence before the agent’s first words.',
      unit: 's',
      minMs: 0,
      maxMs: 5000,
      initialMs: 0,
    },
    {
      kind: 'time',
      field: 'end_call_after_silence_ms',
      label: 'End after silence',
      help: 'The call ends when the caller says nothing for this long, reminders or not.',
      unit: 's',
      minMs: 10_000,
      initialMs: 600_000,
    },
    {
      kind: 'time',
      field: 'max_call_duration_ms',
      label: 'Longest call',
      help: 'The call ends at this length whatever happens.',
      unit: 'min',
      minMs: 60_000,
      maxMs: 7_200_000,
      initialMs: 3_600_000,
    },
  ],
};
