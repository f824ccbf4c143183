// Kinds of calls: what calls have in common in all columns of few values, and in which of their objects they hold values by key. There are
// few kinds, so that it is known at once when filters exclude each other, and which calls meet several of them.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const COLUMNS = [
  'call_type',
  'call_status',
  'direction',
  'disconnection_reason',
  'user_sentiment',
  'call_successful',
  'in_voicemail',
  'data_storage_setting',
];

/** Of `calls`, or of one row of it in a trigger. */
const of = (row: string, columns: readonly string[] = COLUMNS): string =>
  columns.map((column) => `${row}.${column}`).join(', ');

const holdsOf = (row: string): string =>
  `call_holds(${of(row, ['data_storage_setting', 'metadata', 'retell_llm_dynamic_variables', 'details', 'transcripts'])})`;

const kindOf = (row: string): string => `call_kind(${of(row)}, ${holdsOf(row)})`;

const STATEMENTS: string[] = [
  // Where `call_values_of` may find something: m(etadata), a(ttributes), v(ariables), c(ustom analysis), t(ools).
  `create function call_holds(data_storage_setting text, metadata jsonb, variables jsonb, details jsonb, transcripts jsonb)
    returns text language sql immutable parallel safe as $$
      select case when jsonb_typeof(metadata) = 'object' and metadata <> '{}' then 'm' else '' end
        || case when jsonb_typeof(details -> 'custom_attributes') = 'object' then 'a' else '' end
        || case when coalesce(data_storage_setting, 'everything') <> 'everything' then '' else
          case when jsonb_typeof(variables) = 'object' and variables <> '{}' then 'v' else '' end
          || case when jsonb_typeof(details -> 'call_analysis' -> 'custom_analysis_data') = 'object' then 'c' else '' end
          || case when transcripts is not null then 't' else '' end
        end
    $$`,
  // 64 bits: among thousands of kinds no two have the same.
  `create function call_kind(call_type text, call_status text, direction text, disconnection_reason text, user_sentiment text,
      call_successful boolean, in_voicemail boolean, data_storage_setting text, holds text)
    returns bigint language sql immutable parallel safe as $$
      select hash_array_extended(array[call_type, call_status, direction, disconnection_reason, user_sentiment, call_successful::text,
        in_voicemail::text, data_storage_setting, holds], 0)
    $$`,
  // Every kind that a workspace has or once had.
  `create table call_kinds (
    workspace_id text not null references workspaces on delete cascade,
    kind bigint not null,
    call_type text,
    call_status text,
    direction text,
    disconnection_reason text,
    user_sentiment text,
    call_successful boolean,
    in_voicemail boolean,
    data_storage_setting text,
    holds text not null,
    primary key (workspace_id, kind)
  )`,
  `insert into call_kinds (workspace_id, kind, ${COLUMNS.join(', ')}, holds)
    select distinct calls.workspace_id, ${kindOf('calls')}, ${of('calls')}, ${holdsOf('calls')} from calls`,
  `create function note_call_kind() returns trigger language plpgsql as $$
    begin
      insert into call_kinds (workspace_id, kind, ${COLUMNS.join(', ')}, holds)
      values (new.workspace_id, ${kindOf('new')}, ${of('new')}, ${holdsOf('new')})
      on conflict do nothing;
      return null;
    end $$`,
  `create trigger call_kind_made after insert on calls for each row execute function note_call_kind()`,
  `create trigger call_kind_changed after update on calls for each row
    when (old.workspace_id <> new.workspace_id or ${kindOf('old')} <> ${kindOf('new')})
    execute function note_call_kind()`,
  `create index calls_by_kind on calls (workspace_id, (${kindOf('calls')}), began_at desc, call_id desc)`,
  // Byte order, so that beginnings can be looked up as well.
  `create index calls_by_kind_from on calls (workspace_id, (${kindOf('calls')}), from_number collate "C") where from_number is not null`,
  `create index calls_by_kind_to on calls (workspace_id, (${kindOf('calls')}), to_number collate "C") where to_number is not null`,
];
