import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainFailure } from './errors.ts';

test("the server's last words become words for the user", () => {
  const cases: [string, string, RegExp][] = [
    [
      '2026-11-22 12:50:37.555 UTC [9916] FATAL:  could not write to file "pg_wal/xlogtemp.9916": No space left on device',
      'disk_full',
      /The disk is full.*\/data.*free some space/,
    ],
    [
      'FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 17, which is not compatible with this version 18.4.',
      'other_version',
      /made by PostgreSQL 17, this Ringback brings PostgreSQL 18/,
    ],
    ['initdb: error: could not look up effective user ID 54321: user does not exist', 'no_user', /named user/],
    ['FATAL:  lock file "postmaster.pid" already exists\nHINT:  Is another postmaster running?', 'in_use', /in use/],
    [
      'initdb: error: could not access directory "/data/data": Permission denied',
      'no_permission',
      /belongs to another user/,
    ],
    [
      'postgres: error while loading shared libraries: libicuuc.so.60: cannot open shared object file',
      'no_binaries',
      /DATABASE_URL/,
    ],
    ['FATAL:  something new', 'failed', /Could not start it in \/data\. It said:\nFATAL: {2}something new/],
  ];
  for (const [output, fault, words] of cases) {
    const error = explainFailure(output, 'start it', '/data');
    assert.equal(error.fault, fault);
    assert.match(error.message, words);
  }
});
