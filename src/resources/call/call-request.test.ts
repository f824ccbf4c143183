import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkedOverride } from './call-request.ts';

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
