// Ids in the shapes that users of the API know. Random, never guessable, never reused.

import { randomBytes } from 'node:crypto';

/** `agent_` and 26 hex digits, and so on. */
const SHAPES = {
  agent: 26,
  llm: 28,
  conversation_flow: 12,
  conversation_flow_component: 12,
  call: 27,
  export_request: 24,
  batch_call: 21,
  contact: 24,
  contact_upload: 24,
  contact_run: 16,
  listener: 20,
  org: 20,
  api_key: 20,
  sign_in: 24,
  error: 12,
  member: 20,
  user: 20,
  audit: 24,
  attempt: 24,
  knowledge_base: 16,
  source: 20,
  crawl: 20,
  custom_voice: 20,
  asset: 24,
  alert_rule: 20,
  cohort: 20,
  qa_view: 20,
  chat: 27,
  message: 24,
  turn: 20,
  test_case: 24,
  test_batch: 24,
  test_run: 24,
  trial: 24,
  sip_trunk: 20,
} as const;

export function newId(kind: keyof typeof SHAPES): string {
  return `${kind}_${randomHex(SHAPES[kind])}`;
}

export function randomHex(digits: number): string {
  return randomBytes(Math.ceil(digits / 2))
    .toString('hex')
    .slice(0, digits);
}
