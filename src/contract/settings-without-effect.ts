// Fields of an agent that are stored and returned, and that no call acts on yet. Pure data: pages mark them, docs/agent-settings.md
// says why, and a test holds the two together.

export const settingsWithoutEffect: readonly string[] = [
  'enable_dynamic_voice_speed',
  'enable_dynamic_responsiveness',
  'voice_emotion',
  'enable_backchannel',
  'backchannel_frequency',
  'backchannel_words',
  'ambient_sound',
  'ambient_sound_volume',
  'normalize_for_speech',
  'custom_stt_config',
  'vocab_specialization',
  'denoising_mode',
  'guardrail_config',
  'pii_config',
  'is_public',
  'call_screening_option',
  'enable_expressive_mode',
  'expressive_emotion_tags',
  'expressive_mode_prompt',
  'contact_memory_config',
  'pre_session_tools',
  'post_session_tools',
  'denoising_enhancement_level',
  'enable_dnc_detection',
];
