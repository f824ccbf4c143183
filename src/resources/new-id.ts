// Ids in the shapes that users of the API know. Random, never guessable, never reused.

import { randomBytes } from 'node:crypto';

/** `agent_` and 26 hex digits, and so on. */
const SHAPES = {
  agent: 26,
  llm: 28,
  call: 27,
  org: 20,
  api_key: 20,
  sign_in: 24,
  error: 12,
  knowledge_base: 16,
  source: 20,
  custom_voice: 20,
  asset: 24,
  alert_rule: 20,
  cohort: 20,
  qa_view: 20,
} as const;

export function newId(kind: keyof typeof SHAPES): string {
  return `${kind}_${randomHex(SHAPES[kind])}`;
}

export function randomHex(digits: number): string {
  return randomBytes(Math.ceil(digits / 2))
    .toString('hex')
    .slice(0, digits);
}
