// Why the built-in database cannot run, in words that say what to do about it.

export type EmbeddedPostgresFault =
  | 'no_binaries' // not installed, or not made for this platform
  | 'in_use' // another living process has this data folder open
  | 'other_version' // the folder was made by another major version
  | 'disk_full'
  | 'no_permission'
  | 'no_user' // our user id has no name
  | 'failed'; // anything else: the message carries the server's own words

export class EmbeddedPostgresError extends Error {
  readonly fault: EmbeddedPostgresFault;

  constructor(fault: EmbeddedPostgresFault, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
    this.fault = fault;
  }
}

/** Reads what initdb or postgres wrote before it gave up. `doing` is a phrase like `start the built-in PostgreSQL`. */
export function explainFailure(output: string, doing: string, folder: string): EmbeddedPostgresError {
  const known = KNOWN.find(({ pattern }) => pattern.test(output));
  if (known) return new EmbeddedPostgresError(known.fault, known.words(folder, output));
  const lastWords = output.trim().split('\n').slice(-6).join('\n');
  return new EmbeddedPostgresError('failed', `Could not ${doing} in ${folder}. It said:\n${lastWords || '(nothing)'}`);
}

/** How a database of the wrong major version is reported. */
export function otherVersion(folder: string, found: string, major: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'other_version',
    `The database in ${folder} was made by PostgreSQL ${found}, this Ringback brings PostgreSQL ${major}. ` +
      'Start it with the Ringback that made it, choose another RINGBACK_DATA_DIR, or set DATABASE_URL.',
  );
}

/** How too little space is reported. */
export function diskFull(folder: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'disk_full',
    `The disk is full: the database in ${folder} needs some space to start. Nothing is lost; free some space and start again.`,
  );
}

/** How a data folder is reported that this user may not make or write. */
export function notWritable(dataDir: string, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_permission',
    `The data folder ${dataDir} cannot be written (${(cause as Error).message}). ` +
      'Choose another RINGBACK_DATA_DIR, or give this one to the user that runs Ringback.',
    { cause },
  );
}

const KNOWN: { pattern: RegExp; fault: EmbeddedPostgresFault; words: (folder: string, output: string) => string }[] = [
  {
    pattern: /No space left on device|Disk quota exceeded/,
    fault: 'disk_full',
    words: (folder) => diskFull(folder).message,
  },
  {
    pattern: /initialized by PostgreSQL version (\d+).*not compatible/s,
    fault: 'other_version',
    words: (folder, output) =>
      otherVersion(
        folder,
        /initialized by PostgreSQL version (\d+)/.exec(output)?.[1] ?? '?',
        Number(/compatible with this version (\d+)/.exec(output)?.[1] ?? 0),
      ).message,
  },
  {
    pattern: /could not look up effective user ID|user does not exist/,
    fault: 'no_user',
    words: () =>
      'The built-in PostgreSQL needs a user with a name, and the user id that runs Ringback has none in /etc/passwd. ' +
      'Run as a named user, or set DATABASE_URL.',
  },
  {
    pattern: /lock file "postmaster\.pid" already exists|pre-existing shared memory block/,
    fault: 'in_use',
    words: (folder) =>
      `The database in ${folder} is in use by another PostgreSQL server. Stop it, or choose another RINGBACK_DATA_DIR.`,
  },
  {
    pattern: /error while loading shared libraries|Exec format error|symbol not found|GLIBC_/,
    fault: 'no_binaries',
    words: (_folder, output) =>
      `The built-in PostgreSQL does not run on this system: ${output.trim().split('\n')[0]}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
  },
  {
    pattern: /Permission denied|has wrong ownership|has invalid permissions/,
    fault: 'no_permission',
    words: (folder, output) =>
      `The database in ${folder} belongs to another user: ${output.trim().split('\n')[0]}. ` +
      'Run Ringback as the user that made it, or choose another RINGBACK_DATA_DIR.',
  },
];
