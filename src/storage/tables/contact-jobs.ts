// Questions about the jobs that work on all contacts of a workspace, one of each kind at a time, and about the files they read.

import type { Kysely } from 'kysely';
import type { Database, NewRow, Row, RowUpdate } from '../schema.ts';

export type ContactJobKey = Pick<Row<'contact_jobs'>, 'workspace_id' | 'kind'>;

export function insertContactUpload(db: Kysely<Database>, row: Row<'contact_uploads'>): Promise<unknown> {
  return db.insertInto('contact_uploads').values(row).execute();
}

export function findContactUpload(
  db: Kysely<Database>,
  workspaceId: string,
  uploadId: string,
): Promise<Row<'contact_uploads'> | undefined> {
  return db
    .selectFrom('contact_uploads')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('upload_id', '=', uploadId)
    .executeTakeFirst();
}

/** Removes uploads older than `before` and gives their rows, whose files the caller deletes. */
export function deleteOldContactUploads(db: Kysely<Database>, before: number): Promise<Row<'contact_uploads'>[]> {
  return db.deleteFrom('contact_uploads').where('created_at', '<', before).returningAll().execute();
}

export function findContactJob(db: Kysely<Database>, key: ContactJobKey): Promise<Row<'contact_jobs'> | undefined> {
  return db
    .selectFrom('contact_jobs')
    .selectAll()
    .where('workspace_id', '=', key.workspace_id)
    .where('kind', '=', key.kind)
    .executeTakeFirst();
}

/** Begins a new run in the place of one that is over, or was begun before `staleBefore`. Undefined while another is under way. */
export function beginContactJob(
  db: Kysely<Database>,
  row: NewRow<'contact_jobs'>,
  staleBefore: number,
): Promise<Row<'contact_jobs'> | undefined> {
  const { workspace_id: _workspace, kind: _kind, ...fresh } = row;
  return db
    .insertInto('contact_jobs')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'kind'])
        .doUpdateSet(fresh)
        .where((eb) =>
          eb.or([eb('contact_jobs.status', '=', 'idle'), eb('contact_jobs.started_at', '<', staleBefore)]),
        ),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Writes how far a run is; undefined when it is over or another run has taken its place. */
export function updateContactJob(
  db: Kysely<Database>,
  run: ContactJobKey & { run_id: string; cursor: string | null },
  change: RowUpdate<'contact_jobs'>,
): Promise<Row<'contact_jobs'> | undefined> {
  return db
    .updateTable('contact_jobs')
    .set(change)
    .where('workspace_id', '=', run.workspace_id)
    .where('kind', '=', run.kind)
    .where('run_id', '=', run.run_id)
    .where('cursor', 'is not distinct from', run.cursor)
    .where('status', '<>', 'idle')
    .returningAll()
    .executeTakeFirst();
}
