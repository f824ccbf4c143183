// Removes what the install brings and nothing here uses.

import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** From about 1050 MB to about 730. @param {string} modules path of node_modules */
export async function prune(modules) {
  await pruneOnnxRuntime(join(modules, 'onnxruntime-node', 'bin', 'napi-v6'));
  await pruneNode(join(modules, 'node', 'node_modules'));
}

/**
 * onnxruntime-node carries its library for every system and processor (about 290 MB); only ours stays (about 45 MB). When ours is not among
 * them nothing is touched, so that the package's own words explain it.
 * @param {string} bin
 */
async function pruneOnnxRuntime(bin) {
  if (!existsSync(join(bin, process.platform, process.arch))) return;
  for (const platform of await readdir(bin)) {
    for (const arch of await readdir(join(bin, platform))) {
      const ours = platform === process.platform && arch === process.arch;
      if (!ours) await rm(join(bin, platform, arch), { recursive: true, force: true });
    }
  }
}

/** The platform's Node brings headers for building addons (about 65 MB). @param {string} modules */
async function pruneNode(modules) {
  const names = await readdir(modules).catch(() => []);
  for (const name of names.filter((entry) => /^node-(bin-)?(linux|darwin)/.test(entry))) {
    for (const folder of ['include', 'share']) await rm(join(modules, name, folder), { recursive: true, force: true });
  }
}
