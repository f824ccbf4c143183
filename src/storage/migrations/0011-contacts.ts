// Contacts, the files they are imported from, and the jobs that work on all of them.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `create table contacts (
    workspace_id text not null references workspaces on delete cascade,
    contact_id text primary key,
    phone_number text not null,
    first_name text,
    last_name text,
    tags text[] not null default '{}',
    custom_fields jsonb not null default '{}',
    do_not_call boolean not null default false,
    external_id text,
    conversation_count integer not null default 0,
    last_conversation_timestamp bigint not null default 0,
    created_at bigint not null,
    modified_at bigint not null,
    unique (workspace_id, phone_number)
  )`,
  `create index contacts_by_conversation on contacts (workspace_id, last_conversation_timestamp, contact_id)`,
  `create index contacts_by_tag on contacts using gin (tags)`,
  `create table contact_uploads (
    workspace_id text not null references workspaces on delete cascade,
    upload_id text primary key,
    file_name text not null,
    blob_key text not null,
    created_at bigint not null
  )`,
  `create index contact_uploads_by_time on contact_uploads (created_at)`,
  `create table contact_jobs (
    workspace_id text not null references workspaces on delete cascade,
    kind text not null,
    run_id text not null,
    status text not null,
    request json not null,
    cursor text,
    succeeded integer not null default 0,
    failed integer not null default 0,
    failures json not null default '[]',
    started_at bigint not null,
    finished_at bigint,
    primary key (workspace_id, kind)
  )`,
];
