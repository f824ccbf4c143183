// Starts a program and waits for it.

import { spawn } from 'node:child_process';

/**
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<{ code: number, output: string }>} `code` is 127 when it cannot be started, 128 + n after signal n;
 *   `output` is what it wrote to pipes (stdio 'pipe'), both streams together
 */
export function run(command, args, options) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, options);
    const keep = (/** @type {Buffer} */ chunk) => (output += chunk.toString());
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.once('close', (code, signal) => resolve({ code: code ?? exitCodeOf(signal), output }));
  });
}

/** The shell's convention, for a child that a signal ended. @param {NodeJS.Signals | null} signal */
export function exitCodeOf(signal) {
  const numbers = /** @type {Record<string, number>} */ ({
    SIGHUP: 1,
    SIGINT: 2,
    SIGABRT: 6,
    SIGKILL: 9,
    SIGSEGV: 11,
    SIGTERM: 15,
  });
  return 128 + (numbers[signal ?? ''] ?? 0);
}
