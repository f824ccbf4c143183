// Makes a checkout ready to run: packages, Node 24, built pages. Dependency-free, runs on Node 18 and later, and is done in milliseconds
// when there is nothing to do. Called by the npm scripts before anything else, or by itself: `node scripts/bootstrap.mjs`.

import { pathToFileURL } from 'node:url';
import { buildPages } from './bootstrap/pages.mjs';
import { installPackages } from './bootstrap/packages.mjs';
import { fail } from './bootstrap/say.mjs';

const OLDEST_NODE = 18;

/**
 * Does what is missing and says so on stderr; ends the process with clear words when something cannot be had.
 * @param {{ pages?: boolean }} [options] `pages: false` leaves the dashboard and the browser client unbuilt
 * @returns {Promise<string>} path of the Node 24 to run the product on
 */
export async function bootstrap({ pages = true } = {}) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    fail(`Ringback needs Node ${OLDEST_NODE} or later to install itself; this is ${process.version}.`);
  }
  const node = await installPackages();
  if (pages) await buildPages(node);
  return node;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await bootstrap({ pages: !process.argv.includes('--no-pages') });
