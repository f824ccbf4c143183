// Finds import cycles between files. Imports that vanish at run time (import type) do not count.

import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Static imports and re-exports of relative files, types left out. */
const STATIC_IMPORT = /^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?['"](\.[^'"]+)['"]/gm;

/** @type {Map<string, string[]>} */
const importsOf = new Map();

/** @param {string} file absolute @param {string} [text] */
function imports(file, text) {
  let found = text === undefined ? importsOf.get(file) : undefined;
  if (found) return found;
  let content = text;
  try {
    content ??= readFileSync(file, 'utf8');
  } catch {
    content = '';
  }
  found = [...content.matchAll(STATIC_IMPORT)].map((match) => resolve(dirname(file), match[1] ?? ''));
  importsOf.set(file, found);
  return found;
}

/**
 * The shortest way from `file` through its import `target` back to `file`, as absolute paths; null when there is none.
 * @param {string} file absolute
 * @param {string} target absolute
 * @param {string} text content of `file` as it is being linted
 * @returns {string[] | null}
 */
export function findCycle(file, target, text) {
  imports(file, text);
  /** @type {Map<string, string | null>} */
  const cameFrom = new Map([[target, null]]);
  const queue = [target];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (at === file) {
      const way = [];
      for (let step = /** @type {string | null} */ (at); step !== null; step = cameFrom.get(step) ?? null)
        way.unshift(step);
      return [file, ...way];
    }
    if (!at.endsWith('.ts') && !at.endsWith('.tsx')) continue;
    for (const next of imports(at)) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      queue.push(next);
    }
  }
  return null;
}
