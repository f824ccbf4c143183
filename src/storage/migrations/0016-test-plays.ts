// Who plays a run of a test, how far it has come, and how it was judged.

import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS: string[] = [
  `alter table batch_tests
    add column configuration_hash text,
    add column runs_unmocked_tools boolean not null default false`,
  `alter table test_runs
    add column player text,
    add column plays integer not null default 0,
    add column progress json,
    add column recorded json,
    add column metric_results json`,
  `drop index test_runs_waiting`,
  `create index test_runs_waiting on test_runs (workspace_id, created_at, test_case_batch_job_id, position)
    where status in ('pending', 'in_progress')`,
];
