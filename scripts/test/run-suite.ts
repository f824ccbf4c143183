// One run of node's test runner.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Suite } from './suites.ts';

export interface Counts {
  passed: number;
  failed: number;
}

/**
 * Runs the files of a suite in `root` and shows what happens. A skipped test counts as failed: what cannot be tested must say so.
 */
export async function runSuite(
  suite: Suite,
  root: string,
  env: Record<string, string | undefined>,
  output: 'inherit' | 'ignore' = 'inherit',
): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-counts-'));
  const countsFile = join(folder, 'counts.json');
  const reporter = (name: string) => pathToFileURL(join(import.meta.dirname, name)).href;
  const args = [
    '--test',
    `--test-concurrency=${suite.concurrency}`,
    `--test-timeout=${suite.timeoutMs}`,
    `--test-reporter=${reporter('reporter.mjs')}`,
    '--test-reporter-destination=stdout',
    `--test-reporter=${reporter('counts.mjs')}`,
    `--test-reporter-destination=${countsFile}`,
    ...suite.files,
  ];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', output, output] });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  const counts = await readCounts(countsFile);
  await rm(folder, { recursive: true, force: true });
  // The runner itself died, or something failed outside of any test.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

async function readCounts(file: string): Promise<Counts> {
  try {
    const counts = JSON.parse(await readFile(file, 'utf8')) as Record<string, number>;
    const { passed = 0, failed = 0, cancelled = 0, skipped = 0, todo = 0 } = counts;
    return { passed, failed: failed + cancelled + skipped + todo };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
