// A workspace with many calls as real ones are: few agents have most of them, some values are rare, some never occur.

import pg from 'pg';

export interface SeedSize {
  calls: number;
  agents: number;
}

/** The newest call began then; the oldest a year before. */
export const NEWEST_MS = 1_790_000_000_000;
const YEAR_MS = 31_536_000_000;

/** Fills an empty database in a few minutes: indexes and triggers wait until the rows are there. */
export async function seedCalls(databaseUrl: string, workspaceId: string, size: SeedSize): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const setting of SETTINGS) await client.query(setting);
    const later = await secondaryIndexes(client);
    for (const { name } of later) await client.query(`drop index ${name}`);
    await client.query(`alter table calls disable trigger user`);
    for (const fill of [agents(workspaceId, size), calls(workspaceId, size), VALUES, KINDS]) await client.query(fill);
    await client.query(`alter table calls enable trigger user`);
    for (const { definition } of later) await client.query(definition);
    for (const table of ['calls', 'call_values', 'call_kinds', 'agents']) await client.query(`vacuum analyze ${table}`);
  } finally {
    await client.end();
  }
}

const SETTINGS = [`set maintenance_work_mem = '512MB'`, `set synchronous_commit = off`, `select setseed(0.42)`];

/** Those that no key needs: quicker made when the rows are there. */
async function secondaryIndexes(client: pg.Client): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename in ('calls', 'call_values') and indexdef not like 'CREATE UNIQUE%'`);
  return rows;
}

const VALUES = `insert into call_values
  (call_id, field, seq, workspace_id, began_at, text_value, number_value, boolean_value, tool_type)
  select c.call_id, v.field, v.seq, c.workspace_id, c.began_at, v.text_value, v.number_value, v.boolean_value, v.tool_type
  from calls c, call_values_of(c) v`;

const KIND_COLUMNS = `call_type, call_status, direction, disconnection_reason, user_sentiment, call_successful, in_voicemail,
  data_storage_setting`;

const KINDS = `insert into call_kinds (workspace_id, kind, ${KIND_COLUMNS}, holds)
  select distinct workspace_id, call_kind(${KIND_COLUMNS}, holds), ${KIND_COLUMNS}, holds
  from calls cross join lateral (
    select call_holds(data_storage_setting, metadata, retell_llm_dynamic_variables, details, transcripts) as holds) as held`;

function agents(workspaceId: string, size: SeedSize): string {
  return `insert into agents
    (workspace_id, agent_id, version, channel, is_published, agent_name, engine_type, engine_id, config, created_at, modified_at)
    select '${workspaceId}', 'agent_' || lpad(to_hex(n), 26, '0'), 0, 'voice', false, 'Agent ' || n, 'retell-llm', 'llm_' || n,
      '{"voice_id":"11labs-Adrian"}', ${NEWEST_MS}, ${NEWEST_MS}
    from generate_series(0, ${size.agents - 1}) n`;
}

/** `r1`, `r2`, ... are random numbers of the row. */
function calls(workspaceId: string, size: SeedSize): string {
  return `insert into calls
    (workspace_id, call_id, call_type, call_status, agent_id, agent_version, agent_name, direction, from_number, to_number,
     disconnection_reason, user_sentiment, call_successful, in_voicemail, created_at, start_timestamp, end_timestamp, duration_ms,
     e2e_latency_p50, access_token, files_key, has_recording, metadata, retell_llm_dynamic_variables, batch_call_id, details, transcripts,
     analyzed_at, owner_epoch)
    select '${workspaceId}', 'call_' || left(md5(n::text), 27), case when phone then 'phone_call' else 'web_call' end, status,
      'agent_' || lpad(to_hex(agent), 26, '0'), (r1 * 4)::integer, 'Agent ' || agent,
      case when phone then case when outbound then 'outbound' else 'inbound' end end,
      case when phone then case when outbound then own else other end end,
      case when phone then case when outbound then other else own end end,
      reason, sentiment, case when talked then r3 < 0.7 end, case when talked then r4 < 0.04 end,
      began - 1500, case when status <> 'not_connected' then began end, began + duration,
      case when status <> 'not_connected' then duration end,
      case when talked then 450 + 900 * r5 ^ 3 + case when r6 < 0.00001 then 9000 else 0 end end,
      case when phone then null else repeat('x', 200) end, md5(n::text) || md5('f' || n), talked,
      jsonb_build_object('customer', 'cust_' || (r2 * 100000)::integer, 'plan', case when r3 < 0.9 then 'basic' when r3 < 0.9999 then 'gold'
        else 'platinum' end),
      jsonb_build_object('name', 'Person ' || (r4 * 50000)::integer, 'visits', (r5 * 20)::integer),
      case when phone and outbound and r6 < 0.5 then 'batch_call_' || (r1 * 2000)::integer end,
      jsonb_build_object(
        'data_storage_setting', case when r2 < 0.97 then 'everything' when r2 < 0.9999 then 'everything_except_pii'
          else 'basic_attributes_only' end,
        'opt_in_signed_url', false,
        'call_cost', jsonb_build_object('combined_cost', round((duration / 1000.0 * 0.15)::numeric, 4), 'product_costs', '[]'::jsonb,
          'total_duration_seconds', duration / 1000, 'total_duration_unit_price', 0.15),
        'latency', '{"e2e":{"p50":700,"p90":900,"p95":950,"p99":990,"min":400,"max":1000,"num":6,"values":[700,650,800,400,1000,900]},
          "llm":{"p50":300,"p90":400,"p95":450,"p99":490,"min":200,"max":500,"num":6,"values":[300,250,400,200,500,450]}}'::jsonb,
        'llm_token_usage', '{"values":[1200,1250,1300,1350,1400,1450],"average":1325,"num_requests":6}'::jsonb)
      || case when talked then jsonb_build_object('call_analysis', jsonb_build_object('call_summary', ${SUMMARY},
          'user_sentiment', sentiment, 'call_successful', r3 < 0.7, 'in_voicemail', r4 < 0.04,
          'custom_analysis_data', jsonb_build_object('guests', (r6 * 8)::integer, 'mood', case when r1 < 0.6 then 'calm' when r1 < 0.99999
            then 'busy' else 'furious' end, 'vip', r2 < 0.001))) else '{}'::jsonb end,
      case when talked then ${TRANSCRIPTS} end, began + duration + 5000, 1
    from (
      select *, case when status <> 'ended' then case when status = 'error' then 'error_llm_websocket_open' when r4 < 0.6 then 'dial_no_answer'
          when r4 < 0.999 then 'dial_busy' else 'marked_as_spam' end
          when r4 < 0.55 then 'user_hangup' when r4 < 0.9 then 'agent_hangup' when r4 < 0.99 then 'inactivity' else 'call_transfer' end
          as reason,
        case when status = 'ended' then case when r5 < 0.6 then 'Neutral' when r5 < 0.87 then 'Positive' when r5 < 0.99 then 'Negative'
          else 'Unknown' end end as sentiment, status = 'ended' as talked
      from (
        select n, r1, r2, r3, r4, r5, r6, r7 < 0.8 as phone, r8 < 0.7 as outbound,
          case when r7 >= 0.8 then case when r9 < 0.995 then 'ended' else 'error' end when r9 < 0.94 then 'ended' when r9 < 0.9995
            then 'not_connected' else 'error' end as status,
          floor(${size.agents} * r10 ^ 3)::integer as agent,
          '+1415555' || lpad((floor(200 * r3 ^ 2))::integer::text, 4, '0') as own,
          '+1' || (2000000000 + floor(r2 * 700000) * 9973)::bigint as other,
          ${NEWEST_MS - YEAR_MS}::bigint + (n * ${YEAR_MS}::numeric / ${size.calls})::bigint as began,
          (1000 + least(7200000, -90000 * ln(1 - r1 * 0.9999999)))::bigint as duration
        from (select n, random() r1, random() r2, random() r3, random() r4, random() r5, random() r6, random() r7, random() r8,
          random() r9, random() r10 from generate_series(1, ${size.calls}) n offset 0) as dice
      ) as kinds
    ) as rows`;
}

const SUMMARY = `'The caller asked about an order, heard when it comes, and was content. Nothing is left to do but to send a confirmation.'`;

/** Eight utterances and a tool. */
const TRANSCRIPTS = `jsonb_build_object(
  'transcript', repeat('Agent: How may I help you today with your order?' || chr(10) || 'User: I would like to know when it comes.' || chr(10), 4),
  'transcript_object', ${utterances()},
  'transcript_with_tool_calls', ${utterances()} || jsonb_build_array(
    jsonb_build_object('role', 'tool_call_invocation', 'tool_call_id', 't1', 'name', case when r3 < 0.999 then 'find_order' else 'refund' end,
      'arguments', '{}', 'time_sec', 3, 'type', 'custom'),
    jsonb_build_object('role', 'tool_call_result', 'tool_call_id', 't1', 'successful', r6 < 0.97, 'content', 'ok',
      'time_sec', 3 + r5)))`;

function utterances(): string {
  const words = ['How', 'may', 'I', 'help', 'you', 'today'].map((word, i) => ({
    word,
    start: i * 0.3,
    end: i * 0.3 + 0.28,
  }));
  const items = Array.from({ length: 8 }, (_, i) => ({
    role: i % 2 === 0 ? 'agent' : 'user',
    content: 'How may I help you today with your order?',
    words,
  }));
  return `'${JSON.stringify(items)}'::jsonb`;
}
