// The packages of package-lock.json in node_modules, with the Node 24 that runs everything.

import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { missingPackages } from './missing-packages.mjs';
import { prune } from './prune.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { fail, say, secondsSince } from './say.mjs';

const NODE_MAJOR = 24;
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.cache', 'ringback', 'installed.json');
const nodeBinary = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

/** Installs when node_modules is missing or is not what the lock file says. @returns {Promise<string>} path of Node 24 */
export async function installPackages() {
  const lock = await stat(join(root, 'package-lock.json'));
  const stamp = await readJson(stampFile);
  // `root`: a copy of a checkout must not run on the Node of the first.
  if (stamp?.lock === `${lock.mtimeMs}-${lock.size}` && stamp.root === root && existsSync(stamp.node))
    return stamp.node;

  const missing = await differences();
  if (missing.length > 0) await install(missing);
  await prune(modules);
  const node = await findNode24();
  await stampInstalled(JSON.stringify({ lock: `${lock.mtimeMs}-${lock.size}`, root, node }));
  return node;
}

/** Only saves time: where it may not be written (an image, another user), the next start compares again. @param {string} stamp */
async function stampInstalled(stamp) {
  try {
    await mkdir(join(modules, '.cache', 'ringback'), { recursive: true });
    await writeFile(stampFile, stamp);
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? '')) throw error;
  }
}

/** npm records what it installed in node_modules/.package-lock.json. */
async function differences() {
  const installed = await readJson(join(modules, '.package-lock.json'));
  if (!installed) return ['everything'];
  const wanted = await readJson(join(root, 'package-lock.json'));
  if (!wanted) fail('package-lock.json cannot be read.');
  return missingPackages(wanted, installed);
}

/** @param {string[]} missing */
async function install(missing) {
  const what = missing[0] === 'everything' ? 'about 400 packages, 1 GB unpacked' : summary(missing);
  say(`installing ${what} with "npm ci" (once; half a minute on a fast line)`);
  const startedMs = Date.now();
  const { code, output } = await run(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--include=dev', '--include=optional'],
    // onnxruntime-node would fetch CUDA libraries; the CPU library is already inside the package.
    {
      cwd: root,
      env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    },
  );
  if (code !== 0) {
    process.stderr.write(output);
    fail(
      code === 127
        ? 'npm was not found; it comes with Node (https://nodejs.org).'
        : `"npm ci" failed (exit code ${code}); its own words are above. Is the npm registry reachable?`,
    );
  }
  say(`packages installed in ${secondsSince(startedMs)}`);
}

/** @param {string[]} names */
function summary(names) {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

async function findNode24() {
  if (Number(process.versions.node.split('.')[0]) === NODE_MAJOR && !existsSync(nodeBinary)) return process.execPath;
  let version = await versionOf(nodeBinary);
  if (version === undefined) {
    // The binary comes by the install script of the package `node`, which some npm configurations block.
    say('node_modules/.bin/node did not come; asking npm to run the install script of "node" alone');
    await run('npm', ['rebuild', 'node', '--ignore-scripts=false'], { cwd: root, stdio: 'ignore' });
    version = await versionOf(nodeBinary);
  }
  if (version === undefined || Number(version.slice(1).split('.')[0]) !== NODE_MAJOR) {
    fail(
      `Ringback runs on Node ${NODE_MAJOR}, which npm should have put at node_modules/.bin/node; ` +
        (version === undefined ? 'it is not there or does not start.' : `that one says ${version}.`) +
        `\n  The package "node" brings it by an install script. Allow scripts (npm config get ignore-scripts) and run` +
        `\n  "npm rebuild node", or install Node ${NODE_MAJOR} yourself and start again with it.`,
    );
  }
  return nodeBinary;
}

/** @param {string} binary */
async function versionOf(binary) {
  if (!existsSync(binary)) return undefined;
  const { code, output } = await run(binary, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
  return code === 0 ? output.trim() : undefined;
}

/** @param {string} file */
async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
