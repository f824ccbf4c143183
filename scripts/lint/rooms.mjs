// The rooms of src/ and the arrows between them. docs/architecture.md draws them; a new arrow is a decision note.

import { dirname, relative, resolve, sep } from 'node:path';

/**
 * Rooms a room may import from, beside itself and the types and values of `interfaces`. `'*'`: all. `main` is every file that lies in src itself
 * (but config.ts): they put the rooms together.
 */
const ARROWS = /** @type {Record<string, string[] | '*'>} */ ({
  main: '*',
  cli: '*',
  http: ['resources', 'voice', 'conversation', 'flow', 'storage', 'contract'],
  jobs: ['resources', 'voice', 'conversation', 'flow', 'storage', 'contract'],
  resources: ['voice', 'conversation', 'flow', 'storage', 'csv', 'contract'],
  voice: ['conversation', 'flow'],
  conversation: ['flow'],
  flow: [],
  storage: [],
  providers: [],
  egress: [],
  sandbox: [],
  documents: ['csv'],
  csv: [],
  'batch-table': ['csv', 'contract'],
  media: [],
  telephony: ['media'],
  contract: [],
  interfaces: [],
  config: [],
});

/** Rooms of src that the pages, which lie beside it, may import from. The rest they get by HTTP. */
const ARROWS_OF_PAGES = /** @type {Record<string, string[]>} */ ({
  dashboard: ['contract', 'flow', 'csv', 'batch-table'],
  'web-client': [],
});

/** Every file of these is a door: seams, facts, and one command a file (for main alone). */
const OPEN = new Set(['interfaces', 'contract', 'cli']);

/** @typedef {{ room: string, path: string }} Place `path`: inside src, with slashes */

/**
 * Where a file stands; null when it is outside src.
 * @param {string} file absolute
 * @param {string} source absolute path of src
 * @returns {Place | null}
 */
export function placeOf(file, source) {
  const path = relative(source, file).split(sep).join('/');
  if (path.startsWith('..')) return null;
  if (!path.includes('/')) return { room: path.startsWith('config.') ? 'config' : 'main', path };
  const room = path.slice(0, path.indexOf('/'));
  return { room, path };
}

/** Tests and the programs that only they start. @param {string} path */
export function isForTests(path) {
  return /\.(test|fixture)\.ts$/.test(path);
}

/**
 * What is wrong with an import, in words; null when nothing is.
 * @param {{ file: string, specifier: string, typeOnly: boolean, source: string }} what absolute file, the text of the import, does it
 *   vanish at run time, absolute path of src
 */
export function faultOfImport({ file, specifier, typeOnly, source }) {
  if (!specifier.startsWith('.')) return null;
  const from = placeOf(file, source);
  if (!from) return faultOfPageImport({ file, specifier, source });
  if (isForTests(from.path)) return null;
  const to = placeOf(resolve(dirname(file), specifier), source);
  if (!to)
    return /package\.json$/.test(specifier) ? null : `Product code imports nothing from outside src (${specifier}).`;
  if (from.room === to.room) return null;
  const arrows = ARROWS[from.room];
  if (arrows === undefined)
    return `"${from.room}" is no room yet: add it to scripts/lint/rooms.mjs and docs/architecture.md.`;
  const allowed =
    arrows === '*' || arrows.includes(to.room) || to.room === 'interfaces' || (to.room === 'contract' && typeOnly);
  if (!allowed) {
    return to.room === 'contract'
      ? `${from.room} may read only types of contract: write "import type", or be handed the value.`
      : `No arrow from ${from.room} to ${to.room}: what ${from.room} needs of it is handed over in deps (docs/architecture.md).`;
  }
  if (!OPEN.has(to.room) && to.path.includes('/') && !to.path.endsWith('/index.ts')) {
    return `Enter ${to.room} by a door: import from "${to.room}/index.ts", or from the index.ts of one of its folders.`;
  }
  return null;
}

/** @param {{ file: string, specifier: string, source: string }} what */
function faultOfPageImport({ file, specifier, source }) {
  const folder = relative(dirname(source), file).split(sep)[0] ?? '';
  const allowed = ARROWS_OF_PAGES[folder];
  const to = placeOf(resolve(dirname(file), specifier), source);
  if (!allowed || !to || allowed.includes(to.room) || isForTests(file)) return null;
  return `No arrow from ${folder} to ${to.room}: ${folder} gets it by HTTP (docs/architecture.md).`;
}
