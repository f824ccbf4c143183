// One filter of each kind, with values that are common, rare and absent.

import { NEWEST_MS } from './seed.ts';

const agent = (n: number): string => `agent_${n.toString(16).padStart(26, '0')}`;
const oneOf = (...value: string[]) => ({ type: 'enum', op: 'in', value });
const text = (op: string, value: string) => ({ type: 'string', op, value });
const number = (op: string, value: number) => ({ type: 'number', op, value });
const range = (...value: [number, number]) => ({ type: 'range', op: 'bt', value });
const truth = (value: boolean) => ({ type: 'boolean', op: 'eq', value });
const DAY = 86_400_000;

/** `filter_criteria` of `/v3/list-calls` by a name. */
export const FILTERS: Record<string, object> = {
  'busiest agent': { agent: [{ agent_id: agent(0) }] },
  'quiet agent': { agent: [{ agent_id: agent(4_990) }] },
  'absent agent': { agent: [{ agent_id: agent(9_999) }] },
  'agent in one version': { agent: [{ agent_id: agent(7), version: [3] }] },
  'five agents': { agent: [1, 50, 900, 3_000, 4_900].map((n) => ({ agent_id: agent(n) })) },
  'status ended': { call_status: oneOf('ended') },
  'status error': { call_status: oneOf('error') },
  'status ongoing (absent)': { call_status: oneOf('ongoing') },
  'status not_connected or error': { call_status: oneOf('not_connected', 'error') },
  'web calls': { call_type: oneOf('web_call') },
  inbound: { direction: oneOf('inbound') },
  'reason user_hangup': { disconnection_reason: oneOf('user_hangup') },
  'reason marked_as_spam (rare)': { disconnection_reason: oneOf('marked_as_spam') },
  'reason scam_detected (absent)': { disconnection_reason: oneOf('scam_detected') },
  'sentiment Negative': { user_sentiment: oneOf('Negative') },
  'sentiment Unknown': { user_sentiment: oneOf('Unknown') },
  'not successful': { call_successful: truth(false) },
  voicemail: { in_voicemail: truth(true) },
  'kept without personal data': { data_storage_setting: oneOf('everything_except_pii') },
  'basic attributes alone (rare)': { data_storage_setting: oneOf('basic_attributes_only') },
  'from a busy number': { from_number: text('eq', '+14155550003') },
  'from numbers that begin with': { from_number: text('sw', '+1415555') },
  'from an absent number': { from_number: text('eq', '+15550000000') },
  'to numbers that begin with': { to_number: text('sw', '+12000') },
  'a batch': { batch_call_id: text('eq', 'batch_call_77') },
  'a call id': { call_id: text('sw', 'call_00000') },
  'duration over an hour (rare)': { duration_ms: number('gt', 1_300_000) },
  'duration over a minute': { duration_ms: number('gt', 60_000) },
  'duration between': { duration_ms: range(60_000, 60_100) },
  'slow answers (rare)': { e2e_latency_p50: number('gt', 5_000) },
  'cost over': { combined_cost: number('gt', 120) },
  'a day of long ago': { start_timestamp: range(NEWEST_MS - 300 * DAY, NEWEST_MS - 299 * DAY) },
  'ended before long ago': { end_timestamp: number('lt', NEWEST_MS - 300 * DAY) },
  'metadata of one customer': { metadata: [{ key: 'customer', ...text('eq', 'cust_4711') }] },
  'metadata plan gold': { metadata: [{ key: 'plan', ...text('eq', 'gold') }] },
  'metadata plan platinum (rare)': { metadata: [{ key: 'plan', ...oneOf('platinum') }] },
  'metadata absent value': { metadata: [{ key: 'plan', ...text('eq', 'lead') }] },
  'metadata absent key': { metadata: [{ key: 'nothing', type: 'present', op: 'pr' }] },
  'metadata present': { metadata: [{ key: 'plan', type: 'present', op: 'pr' }] },
  'variable name': { dynamic_variables: [{ key: 'name', ...text('sw', 'Person 4711') }] },
  'variable above': { dynamic_variables: [{ key: 'visits', ...number('ge', 19) }] },
  'analysis mood calm': { custom_analysis_data: [{ key: 'mood', ...text('eq', 'calm') }] },
  'analysis mood furious (rare)': { custom_analysis_data: [{ key: 'mood', ...text('eq', 'furious') }] },
  'analysis vip': { custom_analysis_data: [{ key: 'vip', ...truth(true) }] },
  'analysis guests above': { custom_analysis_data: [{ key: 'guests', ...number('gt', 7) }] },
  'tool find_order': { tool_calls: [{ name: 'find_order' }] },
  'tool refund failed': { tool_calls: [{ name: 'refund', success: truth(false) }] },
  'tool absent': { tool_calls: [{ name: 'nothing' }] },
};

/** Substrings are searched for among all numbers; they are told apart. */
export const SEARCHES: Record<string, object> = {
  'to numbers that contain': { to_number: text('co', '4711') },
  'to numbers that end with': { to_number: text('ew', '4711') },
  'absent part of a number': { to_number: text('co', 'abc') },
};
