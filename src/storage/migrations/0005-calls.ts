// Calls at a million rows: the order of lists as a column, an index for every filter, transcripts apart from what lists show, values by
// key in a table of their own, exports, and what is to be forgotten when.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

/** Keys of `details` that live in `transcripts`; written out, as a migration never changes. */
const TRANSCRIPTS = `array['transcript','transcript_object','transcript_with_tool_calls','scrubbed_transcript_with_tool_calls']`;

/** One value at a time, newest first. Ties are sorted by the reader: hardly ever is there more than one. */
const byValue = (column: string, key = column): string =>
  `create index calls_by_${column} on calls (workspace_id, ${key}, began_at desc) include (call_id) where ${column} is not null`;

const STATEMENTS: string[] = [
  `alter table calls add column batch_call_id text`,
  `alter table calls
    add column transcripts jsonb,
    add column forgotten_at bigint,
    add column began_at bigint not null generated always as (coalesce(start_timestamp, created_at)) stored,
    add column data_storage_setting text generated always as (details ->> 'data_storage_setting') stored,
    add column agent_tag text generated always as (details ->> 'agent_tag') stored,
    add column combined_cost double precision generated always as (
      case jsonb_typeof(details -> 'call_cost' -> 'combined_cost')
        when 'number' then (details -> 'call_cost' ->> 'combined_cost')::double precision end) stored,
    add column expires_at bigint generated always as (
      case jsonb_typeof(details -> 'data_storage_retention_days')
        when 'number' then end_timestamp + ((details ->> 'data_storage_retention_days')::numeric * 86400000)::bigint end) stored`,
  `update calls set
    transcripts = (select jsonb_object_agg(key, value) from jsonb_each(details) where key = any(${TRANSCRIPTS})),
    details = details - ${TRANSCRIPTS}
    where details ?| ${TRANSCRIPTS}`,

  `drop index calls_by_time`,
  `drop index calls_by_agent`,
  `create index calls_by_time on calls (workspace_id, began_at desc, call_id desc)`,
  `create index calls_by_agent on calls (workspace_id, agent_id, began_at desc, agent_version) include (call_id)`,
  byValue('call_status'),
  byValue('call_type'),
  byValue('direction'),
  byValue('disconnection_reason'),
  byValue('user_sentiment'),
  byValue('call_successful'),
  byValue('in_voicemail'),
  byValue('data_storage_setting'),
  byValue('agent_tag'),
  // Byte order, so that beginnings can be looked up as well.
  byValue('batch_call_id', 'batch_call_id collate "C"'),
  byValue('from_number', 'from_number collate "C"'),
  byValue('to_number', 'to_number collate "C"'),
  `create index calls_by_duration on calls (workspace_id, duration_ms) where duration_ms is not null`,
  `create index calls_by_latency on calls (workspace_id, e2e_latency_p50) where e2e_latency_p50 is not null`,
  `create index calls_by_cost on calls (workspace_id, combined_cost) where combined_cost is not null`,
  // What no other index answers is answered by walking this one: it holds every column that filters ask for, so that only the calls
  // that are shown are read.
  `create index calls_filters on calls (
    workspace_id, began_at desc, call_id desc, agent_id, agent_version, call_status, call_type, direction, disconnection_reason,
    user_sentiment, call_successful, in_voicemail, data_storage_setting, duration_ms, e2e_latency_p50, combined_cost,
    start_timestamp, end_timestamp, from_number, to_number, batch_call_id)`,
  // Which values go together: without it two filters that exclude each other look like an easy find.
  `create statistics calls_kinds (mcv) on call_type, call_status, direction, disconnection_reason, user_sentiment, call_successful,
    in_voicemail, data_storage_setting from calls`,
  `create index calls_expiring on calls (expires_at) where expires_at is not null`,
  `create index calls_to_forget on calls (end_timestamp)
    where forgotten_at is null and data_storage_setting in ('everything_except_pii', 'basic_attributes_only')`,

  `create table call_values (
    call_id text not null,
    field text not null,
    seq integer not null,
    workspace_id text not null,
    began_at bigint not null,
    text_value text,
    number_value double precision,
    boolean_value boolean,
    tool_type text,
    primary key (workspace_id, field, began_at, call_id, seq) include (text_value, number_value)
  )`,
  `create index call_values_by_call on call_values (call_id)`,
  `create index call_values_by_text on call_values (workspace_id, field, text_value collate "C", began_at desc) include (call_id)`,
  `create index call_values_by_number on call_values (workspace_id, field, number_value) include (began_at, call_id)
    where number_value is not null`,
  `create statistics call_values_fields (mcv, dependencies) on field, text_value from call_values`,
  `alter statistics call_values_fields set statistics 500`,
  `create function call_values_of(c calls)
    returns table (field text, seq integer, text_value text, number_value double precision, boolean_value boolean,
      tool_type text)
    language sql stable as $$
      with kept as (
        select coalesce(c.data_storage_setting, 'everything') = 'everything' as everything
      ), objects (name, value) as (
        values ('metadata', c.metadata), ('custom_attributes', c.details -> 'custom_attributes')
        union all
        select name, value from kept, (values
          ('dynamic_variables', c.retell_llm_dynamic_variables),
          ('custom_analysis_data', c.details -> 'call_analysis' -> 'custom_analysis_data')) as o (name, value)
        where everything
      ), items as materialized (
        select item, n from kept, jsonb_array_elements(
          case jsonb_typeof(c.transcripts -> 'transcript_with_tool_calls')
            when 'array' then c.transcripts -> 'transcript_with_tool_calls' end) with ordinality as i (item, n)
        where everything
      ), results as (
        select distinct on (item ->> 'tool_call_id') item from items where item ->> 'role' = 'tool_call_result'
        order by item ->> 'tool_call_id', n
      )
      select objects.name || '.' || e.key, 0,
        case when jsonb_typeof(e.value) in ('string', 'number', 'boolean') then left(e.value #>> '{}', 200) end,
        case jsonb_typeof(e.value) when 'number' then (e.value #>> '{}')::double precision end,
        case jsonb_typeof(e.value) when 'boolean' then (e.value #>> '{}')::boolean end, null
      from objects, jsonb_each(case jsonb_typeof(objects.value) when 'object' then objects.value end) as e
      where length(e.key) <= 180 and jsonb_typeof(e.value) <> 'null'
      union all
      select 'tool.' || (items.item ->> 'name'), items.n::integer, results.item ->> 'successful',
        ((results.item ->> 'time_sec')::double precision - (items.item ->> 'time_sec')::double precision) * 1000,
        (results.item ->> 'successful')::boolean, items.item ->> 'type'
      from items left join results on results.item ->> 'tool_call_id' = items.item ->> 'tool_call_id'
      where items.item ->> 'role' = 'tool_call_invocation' and length(items.item ->> 'name') <= 180
    $$`,
  `create function write_call_values() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' then delete from call_values where call_id = old.call_id; end if;
      if tg_op <> 'DELETE' then
        insert into call_values (call_id, field, seq, workspace_id, began_at, text_value, number_value, boolean_value, tool_type)
        select new.call_id, v.field, v.seq, new.workspace_id, new.began_at, v.text_value, v.number_value, v.boolean_value, v.tool_type
        from call_values_of(new) v;
      end if;
      return null;
    end $$`,
  `create trigger call_values_made after insert or delete on calls for each row execute function write_call_values()`,
  `create trigger call_values_changed after update on calls for each row
    when ((old.began_at, old.metadata, old.retell_llm_dynamic_variables, old.transcripts, old.data_storage_setting,
        old.details -> 'call_analysis' -> 'custom_analysis_data', old.details -> 'custom_attributes')
      is distinct from (new.began_at, new.metadata, new.retell_llm_dynamic_variables, new.transcripts, new.data_storage_setting,
        new.details -> 'call_analysis' -> 'custom_analysis_data', new.details -> 'custom_attributes'))
    execute function write_call_values()`,
  `insert into call_values (call_id, field, seq, workspace_id, began_at, text_value, number_value, boolean_value, tool_type)
    select c.call_id, v.field, v.seq, c.workspace_id, c.began_at, v.text_value, v.number_value, v.boolean_value, v.tool_type
    from calls c, call_values_of(c) v`,

  // Where a page goes on when its last call has gone meanwhile: id and time, nothing else.
  `create table deleted_calls (
    call_id text primary key,
    workspace_id text not null,
    began_at bigint not null,
    deleted_at bigint not null
  )`,
  `create index deleted_calls_by_time on deleted_calls (deleted_at)`,
  `create table signed_folders (
    files_key text primary key,
    workspace_id text not null
  )`,
  `create table export_requests (
    workspace_id text not null references workspaces on delete cascade,
    export_request_id text primary key,
    channel text not null,
    status text not null,
    filter jsonb not null,
    columns jsonb not null,
    ascending boolean not null,
    timezone text not null,
    files_key text not null unique,
    rows_written bigint not null default 0,
    bytes_written bigint not null default 0,
    after_began_at bigint,
    after_call_id text,
    created_at bigint not null,
    finished_at bigint,
    expires_at bigint
  )`,
  `create index export_requests_by_time on export_requests (workspace_id, created_at desc, export_request_id desc)`,
  `create index export_requests_expiring on export_requests (expires_at) where expires_at is not null`,
];
