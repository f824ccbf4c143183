// Runs the product as a child that feels like this process: same terminal, signals passed on, its exit code as ours.

import { spawn } from 'node:child_process';
import { exitCodeOf } from './run.mjs';

/** npm repeats a terminal's signal to us; within this time it is the same one. */
const SAME_SIGNAL_MS = 1000;

/**
 * @param {string} node path of Node 24
 * @param {string[]} args script and its arguments
 * @returns {Promise<void>} ends the process with the child's code
 */
export async function handOver(node, args) {
  const child = spawn(node, args, { stdio: 'inherit' });
  /** @type {Map<string, number>} */
  const lastMs = new Map();
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches every process of its group by itself, the child too.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      const nowMs = Date.now();
      if (nowMs - (lastMs.get(signal) ?? -Infinity) < SAME_SIGNAL_MS) return;
      lastMs.set(signal, nowMs);
      child.kill(signal);
    });
  }
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`ringback: ${node} does not start: ${error.message}\n`);
      resolve(1);
    });
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? exitCodeOf(signal)));
  });
  process.exit(code);
}
