// What a member is shown of conversations: that they were, not what was said in them. Scrubbed forms stay.

import { ApiError } from '../contract/index.ts';

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
  'summary',
  'custom_analysis_data',
  'collected_dynamic_variables',
  'retell_llm_dynamic_variables',
  'override_dynamic_variables',
  'custom_sip_headers',
  'url',
  'export_url',
  'download_url',
]);
/** Would let a member in; the contract wants the field, so it stays, empty. */
const DOORS = new Set(['access_token']);

/** Criteria of lists that search what is not shown: the lengths of the answers would tell it, guess by guess. */
const SEARCHES_SPOKEN = ['dynamic_variables', 'custom_analysis_data'];

/** Throws 403 for a list that a member asks for by what they are not shown. */
export function checkMemberSearch(body: unknown): void {
  const { filter_criteria: criteria } = (body ?? {}) as { filter_criteria?: object | null };
  const searched = Object.keys(criteria ?? {}).find((key) =>
    SEARCHES_SPOKEN.some((name) => key === name || key.startsWith(`${name}.`)),
  );
  if (searched !== undefined)
    throw new ApiError('forbidden', `filter_criteria.${searched.slice(0, 80)}: a member does not see these values.`);
}

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
