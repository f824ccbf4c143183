// What a schema cannot say of a valid body: which objects there are, what addresses, numbers and names look like, how large real ones are.

import type { SchemaObject } from '../../../src/contract/json-schema.ts';
import type { OperationId } from '../../../src/contract/index.ts';
import type { World } from '../examples.ts';
import { NOTHING, type Filling, type Path } from './sample.ts';

/** Bodies that fit the objects of `world`. `large`: of real size, with 200 nodes and 500 tasks. */
export function fillingOf(world: World, id: OperationId, large: boolean): Filling {
  const chats = id === 'createChat' || id === 'createSmsChat';
  const lengths: Record<string, number> = large
    ? {
        nodes: 200,
        tasks: 500,
        states: 12,
        general_tools: 15,
        tools: 1,
        edges: 2,
        components: 1,
        messages: 40,
        post_call_analysis_data: 20,
      }
    : { nodes: 3, tasks: 3, edges: 1 };
  const fixed: Record<string, unknown> = {
    agent_id: chats ? world.chatAgent : world.agent,
    override_agent_id: chats ? world.chatAgent : world.agent,
    override_agent_version: 0,
    chat_id: world.chat,
    llm_id: world.llm,
    conversation_flow_id: world.flow,
    conversation_flow_component_id: world.component,
    component_id: world.component,
    knowledge_base_ids: [world.knowledgeBase],
    cohort_id: world.cohort,
    test_case_definition_ids: [world.testCase],
    upload_id: world.upload,
    voice_id: '11labs-Adrian',
    fallback_voice_ids: ['openai-Alloy'],
    voice_model: NOTHING,
    s2s_model: NOTHING,
    timezone: 'America/New_York',
    llm_websocket_url: 'wss://llm.example.com/talk',
    termination_uri: 'trunk.example.com',
    sip_trunk_id: id === 'importPhoneNumber' ? NOTHING : world.sipTrunk,
    targets: [{ uri: 'trunk.example.com' }],
    registrar: 'trunk.example.com',
    outbound_proxy: 'proxy.example.com',
    inbound_networks: ['203.0.113.0/24'],
    auth_username: 'ada',
    auth_password: 'very secret',
    inbound_auth_username: 'bob',
    inbound_auth_password: 'very secret too',
    srtp: 'offered',
    destinations: { DE: { daily_calls: 10 } },
    prices_per_minute: { DE: 0.1 },
    from_number: world.number,
    start_node_id: 'nodes_0_id',
    begin_tag_display_position: { x: 1, y: 2 },
    starting_state: 'states_0_name',
    destination_state_name: 'states_0_name',
    destination_node_id: 'nodes_1_id',
    agent_version: 0,
    version: 0,
    base_version: 0,
    area_code: 415,
    emails: ['on-call@example.com'],
    pagination_key: NOTHING,
    // Of one body only.
    idempotency_key: NOTHING,
    trigger_timestamp: 4_000_000_000_000,
    custom_sip_headers: { 'X-Order': '17' },
    custom_fields: { color: 'red', size: 7 },
    column_mapping: [{ external_field_name: 'number', field_name: 'phone_number' }],
    tag: 'prod',
    current_state: NOTHING,
    current_node_id: NOTHING,
    transport: 'TCP',
    frequency: '5m',
    window: '30m',
    timeout_ms: 5000,
    termination_key: '#',
    voicemail_detection_timeout_ms: 10_000,
    endpointing_ms: 300,
    end_chat_after_silence_ms: 600_000,
    end_call_after_silence_ms: 60_000,
    max_call_duration_ms: 600_000,
    ring_duration_ms: 30_000,
    windows: [{ start: 60, end: 600 }],
    allowed_inbound_country_list: ['US', 'DE'],
    allowed_outbound_country_list: ['US'],
    default_country: 'US',
    reserved_inbound_concurrency: 1,
    // It can only become stricter.
    data_storage_setting: 'basic_attributes_only',
    // Changed agents still answer to the others' cases.
    ...(/^update/.test(id) && { response_engine: { type: 'retell-llm', llm_id: world.llm } }),
    // Of public keys only, or of others only.
    permissions: NOTHING,
    allowed_domains: NOTHING,
    recaptcha: NOTHING,
    // Either of the two: a chat is there.
    ...(/FromConversation$|^replayConversation$/.test(id) && { call_id: NOTHING }),
    webhook_urls: /Alert/.test(id) ? ['https://hooks.example.com/alerts'] : NOTHING,
  };
  return {
    value(path, schema) {
      const name = path.at(-1);
      if (typeof name === 'number') return undefined;
      if (name === undefined) return undefined;
      if (path.includes('agent_override') && name === 'response_engine') return NOTHING;
      if (name === 'agent_override' && typeof path[1] === 'number' && path[1] > 0) return NOTHING;
      if (/_agents$/.test(name))
        return [{ agent_id: chats || /sms/.test(name) ? world.chatAgent : world.agent, weight: 1 }];
      if ((schema.items as SchemaObject | undefined)?.type === 'number' && name === 'value') return [10, 20];
      const isList = schema.type === 'array' && !Array.isArray(fixed[name]) && fixed[name] !== NOTHING;
      if (name in fixed && !isList && !insideFilter(path)) return fixed[name];
      if (name === 'type' && /ApiKey$/.test(id)) return 'secret';
      if (schema.enum) return undefined;
      if (schema.type === 'number' && /volume|sensitivity|responsiveness|speed|_frequency|temperature/.test(name))
        return 0.5;
      if (schema.type === 'string') return textFor(name, path);
      return undefined;
    },
    length: (path) => lengths[String(path.at(-1))] ?? undefined,
  };
}

/** Filters have objects of their own under the names of ids. */
function insideFilter(path: Path): boolean {
  return path.slice(0, -1).some((key) => /filter/.test(String(key)));
}

function textFor(name: string, path: Path): string | undefined {
  if (/url$/.test(name)) return 'https://hooks.example.com/x?a=1';
  if (/number$/.test(name)) return '+14155550123';
  // The same place has the same name, and no other place has it.
  if (['id', 'tool_id', 'name', 'mcp_id'].includes(name))
    return path
      .join('_')
      .replaceAll(/[^\w-]/g, '')
      .slice(-60);
  return undefined;
}
