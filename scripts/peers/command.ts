// Runs programs for the peers: quiet, with an end, their words kept for the report.

import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Outcome {
  ok: boolean;
  /** Both streams; for a failure, what a person should read. */
  output: string;
}

/** Never throws: a program that is not there is a failed outcome. */
export function run(
  command: string,
  args: string[],
  { timeoutMs, env }: { timeoutMs: number; env?: Record<string, string> },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { timeout: timeoutMs, maxBuffer: 64 << 20, env: { ...process.env, ...env } };
    execFile(command, args, options, (error, stdout, stderr) => {
      const late = error?.killed ? `stopped after ${timeoutMs / 1000} s\n` : '';
      const words = `${stdout}${stderr}`.trim() || (error?.message ?? '');
      resolve({ ok: !error, output: `${late}${words}` });
    });
  });
}

/** Absolute path of the first of these that the PATH (or the file system) holds. */
export function findProgram(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const name of names) {
    const candidates = name.includes('/') ? [name] : folders.map((folder) => join(folder, name));
    const found = candidates.find(isExecutable);
    if (found) return found;
  }
  return undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs Debian packages when we are root and apt is here; undefined: that way is closed. */
export async function aptInstall(...packages: string[]): Promise<Outcome | undefined> {
  if (process.getuid?.() !== 0 || !findProgram('apt-get')) return undefined;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { timeoutMs: 120_000, env });
  return run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { timeoutMs: 300_000, env });
}

/** The last lines of a program's output, which hold the reason as a rule. */
export function lastLines(output: string, count = 5): string {
  return output.trim().split('\n').slice(-count).join('\n');
}
