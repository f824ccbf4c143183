// Writes src/contract/generated/ from src/contract/openapi.yaml. `--check` compares instead and fails when they differ.

import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { generateContract } from '../src/contract/generate.ts';

const folder = new URL('../src/contract/generated/', import.meta.url);
const files = await generateContract(await readFile(new URL('../src/contract/openapi.yaml', import.meta.url), 'utf8'));

if (process.argv.includes('--check')) {
  for (const [name, content] of Object.entries(files)) {
    const committed = await readFile(new URL(name, folder), 'utf8').catch(() => '');
    if (committed === content) continue;
    console.error(
      `src/contract/generated/${name} is not what openapi.yaml gives: run node scripts/generate-contract.ts`,
    );
    process.exitCode = 1;
  }
} else {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(new URL(name, folder), content);
}
