// Tests.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `create table test_case_definitions (
    workspace_id text not null references workspaces on delete cascade,
    test_case_definition_id text primary key,
    engine_type text not null,
    engine_id text not null,
    engine_version integer,
    config json not null,
    created_at bigint not null,
    modified_at bigint not null
  )`,
  `create index test_case_definitions_by_type
    on test_case_definitions (workspace_id, engine_type, created_at desc, test_case_definition_id desc)`,
  `create index test_case_definitions_by_engine
    on test_case_definitions (workspace_id, engine_id, created_at desc, test_case_definition_id desc)`,
  `create table batch_tests (
    workspace_id text not null references workspaces on delete cascade,
    test_case_batch_job_id text primary key,
    engine_type text not null,
    engine_id text not null,
    engine_version integer,
    status text not null,
    pass_count integer not null default 0,
    fail_count integer not null default 0,
    error_count integer not null default 0,
    total_count integer not null,
    created_at bigint not null,
    modified_at bigint not null
  )`,
  `create index batch_tests_by_type
    on batch_tests (workspace_id, engine_type, created_at desc, test_case_batch_job_id desc)`,
  `create index batch_tests_by_engine
    on batch_tests (workspace_id, engine_id, created_at desc, test_case_batch_job_id desc)`,
  `create table test_runs (
    workspace_id text not null references workspaces on delete cascade,
    test_case_job_id text primary key,
    test_case_batch_job_id text not null references batch_tests on delete cascade,
    position integer not null,
    test_case_definition_id text not null,
    status text not null,
    definition json not null,
    transcript json,
    result_explanation text,
    created_at bigint not null,
    modified_at bigint not null
  )`,
  `create unique index test_runs_by_batch on test_runs (test_case_batch_job_id, position)`,
  `create index test_runs_waiting on test_runs (created_at, position) where status in ('pending', 'in_progress')`,
];
