// Removes what the install brings for other platforms.

import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * onnxruntime-node carries its library for every system and processor (about 290 MB); only ours stays (about 45 MB). When ours is not among
 * them nothing is touched, so that the package's own words explain it.
 * @param {string} modules path of node_modules
 */
export async function prunePlatforms(modules) {
  const bin = join(modules, 'onnxruntime-node', 'bin', 'napi-v6');
  if (!existsSync(join(bin, process.platform, process.arch))) return;
  for (const platform of await readdir(bin)) {
    for (const arch of await readdir(join(bin, platform))) {
      const ours = platform === process.platform && arch === process.arch;
      if (!ours) await rm(join(bin, platform, arch), { recursive: true, force: true });
    }
  }
}
