// Which tests there are, and how they run: side by side where they only compute, one after the other where they must hear in time.

import { globSync } from 'node:fs';

export interface Suite {
  name: string;
  files: string[];
  /** Files at a time. */
  concurrency: number;
  /** For one test; a hanging one fails. */
  timeoutMs: number;
  /** Runs against the oldest PostgreSQL instead of the built-in one. */
  oldestPostgres?: true;
}

const EVERYWHERE = ['src', 'test', 'scripts', 'bench', 'dashboard', 'web-client'];

/** Requests and virtual time: real sockets and a real database, but nothing that must be in time. */
const SIDE_BY_SIDE = [
  /^test\/(contract|voice|storage|flows|conformance)\//,
  /^test\/knowledge\/(file-kinds|hostile-files)\.test/,
];

/** Telephones, pages and whole servers whose sound no local model hears or speaks: two of them leave a machine of two cores time. */
const IN_PAIRS = [
  /^test\/(pages|sip)\//,
  /^test\/calls\/(phone-[\w-]+|media-streams|telnyx|twilio|batch-over-kills|creates-cut|orphaned-server|browser-network-cut)\.test/,
  /^src\/media\/(rtp|host|webrtc)\//,
  /^src\/storage\/embedded-postgres\//,
];

/** Real sound that local models hear and speak in time, with browsers and whole servers: they want the machine for themselves. */
const ALONE = [/^test\//, /^src\/media\//, /^src\/providers\/local\//, /^src\/storage\/embedded-postgres\//];

/** What reaches the database through DATABASE_URL; of the API, the files whose questions to it differ most. */
const ON_POSTGRES = [
  /^src\/(storage|http|resources|jobs)\//,
  /^test\/contract\/(agents|batch-calls|chats|contacts|exports|knowledge-bases|knowledge-reading|list-calls|phone-numbers|races|simulations)\.test/,
];

/** All suites, or those of the files below `paths` (files or folders, relative to the checkout). */
export function suites(root: string, paths: string[] = []): Suite[] {
  const all = globSync(
    EVERYWHERE.map((folder) => `${folder}/**/*.test.{ts,tsx,mjs}`),
    { cwd: root, exclude: (name) => ['node_modules', 'dist', 'fixtures'].includes(name) },
  ).sort();
  const wanted = paths.map((path) => path.replace(/^\.\//, '').replace(/\/$/, ''));
  const files = all.filter(
    (file) => wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(`${path}/`)),
  );
  const matches = (rules: RegExp[], file: string) => rules.some((rule) => rule.test(file));
  const besides = files.filter((file) => matches(SIDE_BY_SIDE, file));
  const inPairs = files.filter((file) => matches(IN_PAIRS, file) && !besides.includes(file));
  const alone = files.filter((file) => matches(ALONE, file) && !besides.includes(file) && !inPairs.includes(file));
  const units = files.filter((file) => ![alone, inPairs, besides].some((others) => others.includes(file)));
  return [
    { name: 'units', files: units, concurrency: 2, timeoutMs: 120_000 },
    { name: 'the API, and calls in virtual time', files: besides, concurrency: 2, timeoutMs: 300_000 },
    { name: 'telephones, pages and whole servers', files: inPairs, concurrency: 2, timeoutMs: 300_000 },
    { name: 'whole calls, sound and browsers', files: alone, concurrency: 1, timeoutMs: 300_000 },
    {
      name: 'storage and API on PostgreSQL 15',
      files: files.filter(
        (file) => matches(ON_POSTGRES, file) && ![alone, inPairs].some((others) => others.includes(file)),
      ),
      concurrency: 2,
      timeoutMs: 120_000,
      oldestPostgres: true as const,
    },
  ].filter((suite) => suite.files.length > 0);
}
