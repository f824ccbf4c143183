// The life cycles of an official Python SDK, lived by an interpreter that has it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Made by `python/run.py`. */
export interface PythonRun {
  version: string;
  methods: string[];
  /** Life cycle -> what was raised. */
  failed: Record<string, string>;
  /** What was done wrong -> class of the error. */
  errors: Record<string, string>;
  /** Before retries of throttled requests, s. */
  waits: number[];
  webhook: { right: boolean; changed: boolean };
}

const run = promisify(execFile);
const script = fileURLToPath(new URL('./python/run.py', import.meta.url));

/** `variable` of the environment leads to the interpreter; `env` tells the script where it is. */
export async function runPython(variable: string, env: Record<string, string>): Promise<PythonRun> {
  const python = process.env[variable];
  assert.ok(python, `${variable} names no Python with its retell-sdk; npm test provides one`);
  const options = { ...process.env, ...env, PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout } = await run(python, [script], { env: options, maxBuffer: 1 << 26 });
  return JSON.parse(stdout) as PythonRun;
}
