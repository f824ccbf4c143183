// The OpenAPI document itself, for /openapi.yaml, /openapi.json and the reference page.

import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

export async function readContractDocument(): Promise<{ yaml: string; json: string }> {
  const yaml = await readFile(new URL('./generated/openapi.yaml', import.meta.url), 'utf8');
  return { yaml, json: JSON.stringify(parse(yaml)) };
}
