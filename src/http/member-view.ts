// What a member is shown of conversations: that they were, not what was said in them. Scrubbed forms stay.

/** Fields of calls, chats and exports that hold words, sound, or a way to either. */
const SPOKEN = new Set([
  'transcript',
  'transcript_object',
  'transcript_with_tool_calls',
  'message_with_tool_calls',
  'messages',
  'recording_url',
  'recording_multi_channel_url',
  'public_log_url',
  'knowledge_base_retrieved_contents_url',
  'call_summary',
  'chat_summary',
  'custom_analysis_data',
  'collected_dynamic_variables',
  'retell_llm_dynamic_variables',
  'override_dynamic_variables',
  'url',
  'export_url',
  'download_url',
]);
/** Would let a member in; the contract wants the field, so it stays, empty. */
const DOORS = new Set(['access_token']);

/** A copy without them, at any depth. */
export function withoutSpoken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpoken);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !SPOKEN.has(name))
      .map(([name, part]) => [name, DOORS.has(name) ? '' : withoutSpoken(part)]),
  );
}
