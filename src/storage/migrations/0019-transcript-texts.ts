// Transcripts as JSON in the words it was written in: to read it is to copy it, where jsonb is put together anew each time. The table of
// calls is written anew for it.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

/** Of one row of `calls` in a trigger. */
const kindOf = (
  row: string,
): string => `call_kind(${row}.call_type, ${row}.call_status, ${row}.direction, ${row}.disconnection_reason,
  ${row}.user_sentiment, ${row}.call_successful, ${row}.in_voicemail, ${row}.data_storage_setting,
  call_holds(${row}.data_storage_setting, ${row}.metadata, ${row}.retell_llm_dynamic_variables, ${row}.details, ${row}.transcripts))`;

const STATEMENTS: string[] = [
  // All indexes of the table are made anew.
  `set local maintenance_work_mem = '256MB'`,
  `drop trigger call_values_changed on calls`,
  `drop trigger call_kind_changed on calls`,
  // The indexes by kind are made with whichever of both takes the column as it then is.
  `create function call_holds(data_storage_setting text, metadata jsonb, variables jsonb, details jsonb, transcripts json)
    returns text language sql immutable parallel safe as $$
      select case when jsonb_typeof(metadata) = 'object' and metadata <> '{}' then 'm' else '' end
        || case when jsonb_typeof(details -> 'custom_attributes') = 'object' then 'a' else '' end
        || case when coalesce(data_storage_setting, 'everything') <> 'everything' then '' else
          case when jsonb_typeof(variables) = 'object' and variables <> '{}' then 'v' else '' end
          || case when jsonb_typeof(details -> 'call_analysis' -> 'custom_analysis_data') = 'object' then 'c' else '' end
          || case when transcripts is not null then 't' else '' end
        end
    $$`,
  `alter table calls alter column transcripts type json using transcripts::json`,
  `drop function call_holds(text, jsonb, jsonb, jsonb, jsonb)`,
  `create or replace function call_values_of(c calls)
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
        select item, n from kept,
          (select (c.transcripts -> 'transcript_with_tool_calls')::jsonb as said offset 0) as one,
          jsonb_array_elements(case jsonb_typeof(said) when 'array' then said end) with ordinality as i (item, n)
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
  `create trigger call_values_changed after update on calls for each row
    when ((old.began_at, old.metadata, old.retell_llm_dynamic_variables, old.transcripts::text, old.data_storage_setting,
        old.details -> 'call_analysis' -> 'custom_analysis_data', old.details -> 'custom_attributes')
      is distinct from (new.began_at, new.metadata, new.retell_llm_dynamic_variables, new.transcripts::text, new.data_storage_setting,
        new.details -> 'call_analysis' -> 'custom_analysis_data', new.details -> 'custom_attributes'))
    execute function write_call_values()`,
  `create trigger call_kind_changed after update on calls for each row
    when (old.workspace_id <> new.workspace_id or ${kindOf('old')} <> ${kindOf('new')})
    execute function note_call_kind()`,
];
