// The door of the voice room.

export { startVoiceSession } from './session/start.ts';
export type { Outfit, VoiceSession, VoiceSessionDeps } from './session/deps.ts';
export { voiceSettings } from './settings.ts';
export type { VoiceSettings } from './settings.ts';
export { splitClauses } from './clauses.ts';
export {
  answerRuleOf,
  detectionPromptsOf,
  voicemailMessageOf,
  type AnswerRule,
  type VoicemailMessage,
} from './answered-by/answer-rule.ts';
export { answeredBy, type AnsweredBy, type Greeting } from './answered-by/verdict.ts';
export { sayOnce, type SayOnce } from './say-once.ts';
