// Brings a database to the tables of this release. Migrations are listed by hand and only ever added to.

import { runMigrations } from 'graphile-worker';
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import pg, { type Pool } from 'pg';
import * as spine from './migrations/0001-spine.ts';
import * as access from './migrations/0002-access.ts';
import * as agents from './migrations/0003-agents.ts';
import * as engines from './migrations/0004-engines.ts';
import * as calls from './migrations/0005-calls.ts';
import * as chats from './migrations/0006-chats.ts';
import * as tests from './migrations/0007-tests.ts';
import * as knowledge from './migrations/0008-knowledge.ts';
import * as numbers from './migrations/0009-numbers.ts';
import * as workspace from './migrations/0010-workspace.ts';
import * as contacts from './migrations/0011-contacts.ts';
import * as callCommands from './migrations/0012-call-commands.ts';
import * as forgetting from './migrations/0013-forgetting.ts';
import * as deletedPlaces from './migrations/0014-deleted-places.ts';
import * as knowledgeChunks from './migrations/0015-knowledge-chunks.ts';
import * as testPlays from './migrations/0016-test-plays.ts';
import * as latestVersions from './migrations/0017-latest-versions.ts';
import * as callKinds from './migrations/0018-call-kinds.ts';
import * as transcriptTexts from './migrations/0019-transcript-texts.ts';
import * as sipTrunks from './migrations/0020-sip-trunks.ts';
import * as callTransfers from './migrations/0021-call-transfers.ts';
import * as sipDialogsOfCallers from './migrations/0022-sip-dialogs-of-callers.ts';
import * as callLimits from './migrations/0023-call-limits.ts';
import * as texts from './migrations/0024-texts.ts';
import * as batchPauses from './migrations/0025-batch-pauses.ts';
import * as textsBeingSent from './migrations/0026-texts-being-sent.ts';
import * as textsOfCalls from './migrations/0027-texts-of-calls.ts';
import * as trunkRegistrations from './migrations/0028-trunk-registrations.ts';
import { quietJobLog } from './job-log.ts';
import { vacuumRewritten } from './vacuum-rewritten.ts';

const MIGRATIONS: Record<string, Migration> = {
  '0001-spine': spine,
  '0002-access': access,
  '0003-agents': agents,
  '0004-engines': engines,
  '0005-calls': calls,
  '0006-chats': chats,
  '0007-tests': tests,
  '0008-knowledge': knowledge,
  '0009-numbers': numbers,
  '0010-workspace': workspace,
  '0011-contacts': contacts,
  '0012-call-commands': callCommands,
  '0013-forgetting': forgetting,
  '0014-deleted-places': deletedPlaces,
  '0015-knowledge-chunks': knowledgeChunks,
  '0016-test-plays': testPlays,
  '0017-latest-versions': latestVersions,
  '0018-call-kinds': callKinds,
  '0019-transcript-texts': transcriptTexts,
  '0020-sip-trunks': sipTrunks,
  '0021-call-transfers': callTransfers,
  '0022-sip-dialogs-of-callers': sipDialogsOfCallers,
  '0023-call-limits': callLimits,
  '0024-texts': texts,
  '0025-batch-pauses': batchPauses,
  '0026-texts-being-sent': textsBeingSent,
  '0027-texts-of-calls': textsOfCalls,
  '0028-trunk-registrations': trunkRegistrations,
};

const QUIET = encodeURIComponent('-c log_min_messages=fatal');

/**
 * Runs what is missing, ours and the job queue's. Several nodes may do so at once. Throws with the migration's name and reason.
 * `quietUrl`: a connection of our own built-in server; there the queue's first question, for a table that is not there yet, can be
 * kept out of the server's log.
 */
export async function migrate(pool: Pool, quietUrl?: string): Promise<void> {
  // Not destroyed: that would end the pool, which is the caller's.
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    throw new Error(
      `The database could not be brought up to date${failed ? ` (migration ${failed})` : ''}: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
  await vacuumRewritten(pool);
  if (quietUrl === undefined) await runMigrations({ pgPool: pool, logger: quietJobLog });
  else await migrateQueueQuietly(quietUrl);
}

/** The pool is ours: the queue's own would be left to end by itself, and a server that stops meanwhile would end the process. */
async function migrateQueueQuietly(quietUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: `${quietUrl}&options=${QUIET}`, max: 1 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await runMigrations({ pgPool: pool, logger: quietJobLog });
  } finally {
    await pool.end();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
