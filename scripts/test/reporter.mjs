// What `npm test` shows of node's test runner: one line a file, every failure in full, nothing else.

import { relative } from 'node:path';
import { inspect } from 'node:util';

/** @param {AsyncIterable<{ type: string, data: any }>} source */
export default async function* report(source) {
  /** @type {string[]} */
  const failures = [];
  for await (const { type, data } of source) {
    if (type === 'test:stderr' || type === 'test:stdout') {
      yield data.message;
    } else if (type === 'test:fail' && isLeaf(data)) {
      failures.push(failure(data));
      yield failures.at(-1) ?? '';
    } else if (type === 'test:pass' && data.skip !== undefined) {
      yield `  skipped: ${data.name} (${place(data)}) ${data.skip === true ? '' : data.skip}\n`;
    } else if (type === 'test:summary' && data.file) {
      const { passed, failed, cancelled, skipped } = data.counts;
      const bad = failed + cancelled;
      const rest = `${bad ? `, ${bad} failed` : ''}${skipped ? `, ${skipped} skipped` : ''}`;
      const file = relative(process.cwd(), data.file);
      yield `${bad ? 'FAILED' : 'ok    '} ${file}  ${passed} passed${rest}  ${Math.round(data.duration_ms)} ms\n`;
    }
  }
}

/** A suite or file that failed only because of what is inside it is no news. @param {any} data */
function isLeaf(data) {
  return data.details?.error?.failureType !== 'subtestsFailed';
}

/** @param {any} data */
function failure(data) {
  const error = data.details?.error;
  const cause = error?.cause ?? error;
  // The message of a failed assertion already shows the difference; its fields would repeat both sides whole.
  const isAssertion = cause?.code === 'ERR_ASSERTION' && typeof cause.stack === 'string';
  const words = isAssertion ? cause.stack : cause instanceof Error ? inspect(cause, { depth: 8 }) : String(cause);
  return `\n--- FAILED: ${data.name}\n    ${place(data)}\n${words.replace(/^/gm, '    ')}\n\n`;
}

/** @param {any} data */
function place(data) {
  return data.file ? `${relative(process.cwd(), data.file)}:${data.line ?? 1}` : 'no file';
}
