// Paths into a tool's JSON answer: `data.items[0].name`.

import { asText } from '../variables.ts';

/** The value at a path as text; undefined when any step is missing or the value is null. A leading `$.` is accepted. */
export function readPath(json: unknown, path: string): string | undefined {
  const steps = path.replace(/^\$\.?/, '').match(/[^.[\]]+/g) ?? [];
  let value = json;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return asText(value);
}

/** Fills variables from an answer that is a JSON object; any other answer fills none. */
export function readResponseVariables(body: string, paths: Record<string, string>): Record<string, string> {
  const json = parseObject(body);
  if (json === undefined) return {};
  const found = Object.entries(paths).map(([name, path]) => [name, readPath(json, path)] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function parseObject(body: string): object | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
