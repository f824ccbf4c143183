// The OpenAPI document itself, for /openapi.yaml, /openapi.json and the reference page.

import { readFile } from 'node:fs/promises';

export async function readContractDocument(): Promise<{ yaml: string; json: string }> {
  const generated = (name: string) => readFile(new URL(`./generated/${name}`, import.meta.url), 'utf8');
  const [yaml, json] = await Promise.all([generated('openapi.yaml'), generated('openapi.json')]);
  return { yaml, json: JSON.stringify(JSON.parse(json)) };
}
