// Builds the dashboard and the browser client when their sources changed since the last build.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { fail, say, secondsSince } from './say.mjs';

/** Each page folder with everything it is built from. `web-client` first: the dashboard speaks through it. `types`: for other programs. */
const PAGES = [
  { name: 'web-client', sources: ['web-client'], types: 'tsconfig.types.json' },
  {
    name: 'dashboard',
    sources: ['dashboard', 'web-client', 'src/contract', 'src/flow', 'src/csv', 'src/batch-table', 'docs'],
  },
];
const SKIPPED = new Set(['dist', 'node_modules', '.cache']);

/**
 * @param {string} node path of Node 24
 * @param {{ force?: boolean }} [options] `force`: whatever changed, and the type declarations, which no page needs
 */
export async function buildPages(node, { force = false } = {}) {
  for (const { name, sources, types } of PAGES) {
    const folder = join(root, name);
    // An image carries built pages and no sources.
    if (!existsSync(join(folder, 'vite.config.ts'))) continue;
    const stampFile = join(root, 'node_modules', '.cache', 'ringback', `${name}.built`);
    const print = await fingerprint(sources);
    const stamp = await readFile(stampFile, 'utf8').catch(() => '');
    if (!force && stamp === print && existsSync(join(folder, 'dist'))) continue;
    await build(node, name, folder);
    if (force && types) await declareTypes(node, name, folder, types);
    await mkdir(join(root, 'node_modules', '.cache', 'ringback'), { recursive: true });
    await writeFile(stampFile, print);
  }
}

/** @param {string} node @param {string} name @param {string} folder */
async function build(node, name, folder) {
  say(`building ${name}`);
  const startedMs = Date.now();
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { code, output } = await run(node, [vite, 'build', '--logLevel', 'warn'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
  });
  if (code !== 0) {
    process.stderr.write(output);
    fail(`${name} could not be built; the words of vite are above.`);
  }
  say(`${name} built in ${secondsSince(startedMs)}`);
}

/** @param {string} node @param {string} name @param {string} folder @param {string} project */
async function declareTypes(node, name, folder, project) {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code } = await run(node, [compiler, '-p', join(folder, project)], { cwd: folder, stdio: 'inherit' });
  if (code !== 0) fail(`The types of ${name} could not be declared; the words of the compiler are above.`);
}

/** Path, size and time of every source file, hashed: a change, an addition or a removal gives another text. @param {string[]} sources */
async function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const source of sources) await addFolder(hash, join(root, source));
  return hash.digest('hex');
}

/** @param {import('node:crypto').Hash} hash @param {string} folder */
async function addFolder(hash, folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (SKIPPED.has(entry.name) || entry.name.endsWith('.test.ts')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await addFolder(hash, path);
    else if (entry.isFile()) {
      const { mtimeMs, size } = await stat(path);
      hash.update(`${path}\0${mtimeMs}\0${size}\n`);
    }
  }
}
